package io.ringkernel.internal.cpu.mailbox;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/**
 * What {@link CountedQueue} counts: each chunk once when it is entered and once when it is left.
 * Results: messages received by both; the bytes that are counted when all is given back.
 */
public final class CountedQueueBytes {

    private CountedQueueBytes() {}

    /** A producer enters a chunk while the consumer, short of memory, gives back what is empty. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "received, and nothing left")
    @Outcome(expect = FORBIDDEN, desc = "lost, or bytes that are counted for ever or twice")
    @State
    public static class OfferAgainstTrim {
        private final AtomicLong bytes = new AtomicLong();
        private final Race race = new Race(bytes::addAndGet);

        /** Sends. */
        @Actor
        public void producer() {
            race.queue.offer(7);
        }

        /** Receives and trims, once each. */
        @Actor
        public void consumer(IJ_Result r) {
            race.take(r);
            race.queue.trim();
        }

        /** Gives the rest back. */
        @Arbiter
        public void rest(IJ_Result r) {
            race.take(r);
            race.queue.trim();
            r.r2 = bytes.get();
        }
    }

    /** A producer enters a chunk while the queue is closed and given up. */
    @JCStressTest
    @Outcome(id = "[01], 0", expect = ACCEPTABLE, desc = "before the end or refused; nothing left")
    @Outcome(expect = FORBIDDEN, desc = "bytes that are counted for ever or twice")
    @State
    public static class OfferAgainstDiscard {
        private final AtomicLong bytes = new AtomicLong();
        private final Race race = new Race(bytes::addAndGet);

        /** Sends. */
        @Actor
        public void producer() {
            race.queue.offer(7);
        }

        /** Ends the queue. */
        @Actor
        public void consumer(IJ_Result r) {
            race.queue.close();
            race.take(r);
            race.queue.discard();
        }

        /** Ends it if a message was still to be stored. */
        @Arbiter
        public void rest(IJ_Result r) {
            race.take(r);
            race.queue.discard();
            r.r2 = bytes.get();
        }
    }

    /** Weakened twin: a count that is no atomic addition, though both ends count. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "as shipped")
    @Outcome(
            expect = ACCEPTABLE_INTERESTING,
            desc = "bytes that are counted for ever: what the atomic addition prevents")
    @State
    public static class WeakenedPlainCount {
        private volatile long bytes;
        private final Race race = new Race(this::add);

        private void add(long change) {
            long before = bytes;
            bytes = before + change;
        }

        /** Sends. */
        @Actor
        public void producer() {
            race.queue.offer(7);
        }

        /** Receives and trims, once each. */
        @Actor
        public void consumer(IJ_Result r) {
            race.take(r);
            race.queue.trim();
        }

        /** Gives the rest back. */
        @Arbiter
        public void rest(IJ_Result r) {
            race.take(r);
            race.queue.trim();
            r.r2 = bytes;
        }
    }

    /** Adds up what it is told. */
    @FunctionalInterface
    private interface Count {
        void add(long change);
    }

    private static final class Race {
        private final CountedQueue queue;

        Race(Count count) {
            MailboxMemory memory =
                    new MailboxMemory() {
                        @Override
                        public void allocated(long bytes) {
                            count.add(bytes);
                        }

                        @Override
                        public boolean isScarce() {
                            return true;
                        }
                    };
            queue = new CountedQueue(16, 32, memory);
        }

        void take(IJ_Result r) {
            r.r1 += queue.poll() == null ? 0 : 1;
        }
    }
}
