package io.ringkernel.internal.cpu.mailbox;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * Every accepted message comes out once, whole, and in its producer's order, whichever chunk it is
 * in. Unless a test says otherwise, its results are what the consumer polled during the race, or 0,
 * and what was left behind it, in order.
 */
public final class GrowingQueueOffers {

    private GrowingQueueOffers() {}

    /** Two producers enter the first chunk of a new queue. */
    @JCStressTest
    @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "poll -> first -> second")
    @Outcome(id = "0, 2, 1", expect = ACCEPTABLE, desc = "poll -> second -> first")
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "first -> poll")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "second -> poll")
    @Outcome(expect = FORBIDDEN, desc = "lost, twice, or hidden")
    @State
    public static class FirstChunk {
        private final GrowingQueue queue = new GrowingQueue(16);

        /** Sends. */
        @Actor
        public void first() {
            queue.offer(1);
        }

        /** Sends. */
        @Actor
        public void second() {
            queue.offer(2);
        }

        /** Receives. */
        @Actor
        public void consumer(III_Result r) {
            r.r1 = poll(queue);
        }

        /** Receives the rest. */
        @Arbiter
        public void rest(III_Result r) {
            r.r2 = poll(queue);
            r.r3 = poll(queue);
        }
    }

    /** Two producers find the first chunk full; the consumer empties it and follows them. */
    @JCStressTest
    @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "poll -> first -> second")
    @Outcome(id = "0, 2, 1", expect = ACCEPTABLE, desc = "poll -> second -> first")
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "first -> poll")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "second -> poll")
    @Outcome(expect = FORBIDDEN, desc = "lost, twice, hidden, or behind a message sent later")
    @State
    public static class NextChunk {
        private final GrowingQueue queue = filled(3);

        /** Sends. */
        @Actor
        public void first() {
            queue.offer(1);
        }

        /** Sends. */
        @Actor
        public void second() {
            queue.offer(2);
        }

        /** Receives what was there and the next one. */
        @Actor
        public void consumer(III_Result r) {
            r.r1 = pollBehind(queue, 3);
        }

        /** Receives the rest. */
        @Arbiter
        public void rest(III_Result r) {
            r.r2 = poll(queue);
            r.r3 = poll(queue);
        }
    }

    /** The consumer gives places back while two producers are at the limit. */
    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "first -> second")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "second -> first")
    @Outcome(expect = FORBIDDEN, desc = "lost or twice: a place was used before it was free")
    @State
    public static class PlacesGivenBack {
        private final GrowingQueue queue = filled(3);

        /** Sends. */
        @Actor
        public void first() {
            queue.offer(1);
        }

        /** Sends. */
        @Actor
        public void second() {
            queue.offer(2);
        }

        /** Receives some of what was there. */
        @Actor
        public void consumer() {
            queue.poll();
            queue.poll();
        }

        /** Receives the rest. */
        @Arbiter
        public void rest(III_Result r) {
            r.r1 = pollBehind(queue, 1);
            r.r2 = poll(queue);
            r.r3 = poll(queue);
        }
    }

    /** One place is left for two. Results: accepted; accepted; left in the queue. */
    @JCStressTest
    @Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "first got it")
    @Outcome(id = "false, true, 2", expect = ACCEPTABLE, desc = "second got it")
    @Outcome(expect = FORBIDDEN, desc = "both or none")
    @State
    public static class LastPlace {
        private final GrowingQueue queue = new GrowingQueue(1);

        /** Sends. */
        @Actor
        public void first(ZZI_Result r) {
            r.r1 = queue.offer(1);
        }

        /** Sends. */
        @Actor
        public void second(ZZI_Result r) {
            r.r2 = queue.offer(2);
        }

        /** Receives the rest. */
        @Arbiter
        public void rest(ZZI_Result r) {
            r.r3 = poll(queue);
        }
    }

    /** What is sent together in one chunk stays together. Results: the order. */
    @JCStressTest
    @Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "both -> one")
    @Outcome(id = "3, 1, 2", expect = ACCEPTABLE, desc = "one -> both")
    @Outcome(expect = FORBIDDEN, desc = "lost, twice, or torn apart")
    @State
    public static class Batch {
        private final GrowingQueue queue = filled(3);

        /** Makes room in the first chunk for three below the limit. */
        public Batch() {
            pollBehind(queue, 3);
            queue.offer(9);
            pollBehind(queue, 1);
        }

        /** Sends two. */
        @Actor
        public void both() {
            queue.offerAll(List.of(1, 2), 0, 2);
        }

        /** Sends one. */
        @Actor
        public void one() {
            queue.offer(3);
        }

        /** Receives them. */
        @Arbiter
        public void rest(III_Result r) {
            r.r1 = poll(queue);
            r.r2 = poll(queue);
            r.r3 = poll(queue);
        }
    }

    /** A message is seen as it was when it was offered. Result: its content, or 0. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "poll -> offer")
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "offer -> poll")
    @Outcome(expect = FORBIDDEN, desc = "a message before its content")
    @State
    public static class Publication {
        private final GrowingQueue queue = filled(3);

        /** Sends, into a new chunk. */
        @Actor
        public void producer() {
            int[] message = {0};
            message[0] = 7;
            queue.offer(message);
        }

        /** Receives. */
        @Actor
        public void consumer(I_Result r) {
            queue.poll();
            queue.poll();
            queue.poll();
            Object message = queue.poll();
            r.r1 = message == null ? 0 : ((int[]) message)[0];
        }
    }

    /** A chunk is taken away from an empty queue while a producer uses it. Results: as above. */
    @JCStressTest
    @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "poll -> offers")
    @Outcome(id = "0, 2, 1", expect = ACCEPTABLE, desc = "poll -> offers")
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "first -> poll")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "second -> poll")
    @Outcome(expect = FORBIDDEN, desc = "lost in the chunk that was taken away")
    @State
    public static class Trim {
        private final GrowingQueue queue = filled(2);

        /** Empties it. */
        public Trim() {
            pollBehind(queue, 2);
        }

        /** Sends. */
        @Actor
        public void first() {
            queue.offer(1);
        }

        /** Sends. */
        @Actor
        public void second() {
            queue.offer(2);
        }

        /** Goes idle. */
        @Actor
        public void consumer(III_Result r) {
            queue.trim(0);
            r.r1 = poll(queue);
        }

        /** Receives the rest. */
        @Arbiter
        public void rest(III_Result r) {
            r.r2 = poll(queue);
            r.r3 = poll(queue);
        }
    }

    /**
     * Weakened twin: a trim that leaves the index as it was, so that a producer's compare-and-set
     * succeeds although it holds the old chunk. Breaks on any CPU. Result: what was received.
     */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(
            id = "0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "lost: what the skipped position prevents")
    @State
    public static class WeakenedTrimSkipsNothing {
        private static final VarHandle INDEX;

        static {
            try {
                INDEX =
                        MethodHandles.lookup()
                                .findVarHandle(WeakenedTrimSkipsNothing.class, "index", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private volatile long index;
        private Object[] chunk = new Object[1];

        /** Sends. */
        @Actor
        public void producer() {
            while (true) {
                long claimed = index;
                Object[] into = chunk;
                if ((claimed & 1) == 0 && INDEX.compareAndSet(this, claimed, claimed + 2)) {
                    into[0] = 1;
                    return;
                }
                Thread.onSpinWait();
            }
        }

        /** Exchanges the chunk of an empty queue. */
        @Actor
        public void consumer() {
            Object[] fresh = new Object[1];
            if (INDEX.compareAndSet(this, 0L, 1L)) {
                chunk = fresh;
                index = 0L;
            }
        }

        /** Receives. */
        @Arbiter
        public void rest(I_Result r) {
            r.r1 = chunk[0] == null ? 0 : (Integer) chunk[0];
        }
    }

    /** Returns a queue with messages in its first chunk, which has room for three. */
    private static GrowingQueue filled(int messages) {
        GrowingQueue queue = new GrowingQueue(16);
        for (int i = 0; i < messages; i++) {
            queue.offer(9);
        }
        return queue;
    }

    private static int poll(GrowingQueue queue) {
        Object message = queue.poll();
        return message == null ? 0 : (Integer) message;
    }

    /** Receives what {@link #filled} left there, then the next one. */
    private static int pollBehind(GrowingQueue queue, int old) {
        for (int i = 0; i < old; i++) {
            if (poll(queue) != 9) {
                throw new AssertionError("not what was there");
            }
        }
        return poll(queue);
    }
}
