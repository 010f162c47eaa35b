package io.ringkernel.bench.core;

import io.ringkernel.queue.MpscRing;
import io.ringkernel.queue.SpscRing;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Rings of 64-byte messages: ours and others'. */
public enum RingKind {
    /** {@link SpscRing}, message by message. */
    SPSC {
        @Override
        RingEnds create() {
            return new OurRing(SpscRing.allocate(RingEnds.CAPACITY, RingEnds.MESSAGE_BYTES));
        }
    },
    /** {@link SpscRing} in batches. */
    SPSC_BATCH {
        @Override
        RingEnds create() {
            return new OurRingInBatches(
                    SpscRing.allocate(RingEnds.CAPACITY, RingEnds.MESSAGE_BYTES));
        }
    },
    /** {@link MpscRing}, message by message. */
    MPSC {
        @Override
        RingEnds create() {
            return new OurRing(MpscRing.allocate(RingEnds.CAPACITY, RingEnds.MESSAGE_BYTES));
        }
    },
    /** {@link MpscRing} in batches. */
    MPSC_BATCH {
        @Override
        RingEnds create() {
            return new OurRingInBatches(
                    MpscRing.allocate(RingEnds.CAPACITY, RingEnds.MESSAGE_BYTES));
        }
    },
    /** Agrona's of one producer. */
    AGRONA_ONE {
        @Override
        RingEnds create() {
            return new AgronaRing(new OneToOneRingBuffer(agronaBuffer()));
        }
    },
    /** Agrona's of many producers. */
    AGRONA_MANY {
        @Override
        RingEnds create() {
            return new AgronaRing(new ManyToOneRingBuffer(agronaBuffer()));
        }
    },
    /** JCTools, each message an object of its own. */
    JCTOOLS_FRESH {
        @Override
        RingEnds create() {
            return new JctoolsQueue(true);
        }
    },
    /** JCTools, one reference again and again: for orientation. */
    JCTOOLS_REFERENCE {
        @Override
        RingEnds create() {
            return new JctoolsQueue(false);
        }
    },
    /** {@link SpscRing}'s layout and protocol by Unsafe. */
    UNSAFE {
        @Override
        RingEnds create() {
            return new UnsafeRing();
        }
    };

    /** Makes an empty one. */
    abstract RingEnds create();

    private static UnsafeBuffer agronaBuffer() {
        int bytes =
                RingEnds.CAPACITY * RingEnds.MESSAGE_BYTES + RingBufferDescriptor.TRAILER_LENGTH;
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes + 128).alignedSlice(128), 0, bytes);
    }
}
