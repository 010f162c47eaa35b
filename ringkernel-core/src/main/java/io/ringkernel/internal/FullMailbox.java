package io.ringkernel.internal;

import io.ringkernel.ActorOptions;
import io.ringkernel.DeadLetter;
import io.ringkernel.OverflowCounts.Kind;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.Wait;
import io.ringkernel.queue.WaitStrategy;
import io.ringkernel.spi.BackendEnvironment;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a message that did not go at once, because the mailbox was full or has ended.
 * Thread-safe.
 */
final class FullMailbox {

    private static final Logger LOG = LoggerFactory.getLogger(FullMailbox.class);

    private final String actor;
    private final ActorOptions options;
    private final BackendEnvironment environment;
    private final Supplier<OverflowTally> tally;

    FullMailbox(
            String actor,
            ActorOptions options,
            BackendEnvironment environment,
            Supplier<OverflowTally> tally) {
        this.actor = actor;
        this.options = options;
        this.environment = environment;
        this.tally = tally;
    }

    /**
     * Tries again as the policy says; negative if the message went to the dead letters instead.
     *
     * @param attempt returns a position, {@link SlotProducer#FULL} or {@link SlotProducer#CLOSED}
     * @param ending why the mailbox takes no more messages, asked once it is closed
     */
    long retry(LongSupplier attempt, Object message, int accepted, Supplier<Ending> ending) {
        Wait backoff = WaitStrategy.BACK_OFF.begin(Nanos.of(options.sendTimeout()));
        for (boolean first = true; ; first = false) {
            long position = attempt.getAsLong();
            if (position >= 0) {
                return position;
            }
            if (position == SlotProducer.CLOSED) {
                ended(message, ending.get());
                return position;
            }
            switch (options.overflow()) {
                case FAIL -> {
                    tally.get().count(Kind.FAILED);
                    throw Overflow.full("is full", actor, options, accepted);
                }
                case DROP_OLDEST ->
                        throw new IllegalStateException("refused when the actor was spawned");
                case DEAD_LETTER -> {
                    tally.get().count(Kind.DEAD_LETTERED);
                    environment.deadLetter(
                            new DeadLetter(actor, message, DeadLetter.Reason.MAILBOX_FULL));
                    return position;
                }
                case WAIT -> {
                    if (first) {
                        tally.get().count(Kind.WAITED);
                    }
                    if (!backoff.pause()) {
                        tally.get().count(Kind.TIMED_OUT);
                        throw Overflow.full(Overflow.waitEnded(options), actor, options, accepted);
                    }
                }
            }
        }
    }

    private void ended(Object message, Ending reason) {
        if (environment.closed() || reason.reason() == DeadLetter.Reason.RUNTIME_CLOSED) {
            throw Ending.runtimeClosed(actor);
        }
        deadLetter(message, reason);
    }

    /** Hands a message to the dead letters, as it lies in its slot. */
    void deadLetter(ProtocolCodec codec, int type, MemorySegment slot, Ending reason) {
        try {
            deadLetter(codec.decode(type, slot, SlotLayout.PAYLOAD_OFFSET), reason);
        } catch (RuntimeException e) { // its constructor refuses what it once accepted
            LOG.error(
                    "message lost, its record cannot be made again: actor={}, type={}",
                    actor,
                    type,
                    e);
        }
    }

    private void deadLetter(Object message, Ending reason) {
        environment.deadLetter(new DeadLetter(actor, message, reason.reason()));
    }
}
