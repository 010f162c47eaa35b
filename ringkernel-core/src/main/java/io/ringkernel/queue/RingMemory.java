package io.ringkernel.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The memory of one ring: ordered access to its 64-bit words, and slices of its slots. The name of
 * each method is the memory order of its access. A class of its own for each way in, so that a call
 * compiles to the one that it meets; and so that a test can run the algorithms over an array of
 * longs, which a model checker can interleave.
 */
abstract class RingMemory {

    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final MemorySegment segment;

    RingMemory(MemorySegment segment) {
        this.segment = segment;
    }

    /** Takes memory that somebody else owns. */
    static RingMemory of(MemorySegment segment) {
        return segment.scope().equals(Arena.global().scope())
                ? lasting(segment)
                : new Guarded(segment);
    }

    /** Allocates zeroed memory that lives as long as the ring is reachable. */
    static RingMemory allocate(long bytes) {
        return lasting(Arena.ofAuto().allocate(bytes, RingLayout.ALIGNMENT));
    }

    private static RingMemory lasting(MemorySegment segment) {
        return segment.isNative() && Raw.reaches(segment) ? new Raw(segment) : new Guarded(segment);
    }

    /** Returns the segment, in which nothing is raw. */
    final MemorySegment segment() {
        return segment;
    }

    /** Returns a part of the memory; the caller answers for its lying inside. */
    abstract MemorySegment slice(long offset, long bytes);

    abstract long plain(long offset);

    abstract void plain(long offset, long value);

    abstract long opaque(long offset);

    abstract void opaque(long offset, long value);

    abstract long acquire(long offset);

    abstract void release(long offset, long value);

    abstract long sequential(long offset);

    abstract boolean compareAndSet(long offset, long expected, long value);

    abstract long getAndBitwiseOr(long offset, long mask);

    /** Memory that cannot be freed while the ring is reachable, by its address. */
    private static final class Raw extends RingMemory {

        /*
         * A segment in an instance field costs three things at each access: its fields are loaded again behind every
         * acquire and release, its session is checked, and its bounds are. A segment in a static final field costs none
         * of them, since the compiler folds them: hence EVERYTHING, all of the address space. Measured on one thread, 64
         * bytes written and read: 7.4 ns through the instance field, 3.1 ns this way, 2.6 ns by Unsafe.
         *
         * The base is kept in units of lines, for `lines << 7` tells the compiler that the low bits are zero, and masked
         * to the 47 bits of an address, which tells it that no sum of base and offset leaves EVERYTHING: the checks of
         * alignment and of bounds fold, too. Slots are handed out as slices of constant size where the size is a usual
         * one, so that all checks of constant offsets inside them fold; see Ring.slot. EVERYTHING itself never leaves
         * this class.
         *
         * Field `segment` keeps the memory reachable through the ring. No safepoint lies between the load of the base
         * and the access that uses it, except in drain and fill, which use the ring afterwards.
         */

        private static final int LINE_SHIFT = 7;
        private static final int ADDRESS_BITS = 47;
        private static final long LINES = (1L << ADDRESS_BITS - LINE_SHIFT) - 1;

        /** The whole address space, or null's empty segment where native access is not enabled. */
        private static final MemorySegment EVERYTHING = everything();

        private final long lines;

        Raw(MemorySegment segment) {
            super(segment);
            this.lines = segment.address() >>> LINE_SHIFT;
        }

        static boolean reaches(MemorySegment segment) {
            return EVERYTHING.byteSize() > 0 && segment.address() >>> ADDRESS_BITS == 0;
        }

        private long at(long offset) {
            return ((lines & LINES) << LINE_SHIFT) + offset;
        }

        @SuppressWarnings("restricted") // only where the user has enabled it: no warning is printed
        private static MemorySegment everything() {
            return RingMemory.class.getModule().isNativeAccessEnabled()
                    ? MemorySegment.NULL.reinterpret(Long.MAX_VALUE)
                    : MemorySegment.NULL;
        }

        @Override
        MemorySegment slice(long offset, long bytes) {
            return EVERYTHING.asSlice(at(offset), bytes);
        }

        @Override
        long plain(long offset) {
            return (long) LONG.get(EVERYTHING, at(offset));
        }

        @Override
        void plain(long offset, long value) {
            LONG.set(EVERYTHING, at(offset), value);
        }

        @Override
        long opaque(long offset) {
            return (long) LONG.getOpaque(EVERYTHING, at(offset));
        }

        @Override
        void opaque(long offset, long value) {
            LONG.setOpaque(EVERYTHING, at(offset), value);
        }

        @Override
        long acquire(long offset) {
            return (long) LONG.getAcquire(EVERYTHING, at(offset));
        }

        @Override
        void release(long offset, long value) {
            LONG.setRelease(EVERYTHING, at(offset), value);
        }

        @Override
        long sequential(long offset) {
            return (long) LONG.getVolatile(EVERYTHING, at(offset));
        }

        @Override
        boolean compareAndSet(long offset, long expected, long value) {
            return LONG.compareAndSet(EVERYTHING, at(offset), expected, value);
        }

        @Override
        long getAndBitwiseOr(long offset, long mask) {
            return (long) LONG.getAndBitwiseOr(EVERYTHING, at(offset), mask);
        }
    }

    /** Memory that its owner may free: each access is checked by its segment. */
    private static final class Guarded extends RingMemory {

        Guarded(MemorySegment segment) {
            super(segment);
        }

        @Override
        MemorySegment slice(long offset, long bytes) {
            return segment().asSlice(offset, bytes);
        }

        @Override
        long plain(long offset) {
            return (long) LONG.get(segment(), offset);
        }

        @Override
        void plain(long offset, long value) {
            LONG.set(segment(), offset, value);
        }

        @Override
        long opaque(long offset) {
            return (long) LONG.getOpaque(segment(), offset);
        }

        @Override
        void opaque(long offset, long value) {
            LONG.setOpaque(segment(), offset, value);
        }

        @Override
        long acquire(long offset) {
            return (long) LONG.getAcquire(segment(), offset);
        }

        @Override
        void release(long offset, long value) {
            LONG.setRelease(segment(), offset, value);
        }

        @Override
        long sequential(long offset) {
            return (long) LONG.getVolatile(segment(), offset);
        }

        @Override
        boolean compareAndSet(long offset, long expected, long value) {
            return LONG.compareAndSet(segment(), offset, expected, value);
        }

        @Override
        long getAndBitwiseOr(long offset, long mask) {
            return (long) LONG.getAndBitwiseOr(segment(), offset, mask);
        }
    }
}
