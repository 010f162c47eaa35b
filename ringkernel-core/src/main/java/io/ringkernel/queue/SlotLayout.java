package io.ringkernel.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.ringkernel.memory.CacheLine;
import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How a slot looks in memory; the device runtime is written against the same picture.
 *
 * <pre>
 *   byte   0        8            12      14     16       20       24     26     28     30
 *        +--------+-------------+------+------+--------+--------+------+------+------+------+
 *        | hlc    | correlation | type | tag0 | target | sender | flags| fix2 | fix3 | tag1 |   header, 32 bytes
 *        +--------+-------------+------+------+--------+--------+------+------+------+------+
 *   byte   32                          46     48                                     62
 *        +----------------------------+------+--------------------------------------+------+
 *        | payload                    | tag2 | payload                              | tag3 |   the record's C struct
 *        +----------------------------+------+--------------------------------------+------+
 *   byte   64 ...  the rest of a larger slot: payload without tags
 * </pre>
 *
 * <p>The last two bytes of each 16-byte granule of the first 64 bytes hold the commit tag of the
 * slot's position. A reader that finds all four has the whole slot, even where memory arrives
 * granule by granule, as it does across PCIe. In the payload the tags displace two bytes each; on
 * commit the writer keeps those in {@code fix2} and {@code fix3}, and the reader puts them back in
 * its copy. Payload beyond byte 64 is written before the tags (release) and read after them
 * (acquire).
 *
 * <p>All words are little-endian.
 */
public final class SlotLayout {

    /** The header: the one declaration from which host and device take their offsets. */
    public static final Struct HEADER =
            Struct.builder("RkSlotHeader")
                    .add("hlc", Scalar.U64)
                    .add("correlation", Scalar.U32)
                    .add("type", Scalar.U16)
                    .add("tag0", Scalar.U16)
                    .add("target", Scalar.U32)
                    .add("sender", Scalar.U32)
                    .add("flags", Scalar.U16)
                    .add("fix2", Scalar.U16)
                    .add("fix3", Scalar.U16)
                    .add("tag1", Scalar.U16)
                    .build();

    /** Size of the header. */
    public static final int HEADER_BYTES = (int) HEADER.size();

    /** Where the payload starts. */
    public static final int PAYLOAD_OFFSET = HEADER_BYTES;

    /** Bytes at the start of a slot that commit tags guard. */
    public static final int TAGGED_BYTES = 64;

    /** Bytes that one commit tag guards; it lies in the last two. */
    public static final int GRANULE_BYTES = 16;

    /** The smallest slot. */
    public static final int MIN_SLOT_BYTES = 64;

    /** The largest slot. */
    public static final int MAX_SLOT_BYTES = 4096;

    /** Type of a slot that its producer gave up; consumers skip it. */
    public static final int PADDING = 0;

    /** Types from here up to 0xFFFF belong to the runtime; records are numbered below. */
    public static final int FIRST_RUNTIME_TYPE = 0xFF00;

    /** Offset of the 64-bit word of consumed slots in the ring's header line. */
    static final long HEAD = 0;

    static final long HLC = HEADER.offset("hlc");
    static final long CORRELATION = HEADER.offset("correlation");
    static final long TYPE = HEADER.offset("type");
    static final long TAG0 = HEADER.offset("tag0");
    static final long TARGET = HEADER.offset("target");
    static final long SENDER = HEADER.offset("sender");
    static final long FLAGS = HEADER.offset("flags");
    static final long FIX2 = HEADER.offset("fix2");
    static final long FIX3 = HEADER.offset("fix3");
    static final long TAG1 = HEADER.offset("tag1");
    static final long TAG2 = 3 * GRANULE_BYTES - Short.BYTES;
    static final long TAG3 = 4 * GRANULE_BYTES - Short.BYTES;

    /** The handles of tags and header words. Coordinates: segment, byte offset. */
    static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    static final VarHandle SHORT = JAVA_SHORT.varHandle().withInvokeExactBehavior();

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException(
                    "RingKernel needs a little-endian machine: byteOrder="
                            + ByteOrder.nativeOrder()
                            + ", arch="
                            + System.getProperty("os.arch"));
        }
        assert HEADER_BYTES == 32 && TAG0 == 14 && TAG1 == 30 : HEADER;
    }

    private SlotLayout() {}

    /** Returns the payload bytes of a slot of this size. */
    public static int payloadBytes(int slotBytes) {
        return slotBytes - HEADER_BYTES;
    }

    /**
     * Returns the smallest slot, a power of two of at least 64, whose payload holds so many bytes.
     */
    public static long slotBytesFor(long payloadBytes) {
        long needed = Math.max(MIN_SLOT_BYTES, payloadBytes + HEADER_BYTES);
        long floor = Long.highestOneBit(needed);
        return floor == needed ? needed : floor << 1;
    }

    /**
     * Returns the commit tag of a position: the number of its lap around the ring from 1, in 16
     * bits.
     *
     * @param shift log2 of the ring's capacity
     */
    public static short tag(long position, int shift) {
        return (short) ((position >>> shift) + 1);
    }

    static void checkSlotBytes(int slotBytes) {
        if (slotBytes < MIN_SLOT_BYTES
                || slotBytes > MAX_SLOT_BYTES
                || Integer.bitCount(slotBytes) != 1) {
            throw new IllegalArgumentException(
                    "slotBytes must be a power of two from "
                            + MIN_SLOT_BYTES
                            + " to "
                            + MAX_SLOT_BYTES
                            + ": slotBytes="
                            + slotBytes);
        }
    }

    /** Offset of slot 0: the ring's header has a line of its own. */
    static final long SLOTS = CacheLine.BYTES;
}
