package io.ringkernel.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A slot that the consumer gave back is overwritten only after it was read: the release of the
 * head, its acquire, and the cached copy that producers share.
 */
@JCStressTest
@Outcome(
        id = "1, 1",
        expect = ACCEPTABLE,
        desc = "received whole; the slot was free for the third message")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "received whole; the third message was refused")
@Outcome(id = "2, [01]", expect = FORBIDDEN, desc = "overwritten while it was read")
@State
public class SlotRingReuse {

    private final StressRing ring = new StressRing(2, 64);

    /** Fills the ring. */
    public SlotRingReuse() {
        ring.send(1);
        ring.send(2);
    }

    /** Sends into the first slot if it is free. */
    @Actor
    public void producer(II_Result r) {
        long position = ring.producer.claim();
        if (position == SlotProducer.FULL) {
            r.r2 = 0;
            return;
        }
        ring.fill(position, 3);
        ring.producer.commit(position, 1, 0);
        r.r2 = 1;
    }

    /** Receives the first message. */
    @Actor
    public void consumer(II_Result r) {
        r.r1 = ring.receive();
    }
}
