package io.ringkernel.queue;

import io.ringkernel.SchemaMismatchException;
import io.ringkernel.memory.CacheLine;
import java.lang.foreign.MemorySegment;

/**
 * How a {@link Ring} lies in memory, whichever kind it is.
 *
 * <pre>
 *   0    magic: u64 | version: u32, kind: u32 | capacity: u64 | slotBytes: u64
 *        retired: u64 | fingerprint: u64                                                        written once, or rarely
 *   128  tail: u64  | cached head: u64                                                             written by producers
 *   256  head: u64  | cached tail: u64 | skipped: u64 | healed: u64                                written by the consumer
 *   384  slot 0
 *        slot 1     ...
 * </pre>
 *
 * <p>Tail and head are positions: 64-bit, from 0, never reset; the slot of position p is {@code p &
 * (capacity - 1)}. Each has its own 128 bytes, and so have the words beside it, which belong to the
 * same end. All words are little-endian.
 */
final class RingLayout {

    /** Alignment of a ring's memory, in bytes. */
    static final long ALIGNMENT = CacheLine.BYTES;

    /** The largest number of slots. */
    static final int MAX_CAPACITY = 1 << 30;

    /** The largest slot of a ring of threads, in bytes. */
    static final int MAX_SLOT_BYTES = 1 << 20;

    /** The slots that code is made for; those of another size cost a little more. */
    static final int USUAL_SLOT_BYTES = 64;

    /** Set, and never reset, when a slot was taken from a producer that may still write to it. */
    static final long RETIRED = 32;

    /** The next position that is claimed (MPSC) or published (SPSC). */
    static final long TAIL = CacheLine.BYTES;

    /** The head as the producers last saw it. */
    static final long CACHED_HEAD = TAIL + 8;

    /** The next position that is consumed. */
    static final long HEAD = 2L * CacheLine.BYTES;

    /** The tail as the consumer last saw it; SPSC only. */
    static final long CACHED_TAIL = HEAD + 8;

    /** Positions consumed that carried no message; MPSC only. */
    static final long SKIPPED = HEAD + 16;

    /** Those of them that their producers had left behind; MPSC only. */
    static final long HEALED = HEAD + 24;

    /** Where slot 0 starts. */
    static final long SLOTS = 3L * CacheLine.BYTES;

    private static final long MAGIC_AT = 0;
    private static final long KIND_AT = 8;
    private static final long CAPACITY_AT = 16;
    private static final long SLOT_BYTES_AT = 24;
    private static final long FINGERPRINT_AT = 40;

    /** "RK-RING" and a zero. */
    private static final long MAGIC = 0x00_47_4E_49_52_2D_4B_52L;

    private static final long VERSION = 1;

    /** The fingerprint of a ring that was made without one. */
    static final long NO_FINGERPRINT = 0;

    /** What lies in the memory. */
    enum Kind {
        SPSC(0),
        MPSC(16);

        /** Bytes of a slot before the part that belongs to the user. */
        final int prefix;

        Kind(int prefix) {
            this.prefix = prefix;
        }
    }

    private RingLayout() {}

    /** Returns the bytes of a ring; checks both numbers. */
    static long bytes(Kind kind, int capacity, int slotBytes) {
        checkCapacity(capacity);
        if (slotBytes < Long.BYTES || slotBytes > MAX_SLOT_BYTES || slotBytes % Long.BYTES != 0) {
            throw new IllegalArgumentException(
                    "slotBytes must be a multiple of 8 from 8 to "
                            + MAX_SLOT_BYTES
                            + ": slotBytes="
                            + slotBytes);
        }
        return SLOTS + (long) capacity * (kind.prefix + slotBytes);
    }

    /** Zeroes the memory and makes it an empty ring. */
    static RingMemory create(
            Kind kind, MemorySegment memory, int capacity, int slotBytes, long fingerprint) {
        long bytes = bytes(kind, capacity, slotBytes);
        checkFits(memory, bytes);
        MemorySegment exact = memory.asSlice(0, bytes);
        exact.fill((byte) 0);
        RingMemory ring = RingMemory.of(exact);
        ring.plain(FINGERPRINT_AT, fingerprint);
        return format(kind, ring, capacity, slotBytes);
    }

    /** Makes zeroed memory an empty ring. */
    static RingMemory format(Kind kind, RingMemory ring, int capacity, int slotBytes) {
        ring.plain(KIND_AT, kindWord(kind));
        ring.plain(CAPACITY_AT, capacity);
        ring.plain(SLOT_BYTES_AT, slotBytes);
        ring.release(MAGIC_AT, MAGIC); // last: who sees it sees the rest
        return ring;
    }

    /** Finds the ring that another thread or process has made in the memory. */
    static RingMemory attach(Kind kind, MemorySegment memory) {
        checkFits(memory, SLOTS);
        RingMemory header = RingMemory.of(memory);
        long magic = header.acquire(MAGIC_AT);
        if (magic != MAGIC) {
            throw new IllegalArgumentException(
                    "memory holds no ring; create one there first: magic=0x"
                            + Long.toHexString(magic)
                            + ", expected=0x"
                            + Long.toHexString(MAGIC));
        }
        long found = header.plain(KIND_AT);
        if (found != kindWord(kind)) {
            throw new IllegalArgumentException(
                    "memory holds another kind of ring; attach with its class and version: found="
                            + describe(found)
                            + ", wanted="
                            + describe(kindWord(kind)));
        }
        long capacity = header.plain(CAPACITY_AT);
        long slotBytes = header.plain(SLOT_BYTES_AT);
        if ((int) capacity != capacity || (int) slotBytes != slotBytes) {
            throw new IllegalArgumentException(
                    "the ring's header is damaged: capacity="
                            + capacity
                            + ", slotBytes="
                            + slotBytes);
        }
        long bytes = bytes(kind, (int) capacity, (int) slotBytes);
        checkFits(memory, bytes);
        return RingMemory.of(memory.asSlice(0, bytes));
    }

    /** The same, for one who expects messages of a certain schema there. */
    static RingMemory attach(Kind kind, MemorySegment memory, long fingerprint) {
        RingMemory ring = attach(kind, memory);
        long found = fingerprint(ring);
        if (found != checkFingerprint(fingerprint)) {
            throw new SchemaMismatchException(
                    "the ring carries messages of another schema; attach with the version that made"
                            + " it, or without a fingerprint and compare the schemas: found="
                            + (found == NO_FINGERPRINT ? "none" : hex(found))
                            + ", wanted="
                            + hex(fingerprint));
        }
        return ring;
    }

    static long checkFingerprint(long fingerprint) {
        if (fingerprint == NO_FINGERPRINT) {
            throw new IllegalArgumentException(
                    "a fingerprint is never 0; leave it out for a ring without one");
        }
        return fingerprint;
    }

    /** Returns the schema's fingerprint that the header names, or {@link #NO_FINGERPRINT}. */
    static long fingerprint(RingMemory ring) {
        return ring.plain(FINGERPRINT_AT);
    }

    private static String hex(long fingerprint) {
        return "0x%016x".formatted(fingerprint);
    }

    /** Returns the number of slots that the header names. */
    static int capacity(RingMemory ring) {
        return (int) ring.plain(CAPACITY_AT);
    }

    /** Returns the size of a slot that the header names. */
    static int slotBytes(RingMemory ring) {
        return (int) ring.plain(SLOT_BYTES_AT);
    }

    static void checkCapacity(int capacity) {
        if (capacity < 2 || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity must be a power of two from 2 to "
                            + MAX_CAPACITY
                            + ": capacity="
                            + capacity);
        }
    }

    static void checkFits(MemorySegment memory, long bytes) {
        if (memory.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    "memory too small for the ring: needed="
                            + bytes
                            + ", given="
                            + memory.byteSize());
        }
        if (memory.address() % ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    "ring memory must be aligned to "
                            + ALIGNMENT
                            + " bytes: address=0x"
                            + Long.toHexString(memory.address()));
        }
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException("ring memory must be writable: it is read-only");
        }
    }

    private static long kindWord(Kind kind) {
        return VERSION | (long) (kind.ordinal() + 1) << 32;
    }

    private static String describe(long kindWord) {
        int number = (int) (kindWord >>> 32) - 1;
        Kind[] kinds = Kind.values();
        String name =
                number >= 0 && number < kinds.length
                        ? kinds[number].name()
                        : "unknown kind " + (number + 1);
        return name + " version " + (kindWord & 0xFFFF_FFFFL);
    }
}
