package io.ringkernel.queue;

import static io.ringkernel.queue.SlotLayout.LONG;
import static io.ringkernel.queue.SlotLayout.SHORT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The receiving end of a {@link SlotRing}. Used by one thread at a time; whoever hands it from
 * thread to thread provides the happens-before.
 *
 * <p>{@link #poll} copies the slot at the head, if it is committed, to a private scratch segment
 * and restores there what the commit tags displaced. It never restores in the ring: payload left
 * where the next lap expects its tags could look like them. The getters describe the slot polled
 * last. Slots return to the producers when {@link #publishHead} runs: by itself every quarter of
 * the capacity and whenever {@code poll} finds nothing, or when asked.
 */
public final class SlotConsumer {

    private final SlotRing ring;
    private final MemorySegment memory;
    private final MemorySegment scratch;
    private final long slotBytes;
    private final long lag;
    private long head;
    private long published;

    /**
     * Makes the one consumer of a ring.
     *
     * @param scratch private memory of at least one slot, aligned to 16 bytes
     */
    public SlotConsumer(SlotRing ring, MemorySegment scratch) {
        this(ring, scratch, ring.headAcquire());
    }

    /**
     * Takes over from a consumer that has ended, as a kernel that left a mailbox.
     *
     * @param head the position that it would have taken next
     */
    public SlotConsumer(SlotRing ring, MemorySegment scratch, long head) {
        if (scratch.byteSize() < ring.slotBytes()
                || scratch.address() % SlotLayout.GRANULE_BYTES != 0) {
            throw new IllegalArgumentException(
                    "scratch must hold one aligned slot: slotBytes="
                            + ring.slotBytes()
                            + ", given="
                            + scratch.byteSize()
                            + ", address=0x"
                            + Long.toHexString(scratch.address()));
        }
        this.ring = ring;
        this.memory = ring.memory();
        this.scratch = scratch;
        this.slotBytes = ring.slotBytes();
        this.lag = Math.max(1, ring.capacity() / 4);
        this.head = head;
        this.published = head;
    }

    /**
     * Takes the slot at the head if it is there; returns whether it was. Skips slots that were
     * given up.
     */
    public boolean poll() {
        while (isCommitted(head)) {
            take(head++);
            if (head - published >= lag) {
                publishHead();
            }
            if (type() != SlotLayout.PADDING) {
                return true;
            }
        }
        publishHead();
        return false;
    }

    /**
     * Returns whether the slot at the head is committed, without taking it; it may be one that was
     * given up.
     */
    public boolean isReady() {
        return isCommitted(head);
    }

    /** Gives the slots taken so far back to the producers. */
    public void publishHead() {
        if (published != head) {
            published = head;
            ring.headRelease(head);
        }
    }

    /**
     * Returns how many positions were taken, given-up ones included: the position that is polled
     * next.
     */
    public long head() {
        return head;
    }

    /**
     * Returns the private copy; the record polled last starts at {@link SlotLayout#PAYLOAD_OFFSET}.
     */
    public MemorySegment scratch() {
        return scratch;
    }

    /** Returns the type of the slot polled last. */
    public int type() {
        return Short.toUnsignedInt((short) SHORT.get(scratch, SlotLayout.TYPE));
    }

    /** Returns the correlation of the slot polled last; 0 if it was told. */
    public int correlation() {
        return scratch.get(JAVA_INT, SlotLayout.CORRELATION);
    }

    /** Returns the target of the slot polled last. */
    public int target() {
        return scratch.get(JAVA_INT, SlotLayout.TARGET);
    }

    /** Returns the sender of the slot polled last. */
    public int sender() {
        return scratch.get(JAVA_INT, SlotLayout.SENDER);
    }

    /** Returns the flags of the slot polled last. */
    public int flags() {
        return Short.toUnsignedInt((short) SHORT.get(scratch, SlotLayout.FLAGS));
    }

    /** Returns the clock stamp of the slot polled last; 0 if it has none. */
    public long hlc() {
        return (long) LONG.get(scratch, SlotLayout.HLC);
    }

    /** One tag that is missing means that the slot, or a granule of it, is not here yet. */
    private boolean isCommitted(long position) {
        MemorySegment slots = memory;
        long slot = ring.offset(position);
        short tag = ring.tag(position);
        return tagOpaque(slots, slot + SlotLayout.TAG0) == tag
                && tagOpaque(slots, slot + SlotLayout.TAG1) == tag
                && tagOpaque(slots, slot + SlotLayout.TAG2) == tag
                && tagOpaque(slots, slot + SlotLayout.TAG3) == tag;
    }

    private void take(long position) {
        MemorySegment copy = scratch;
        VarHandle.acquireFence(); // behind the four tags: the payload is read after them
        MemorySegment.copy(memory, ring.offset(position), copy, 0L, slotBytes);
        SHORT.set(copy, SlotLayout.TAG2, (short) SHORT.get(copy, SlotLayout.FIX2));
        SHORT.set(copy, SlotLayout.TAG3, (short) SHORT.get(copy, SlotLayout.FIX3));
    }

    private static short tagOpaque(MemorySegment memory, long offset) {
        return (short) SHORT.getOpaque(memory, offset);
    }
}
