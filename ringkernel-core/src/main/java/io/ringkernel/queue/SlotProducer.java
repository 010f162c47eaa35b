package io.ringkernel.queue;

import static io.ringkernel.queue.SlotLayout.LONG;
import static io.ringkernel.queue.SlotLayout.SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The sending end of a {@link SlotRing}. Any number of threads of this JVM may use one producer; a
 * ring has one producer object, because the tail belongs to it: a producer that was closed stays
 * closed even when the ring's memory has been given to somebody else.
 *
 * <p>A send is: {@linkplain #claim() claim} a position, write the record at {@link #payloadOffset},
 * then {@link #commit} or {@link #abort} it. Claiming is lock-free, committing wait-free. What a
 * thread wrote before {@code commit} happens-before what the consumer does after {@link
 * SlotConsumer#poll} took the slot. Positions of one thread are consumed in the order in which it
 * claimed them. A claimed position that is never committed stops the consumer.
 */
public final class SlotProducer {

    /*
     * Why the tags are stored plainly (opaque) after one release fence: the fence orders everything the producer wrote
     * (payload, fix-ups, first words) before each of the four stores that follow; the reader acts only on all four and
     * puts an acquire fence behind them. The four need no order among themselves. On x86 the fence and the opaque
     * stores are ordinary movs; a setRelease on each would cost the same there and four barriers on AArch64.
     *
     * commitAll needs one fence for all its slots and stores the tags plainly: aligned, so still whole, and not opaque,
     * because an opaque access stops the compiler from hoisting the segment's checks out of the loop (4.2 ns a slot
     * instead of 1.6). For the same reason both commits take a slice first: against its constant bounds only one check
     * of the offset is left (commit: 4.4 ns instead of 7.4).
     *
     * The payload is written in place, so bytes 46..47 and 62..63 hold payload until commit replaces them by tags. They
     * may equal the tag by chance. That is harmless: tag0 and tag1 are stored only after the payload is complete, and a
     * reader that takes granules at different times (a device) finds a granule complete up to its last two bytes as
     * soon as those are there, because codecs write fields in the order of their offsets.
     */

    /** Returned by a claim that found no free slot. */
    public static final long FULL = Ring.FULL;

    /** Returned by a claim after {@link #close}. */
    public static final long CLOSED = Ring.CLOSED;

    private static final long U16 = 0xFFFFL;
    private static final long U32 = 0xFFFF_FFFFL;

    private final SlotRing ring;
    private final Claims claims;
    private final MemorySegment memory;
    private final int capacity;

    /** Makes the one producer of a new ring. */
    public SlotProducer(SlotRing ring) {
        this(ring, RingMemory.allocate(RingLayout.HEAD));
    }

    SlotProducer(SlotRing ring, RingMemory tail) {
        this.ring = ring;
        this.claims = ring.claims(tail);
        this.memory = ring.memory();
        this.capacity = ring.capacity();
    }

    /** Returns the memory to write payloads into. */
    public MemorySegment memory() {
        return memory;
    }

    /** Claims one slot; returns its position, {@link #FULL} or {@link #CLOSED}. */
    public long claim() {
        return claim(1);
    }

    /**
     * Claims {@code count} slots; returns the first of as many consecutive positions, or {@link
     * #FULL} if there are not so many free slots, or {@link #CLOSED}.
     *
     * @param count from 1 to the capacity
     */
    public long claim(int count) {
        return claims.claim(count);
    }

    /**
     * Returns how many slots are free; an estimate while other threads send or the consumer works.
     */
    public int free() {
        return claims.free(1);
    }

    /** Returns where the payload of a claimed position goes in {@link #memory()}. */
    public long payloadOffset(long position) {
        return ring.offset(position) + SlotLayout.PAYLOAD_OFFSET;
    }

    /** Publishes a told or asked message; see the six-argument form. */
    public void commit(long position, int type, int correlation) {
        commit(position, type, correlation, 0, 0, 0);
    }

    /**
     * Publishes a claimed slot whose payload has been written.
     *
     * @param type the record's id in its protocol, or a type of the runtime
     * @param correlation the number that the reply will carry; 0 if none is expected
     * @param target the actor that the message is for, as the receiving end numbers them
     * @param sender the actor that sent it, 0 if none
     * @param flags bits of the runtime
     */
    public void commit(
            long position, int type, int correlation, int target, int sender, int flags) {
        assert position >= 0 && position < tail()
                : "not claimed: position=" + position + ", tail=" + tail();
        assert (type & U16) == type && (flags & U16) == flags : "type=" + type + ", flags=" + flags;
        MemorySegment slot = memory.asSlice(ring.offset(position), SlotLayout.TAGGED_BYTES);
        long tag = ring.tag(position) & U16;
        long fix2 = shortPlain(slot, SlotLayout.TAG2) & U16;
        long fix3 = shortPlain(slot, SlotLayout.TAG3) & U16;
        longPlain(slot, SlotLayout.HLC, 0);
        longPlain(slot, SlotLayout.TARGET, (target & U32) | (long) sender << 32);

        VarHandle.releaseFence();
        longOpaque(
                slot, SlotLayout.CORRELATION, (correlation & U32) | (long) type << 32 | tag << 48);
        longOpaque(slot, SlotLayout.FLAGS, flags | fix2 << 16 | fix3 << 32 | tag << 48);
        shortOpaque(slot, SlotLayout.TAG2, (short) tag);
        shortOpaque(slot, SlotLayout.TAG3, (short) tag);
    }

    /**
     * Returns how many slots from this position on lie next to each other in {@link #memory()}:
     * those up to where the ring wraps around.
     */
    public int adjacent(long position) {
        return capacity - (int) (position & (capacity - 1));
    }

    /**
     * Publishes told messages of one type, in order, whose payloads have been written into adjacent
     * slots; as {@link #commit(long, int, int)} of each, but cheaper.
     *
     * @param position of the first
     * @param count from 0 to {@link #adjacent}
     */
    public void commitAll(long position, int count, int type) {
        assert position >= 0 && position + count <= tail() && count <= adjacent(position)
                : "not claimed or not adjacent: position=" + position + ", count=" + count;
        assert (type & U16) == type : "type=" + type;
        int slotBytes = ring.slotBytes();
        MemorySegment slots = memory.asSlice(ring.offset(position), (long) count * slotBytes);
        long tag = ring.tag(position) & U16;
        if (slotBytes == SlotLayout.MIN_SLOT_BYTES) { // a constant stride spares the bounds checks
            publish(slots, count, SlotLayout.MIN_SLOT_BYTES, type, tag);
        } else {
            publish(slots, count, slotBytes, type, tag);
        }
    }

    /** Gives up a claimed slot: the consumer will skip it. */
    public void abort(long position) {
        commit(position, SlotLayout.PADDING, 0);
    }

    /**
     * Ends sending: every later claim returns {@link #CLOSED}. What was claimed before may still be
     * committed.
     *
     * @return the final tail: the number of positions that were ever claimed
     */
    public long close() {
        return claims.close();
    }

    /** Returns whether {@link #close} was called. */
    public boolean isClosed() {
        return claims.isClosed();
    }

    /** Returns the number of positions claimed so far. */
    public long tail() {
        return claims.tail();
    }

    /**
     * Returns how many slots are claimed and not yet given back by the consumer, from 0 to the
     * capacity.
     */
    public int size() {
        return claims.size();
    }

    /** Returns the ring. */
    public SlotRing ring() {
        return ring;
    }

    private static void publish(MemorySegment slots, int count, int slotBytes, int type, long tag) {
        for (int i = 0; i < count; i++) {
            long slot = (long) i * slotBytes;
            longPlain(slots, slot + SlotLayout.HLC, 0);
            longPlain(slots, slot + SlotLayout.TARGET, 0);
        }
        VarHandle.releaseFence();
        for (int i = 0; i < count; i++) {
            long slot = (long) i * slotBytes;
            long fix2 = shortPlain(slots, slot + SlotLayout.TAG2) & U16;
            long fix3 = shortPlain(slots, slot + SlotLayout.TAG3) & U16;
            longPlain(slots, slot + SlotLayout.CORRELATION, (long) type << 32 | tag << 48);
            longPlain(slots, slot + SlotLayout.FLAGS, fix2 << 16 | fix3 << 32 | tag << 48);
            shortPlain(slots, slot + SlotLayout.TAG2, (short) tag);
            shortPlain(slots, slot + SlotLayout.TAG3, (short) tag);
        }
    }

    private static short shortPlain(MemorySegment memory, long offset) {
        return (short) SHORT.get(memory, offset);
    }

    private static void shortPlain(MemorySegment memory, long offset, short value) {
        SHORT.set(memory, offset, value);
    }

    private static void longPlain(MemorySegment memory, long offset, long value) {
        LONG.set(memory, offset, value);
    }

    private static void longOpaque(MemorySegment memory, long offset, long value) {
        LONG.setOpaque(memory, offset, value);
    }

    private static void shortOpaque(MemorySegment memory, long offset, short value) {
        SHORT.setOpaque(memory, offset, value);
    }
}
