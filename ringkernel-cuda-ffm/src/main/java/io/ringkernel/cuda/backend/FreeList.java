package io.ringkernel.cuda.backend;

import io.ringkernel.MemoryPool;
import io.ringkernel.memory.CacheLine;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hands out ranges of one block of memory, first fit, and joins what comes back. Thread-safe. */
final class FreeList {

    private final String what;
    private final String option;
    private final long capacity;
    private final TreeMap<Long, Long> free = new TreeMap<>();

    /**
     * Starts with everything free.
     *
     * @param what the memory, for the error message
     * @param option the option that makes it larger, for the error message
     */
    FreeList(String what, String option, long capacity) {
        this.what = what;
        this.option = option;
        this.capacity = capacity;
        free.put(0L, capacity);
    }

    /**
     * Takes a range aligned to a line.
     *
     * @return its offset
     * @throws OutOfDeviceMemoryException if no free range is long enough
     */
    synchronized long take(long bytes) {
        long size = rounded(bytes);
        Map.Entry<Long, Long> range = firstFit(size);
        if (range != null) {
            long offset = range.getKey();
            long left = range.getValue() - size;
            free.remove(offset);
            if (left > 0) {
                free.put(offset + size, left);
            }
            return offset;
        }
        throw new OutOfDeviceMemoryException(
                what
                        + " exhausted: needed="
                        + size
                        + " bytes, free="
                        + freeBytes()
                        + ", capacity="
                        + capacity
                        + "; raise "
                        + option
                        + " of the builder or spawn with a smaller mailbox");
    }

    private Map.@Nullable Entry<Long, Long> firstFit(long size) {
        for (Map.Entry<Long, Long> range : free.entrySet()) {
            if (range.getValue() >= size) {
                return range;
            }
        }
        return null;
    }

    /** Gives back what {@link #take} with the same size returned. */
    synchronized void give(long offset, long bytes) {
        long start = offset;
        long end = offset + rounded(bytes);
        Map.Entry<Long, Long> before = free.floorEntry(offset);
        if (before != null && before.getKey() + before.getValue() == start) {
            start = before.getKey();
        }
        Long after = free.remove(end);
        free.put(start, end - start + (after == null ? 0 : after));
    }

    /** Returns how many bytes are free, in all ranges together. */
    synchronized long freeBytes() {
        return free.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the whole and what of it is in use. */
    MemoryPool pool() {
        return new MemoryPool(what, capacity, capacity - freeBytes());
    }

    private static long rounded(long bytes) {
        return CacheLine.roundUp(Math.max(bytes, 1), CacheLine.BYTES);
    }
}
