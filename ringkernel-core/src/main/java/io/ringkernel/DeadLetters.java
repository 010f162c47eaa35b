package io.ringkernel;

import io.ringkernel.DeadLetter.Reason;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What could not be delivered: the latest of it, how much there was of each kind, and who is told.
 * Thread-safe. Nothing that leaves the path from {@code tell} to {@code receive} does so without
 * being counted here.
 *
 * <p>While no replay is under way, {@code total()} is the sum of {@code replayed()}, {@code
 * forgotten()} and the number of {@code recent()}.
 */
public final class DeadLetters {

    /** Letters that are not messages to the actor whose name they bear. */
    private static final Set<Reason> NOT_TO_THE_ACTOR =
            EnumSet.of(Reason.NOT_ASKED, Reason.ASK_EXPIRED, Reason.NO_SUBSCRIBER);

    private final Recent<DeadLetter> recent;
    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);
    private final LongAdder replayed = new LongAdder();
    private final Function<String, Optional<ActorRef<?, ?>>> actors;

    /**
     * Makes an empty one.
     *
     * @param maxAge how long letters are kept, in units of the clock
     * @param actors finds an actor by name
     */
    DeadLetters(
            int capacity,
            long maxAge,
            LongSupplier clock,
            Function<String, Optional<ActorRef<?, ?>>> actors) {
        this.recent = new Recent<>(capacity, maxAge, clock);
        this.actors = actors;
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    /**
     * Returns the latest dead letters, oldest first; at most {@link
     * RuntimeOptions#deadLetterCapacity}, none older than {@link RuntimeOptions#deadLetterAge}.
     */
    public List<DeadLetter> recent() {
        return recent.items();
    }

    /** Returns how many there have been, forgotten ones included. */
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Returns how many there have been for one reason, forgotten ones included. */
    public long count(Reason reason) {
        return counter(reason).sum();
    }

    /** Returns how many were sent again; one that is sent twice counts twice. */
    public long replayed() {
        return replayed.sum();
    }

    /**
     * Returns how many have left {@link #recent} because there were too many or they were too old.
     */
    public long forgotten() {
        return recent.forgotten();
    }

    /**
     * Sends letters again, each to the actor that now has the name that it was sent to. Replies and
     * messages to topics stay where they are.
     *
     * @param which says which of {@link #recent}; called with no lock held
     * @return how many were sent
     * @throws RuntimeException as the other {@code replay} does
     */
    public int replay(Predicate<? super DeadLetter> which) {
        return replay(
                letter -> !NOT_TO_THE_ACTOR.contains(letter.reason()) && which.test(letter),
                letter -> actors.apply(letter.actor()));
    }

    /**
     * Sends letters again, oldest first, as by {@link ActorRef#tell}, and takes them out of {@link
     * #recent}. Of several threads that replay a letter, one sends it.
     *
     * <p>No letter is lost. One without a target stays as it is. One that cannot be delivered again
     * becomes a dead letter again, counted and told to the listeners as any: of the reason for
     * which it was not delivered this time or, if the send threw something else than {@link
     * MailboxFullException}, of its old one. Then the others are sent nevertheless, and the first
     * exception is thrown in the end with the rest suppressed.
     *
     * <p>A message that was asked is told: its asker has had its answer.
     *
     * @param which says which of {@link #recent}; called with no lock held
     * @param targets says where to; empty for nowhere
     * @return how many were sent; under {@link OverflowPolicy#DEAD_LETTER} and after a target's end
     *     a message that was sent may be a dead letter again
     */
    public int replay(
            Predicate<? super DeadLetter> which,
            Function<? super DeadLetter, ? extends Optional<? extends ActorRef<?, ?>>> targets) {
        Objects.requireNonNull(targets, "targets");
        List<Recent.Item<DeadLetter>> taken = recent.take(which);
        int sent = 0;
        int done = 0;
        RuntimeException failure = null;
        try {
            for (Recent.Item<DeadLetter> item : taken) {
                done++;
                try {
                    sent += sendAgain(item, targets) ? 1 : 0;
                } catch (RuntimeException e) {
                    failure = Failures.joined(failure, e);
                }
            }
        } finally { // also if an error ended it
            recent.restore(taken.subList(done, taken.size()));
        }
        if (failure != null) {
            throw failure;
        }
        return sent;
    }

    private boolean sendAgain(
            Recent.Item<DeadLetter> item,
            Function<? super DeadLetter, ? extends Optional<? extends ActorRef<?, ?>>> targets) {
        Optional<? extends ActorRef<?, ?>> target = Optional.empty();
        try {
            target = targets.apply(item.value());
        } finally {
            if (target.isEmpty()) {
                recent.restore(List.of(item));
            }
        }
        return target.isPresent() && sendAgain(item.value(), target.get());
    }

    @SuppressWarnings("unchecked") // the actor looks at what it is sent
    private boolean sendAgain(DeadLetter letter, ActorRef<?, ?> target) {
        replayed.increment();
        @Nullable DeadLetter back = letter;
        try {
            ((ActorRef<Object, ?>) target).tell(letter.message());
            back = null;
            return true;
        } catch (MailboxFullException e) {
            back = new DeadLetter(target.name(), letter.message(), Reason.MAILBOX_FULL);
            return false;
        } finally {
            if (back != null) {
                add(back);
            }
        }
    }

    /**
     * Tells a listener about every dead letter from now on. It is called on the runtime's own
     * threads: it must be short and must not block. What it throws is logged and harms nothing.
     */
    public void addListener(Consumer<? super DeadLetter> listener) {
        recent.addListener(listener);
    }

    /** Stops telling a listener; no effect if it is not there. */
    public void removeListener(Consumer<? super DeadLetter> listener) {
        recent.removeListener(listener);
    }

    void add(DeadLetter letter) {
        counter(letter.reason()).increment();
        recent.add(letter);
    }

    private LongAdder counter(Reason reason) {
        return Objects.requireNonNull(counts.get(reason), "every reason has one");
    }
}
