package io.ringkernel.cuda.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Access to the 64-bit control words in pinned memory; the names say the order. Coordinates:
 * segment, byte offset.
 */
final class Words {

    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private Words() {}

    static long acquire(MemorySegment memory, long offset) {
        return (long) LONG.getAcquire(memory, offset);
    }

    static long opaque(MemorySegment memory, long offset) {
        return (long) LONG.getOpaque(memory, offset);
    }

    static void plain(MemorySegment memory, long offset, long value) {
        LONG.set(memory, offset, value);
    }

    static void release(MemorySegment memory, long offset, long value) {
        LONG.setRelease(memory, offset, value);
    }
}
