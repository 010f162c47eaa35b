package io.ringkernel.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A kernel's arguments in native memory: one 8-byte cell each and the array of pointers to them
 * that a launch takes.
 *
 * <pre>
 *   pointers: [ &amp;cell 0 | &amp;cell 1 | ... ]
 *   cells:    [ long    | int, 0  | ... ]     little endian, so a narrower value is at its cell's start
 * </pre>
 *
 * <p>Immutable. A launch copies the values before it returns, so that the arena may be closed then.
 */
public final class KernelArguments {
    private static final int CELL_BYTES = Long.BYTES;

    private final MemorySegment pointers;
    private final int count;

    private KernelArguments(MemorySegment pointers, int count) {
        this.pointers = pointers;
        this.count = count;
    }

    /** Begins a list of arguments. */
    public static Builder builder() {
        return new Builder();
    }

    MemorySegment pointers() {
        return pointers;
    }

    /** Returns the number of arguments. */
    public int count() {
        return count;
    }

    /** Collects arguments in the order of the kernel's parameters. Not thread-safe. */
    public static final class Builder {
        private long[] cells = new long[8];
        private final Map<Integer, MemorySegment> structs = new HashMap<>();
        private int count;

        private Builder() {}

        /** Adds a 64-bit integer or a device address. */
        public Builder addLong(long value) {
            if (count == cells.length) {
                cells = Arrays.copyOf(cells, 2 * count);
            }
            cells[count++] = value;
            return this;
        }

        /** Adds a 32-bit integer. */
        public Builder addInt(int value) {
            return addLong(Integer.toUnsignedLong(value));
        }

        /** Adds a {@code float}. */
        public Builder addFloat(float value) {
            return addInt(Float.floatToRawIntBits(value));
        }

        /** Adds a {@code double}. */
        public Builder addDouble(double value) {
            return addLong(Double.doubleToRawLongBits(value));
        }

        /** Adds the address of device memory. */
        public Builder add(DeviceMemory memory) {
            return addLong(memory.pointer());
        }

        /** Adds the address at which a kernel finds pinned host memory. */
        public Builder add(PinnedMemory memory) {
            return addLong(memory.devicePointer());
        }

        /**
         * Adds a structure that the kernel takes by value; its bytes are copied when the kernel is
         * launched.
         *
         * @param struct native memory that lives until then
         */
        public Builder addStruct(MemorySegment struct) {
            structs.put(count, struct);
            return addLong(0);
        }

        /** Writes the arguments to native memory of the arena. */
        public KernelArguments build(Arena arena) {
            MemorySegment values =
                    arena.allocate((long) CELL_BYTES * Math.max(count, 1), CELL_BYTES);
            MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, Math.max(count, 1));
            for (int index = 0; index < count; index++) {
                values.setAtIndex(ValueLayout.JAVA_LONG, index, cells[index]);
                MemorySegment cell = values.asSlice((long) index * CELL_BYTES);
                pointers.setAtIndex(ValueLayout.ADDRESS, index, structs.getOrDefault(index, cell));
            }
            return new KernelArguments(pointers, count);
        }
    }
}
