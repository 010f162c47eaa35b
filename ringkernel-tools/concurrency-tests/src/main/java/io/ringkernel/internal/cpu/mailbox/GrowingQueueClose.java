package io.ringkernel.internal.cpu.mailbox;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A message is in before the end and comes out of it, or is refused. Results: accepted; the end;
 * whether the closing consumer found the queue drained; what was left in it.
 */
public final class GrowingQueueClose {

    private GrowingQueueClose() {}

    /** The message enters a chunk that is there. */
    @JCStressTest
    @Outcome(id = "1, 2, 0, 7", expect = ACCEPTABLE, desc = "offer -> close")
    @Outcome(id = "0, 1, 1, 0", expect = ACCEPTABLE, desc = "close -> offer")
    @Outcome(expect = FORBIDDEN, desc = "accepted and lost, or drained too early")
    @State
    public static class OfferAgainstClose {
        private final Race race = new Race(1);

        /** Sends. */
        @Actor
        public void producer(IIII_Result r) {
            race.send(r);
        }

        /** Closes. */
        @Actor
        public void consumer(IIII_Result r) {
            race.close(r);
        }

        /** Receives the rest. */
        @Arbiter
        public void rest(IIII_Result r) {
            race.rest(r);
        }
    }

    /** The message makes a new chunk, and the end waits for it. */
    @JCStressTest
    @Outcome(id = "1, 1, 0, 7", expect = ACCEPTABLE, desc = "offer -> close")
    @Outcome(id = "0, 0, 1, 0", expect = ACCEPTABLE, desc = "close -> offer")
    @Outcome(expect = FORBIDDEN, desc = "accepted and lost, or drained too early")
    @State
    public static class ChunkAgainstClose {
        private final Race race = new Race(0);

        /** Sends. */
        @Actor
        public void producer(IIII_Result r) {
            race.send(r);
        }

        /** Closes. */
        @Actor
        public void consumer(IIII_Result r) {
            race.close(r);
        }

        /** Receives the rest. */
        @Arbiter
        public void rest(IIII_Result r) {
            race.rest(r);
        }
    }

    private static final class Race {
        private final GrowingQueue queue = new GrowingQueue(16);

        Race(int before) {
            for (int i = 0; i < before; i++) {
                queue.offer(9);
                queue.poll();
            }
        }

        void send(IIII_Result r) {
            r.r1 = queue.offer(7) ? 1 : 0;
        }

        void close(IIII_Result r) {
            r.r2 = (int) queue.close();
            r.r3 = queue.drained() ? 1 : 0;
        }

        void rest(IIII_Result r) {
            Object message = queue.poll();
            r.r4 = message == null ? 0 : (Integer) message;
            if (!queue.drained()) {
                r.r4 = -1;
            }
        }
    }
}
