package io.ringkernel.internal.cpu.mailbox;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * Each message is polled or displaced, once. The queue has room for one message and holds 9.
 * Results: displaced by 1; displaced by 2; polled; left.
 */
@JCStressTest
@Outcome(id = "9, 1, 0, 2", expect = FORBIDDEN, desc = "the poll found nothing in a full queue")
@Outcome(id = "9, 1, 2, 0", expect = ACCEPTABLE, desc = "first -> second -> poll")
@Outcome(id = "2, 9, 1, 0", expect = ACCEPTABLE, desc = "second -> first -> poll")
@Outcome(id = "9, 0, 1, 2", expect = ACCEPTABLE, desc = "first -> poll -> second")
@Outcome(id = "0, 9, 2, 1", expect = ACCEPTABLE, desc = "second -> poll -> first")
@Outcome(id = "0, 1, 9, 2", expect = ACCEPTABLE, desc = "poll -> first -> second")
@Outcome(id = "2, 0, 9, 1", expect = ACCEPTABLE, desc = "poll -> second -> first")
@Outcome(expect = FORBIDDEN, desc = "lost or twice")
@State
public class LockedQueueDisplacement {

    private final MessageQueue queue = LockedQueue.fifo(1);

    /** Fills it. */
    public LockedQueueDisplacement() {
        queue.offer(9);
    }

    /** Sends. */
    @Actor
    public void first(IIII_Result r) {
        r.r1 = number(queue.offerDisplacing(1));
    }

    /** Sends. */
    @Actor
    public void second(IIII_Result r) {
        r.r2 = number(queue.offerDisplacing(2));
    }

    /** Receives. */
    @Actor
    public void consumer(IIII_Result r) {
        r.r3 = number(queue.poll());
    }

    /** Receives the rest. */
    @Arbiter
    public void rest(IIII_Result r) {
        r.r4 = number(queue.poll());
    }

    private static int number(@Nullable Object message) {
        return message == null ? 0 : (Integer) message;
    }
}
