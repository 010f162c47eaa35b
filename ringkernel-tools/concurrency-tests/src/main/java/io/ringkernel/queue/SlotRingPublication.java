package io.ringkernel.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * When the four tags of a slot are there, so is its payload, displaced bytes and the part beyond
 * byte 64 included: the release fence before the tags and the acquire fence behind them.
 */
public final class SlotRingPublication {

    private SlotRingPublication() {}

    /** The shipped ring, slots of one line. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "consumer -> producer")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "producer -> consumer")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "torn")
    @State
    public static class Slot64 {
        private final StressRing ring = new StressRing(2, 64);

        /** Sends one message. */
        @Actor
        public void producer() {
            ring.send(0x0101_0101_0101_0101L);
        }

        /** Receives it, if it is there. */
        @Actor
        public void consumer(I_Result r) {
            r.r1 = ring.receive();
        }
    }

    /** The shipped ring, slots that hold the tags and the payload of the lap before. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "consumer -> producer")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "producer -> consumer")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "torn")
    @State
    public static class Slot64SecondLap {
        private final StressRing ring = new StressRing(2, 64).afterOneLap();

        /** Sends one message whose displaced bytes equal the tag of this lap. */
        @Actor
        public void producer() {
            ring.send(0x0002_0002_0002_0002L);
        }

        /** Receives it, if it is there. */
        @Actor
        public void consumer(I_Result r) {
            r.r1 = ring.receive();
        }
    }

    /** The shipped ring, slots with payload beyond the tags. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "consumer -> producer")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "producer -> consumer")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "torn")
    @State
    public static class Slot256 {
        private final StressRing ring = new StressRing(2, 256).afterOneLap();

        /** Sends one message. */
        @Actor
        public void producer() {
            ring.send(0x0101_0101_0101_0101L);
        }

        /** Receives it, if it is there. */
        @Actor
        public void consumer(I_Result r) {
            r.r1 = ring.receive();
        }
    }

    /** Weakened twin: the tags before the payload, all plain. Tears on any CPU, x86 included. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "consumer -> producer")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "producer -> consumer")
    @Outcome(
            id = "2",
            expect = ACCEPTABLE_INTERESTING,
            desc = "torn: what the order of the stores prevents")
    @State
    public static class WeakenedTagsFirst {
        private final StressRing ring = new StressRing(2, 256);

        /** Sends one message the wrong way round. */
        @Actor
        public void producer() {
            MemorySegment memory = ring.producer.memory();
            long position = ring.producer.claim();
            long slot = ring.ring.offset(position);
            memory.set(JAVA_LONG, slot + SlotLayout.CORRELATION, 1L << 48 | 1L << 32);
            memory.set(JAVA_LONG, slot + SlotLayout.FLAGS, 1L << 48);
            memory.set(JAVA_SHORT, slot + SlotLayout.TAG2, (short) 1);
            memory.set(JAVA_SHORT, slot + SlotLayout.TAG3, (short) 1);
            for (long at = SlotLayout.TAGGED_BYTES; at < 256; at += Long.BYTES) {
                memory.set(JAVA_LONG, slot + at, 7L);
            }
        }

        /** Receives it, if it is there; looks only beyond the tags. */
        @Actor
        public void consumer(I_Result r) {
            if (!ring.consumer.poll()) {
                r.r1 = StressRing.NOTHING;
                return;
            }
            long sum = 0;
            for (long at = SlotLayout.TAGGED_BYTES; at < 256; at += Long.BYTES) {
                sum += ring.consumer.scratch().get(JAVA_LONG, at);
            }
            r.r1 =
                    sum == 7L * (256 - SlotLayout.TAGGED_BYTES) / Long.BYTES
                            ? StressRing.WHOLE
                            : StressRing.TORN;
        }
    }
}
