package io.ringkernel.internal.cpu.sched;

import io.ringkernel.memory.CacheLine;

/**
 * How many elements of an array keep two words on different cache lines, whatever the collector
 * puts beside the array.
 */
final class Padding {

    /** Elements of a {@code long[]}. */
    static final int LONGS = CacheLine.BYTES / Long.BYTES;

    /** Elements of an {@code Object[]}: references have 4 bytes or 8. */
    static final int REFERENCES = CacheLine.BYTES / Integer.BYTES;

    private Padding() {}
}
