package io.ringkernel;

import io.ringkernel.spi.ActorCell;
import io.ringkernel.spi.BackendEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Publish and subscribe: a message that is published to a topic is told to every actor that
 * subscribed to it. Thread-safe; {@link RingKernel#topics} has it.
 *
 * <p>A topic is nothing but a name, a path such as {@code airports/ATL/delays}; who subscribes may
 * use a {@linkplain PathPattern pattern}. A publication that begins after {@code subscribe}
 * returned reaches the subscriber, one that begins after its {@linkplain Registration#close
 * registration was closed} does not. What one thread publishes reaches each subscriber in order.
 *
 * <p>An actor that is terminated is unsubscribed, at the latest when something is published that it
 * would be sent; one that has failed stays subscribed, and what it is sent becomes a dead letter.
 */
public final class Topics {

    /*
     * Changes are made under `lock`; publishing takes none. `version` is raised after each change and read before what
     * it stands for, so targets found under the present version are never out of date.
     *
     * Nothing is left of a terminated actor: `terminate` makes the state visible before it calls `forget`, `subscribe`
     * enters the subscription before it reads the state. So one of the two sees the other.
     */

    private static final Subscription[] NONE = {};

    private final BackendEnvironment environment;
    private final Object lock = new Object();
    private final ConcurrentMap<String, Subscription[]> literals = new ConcurrentHashMap<>();
    private volatile Subscription[] wildcards = NONE;

    /** The lists are read and changed under the lock. */
    private final ConcurrentMap<ActorRef<?, ?>, List<Subscription>> bySubscriber =
            new ConcurrentHashMap<>();

    private final AtomicLong version = new AtomicLong();

    Topics(BackendEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Subscribes an actor to every topic that matches, for all messages that it understands; it
     * does not see others that are published there.
     *
     * @throws IllegalArgumentException if it is no pattern, or if the reference is not that of an
     *     actor: then say what it understands, as in the other form
     * @throws RuntimeClosedException if the runtime has been closed
     */
    public Registration subscribe(String pattern, ActorRef<?, ?> subscriber) {
        if (!(subscriber instanceof ActorCell<?, ?> cell)) {
            throw new IllegalArgumentException(
                    "only of an actor is known what it understands: reference="
                            + subscriber.name()
                            + "; use subscribe(pattern, type, subscriber)");
        }
        return subscribe(pattern, subscriber, cell.protocol().messages().root());
    }

    /**
     * Subscribes to the messages of one type at every topic that matches. A subscriber that holds
     * several subscriptions gets each message once.
     *
     * @param type what it is to get: it does not see others that are published there
     * @param subscriber an actor, also one of another runtime, or a {@linkplain Routers router}
     * @throws IllegalArgumentException if it is no pattern
     * @throws RuntimeClosedException if the runtime has been closed
     */
    public <T> Registration subscribe(
            String pattern, Class<T> type, ActorRef<? super T, ?> subscriber) {
        return subscribe(pattern, subscriber, type);
    }

    private Registration subscribe(String pattern, ActorRef<?, ?> subscriber, Class<?> type) {
        Subscription subscription =
                new Subscription(
                        this,
                        PathPattern.compile(pattern),
                        Objects.requireNonNull(type, "type"),
                        subscriber);
        synchronized (lock) {
            requireOpen("pattern", pattern);
            attach(subscription);
        }
        if (subscriber.state() == ActorState.TERMINATED) {
            forget(subscriber);
        }
        return subscription;
    }

    /** Returns a topic, for repeated publishing. It costs nothing to keep or to forget. */
    public <T> Topic<T> topic(String name, Class<T> type) {
        Paths.checked("topic", name);
        return new Topic<>(this, name, Objects.requireNonNull(type, "type"));
    }

    /**
     * Tells a message to every subscriber of the topic that wants its type, each once. If there is
     * none, it becomes a dead letter with reason {@link DeadLetter.Reason#NO_SUBSCRIBER}.
     *
     * <p>Subscribers are told one after the other under their own {@linkplain OverflowPolicy
     * overflow policies}, as by {@link ActorRef#tell}. Where that ends with a full mailbox, the
     * message becomes a dead letter with reason {@link DeadLetter.Reason#MAILBOX_FULL} and the next
     * is told; under {@link OverflowPolicy#WAIT}, which the others have to wait for. Any other
     * exception is thrown when all have been told, the first with the rest suppressed.
     *
     * <p>This form looks for the subscribers each time; a {@link Topic} remembers them.
     *
     * @return how many subscribers it was sent to, those that have failed included
     * @throws IllegalArgumentException if the topic is not a path
     * @throws MessageTypeException if the message cannot be encoded
     * @throws RuntimeClosedException if the runtime has been closed
     */
    public int publish(String topic, Object message) {
        return publish(topic, targets(Paths.checked("topic", topic)), message);
    }

    /** Returns how many subscribers a topic has, whatever they want. */
    public int subscribers(String topic) {
        return targets(Paths.checked("topic", topic)).size();
    }

    /** Returns how many subscriptions there are, to whatever. */
    public int subscriptions() {
        synchronized (lock) {
            return bySubscriber.values().stream().mapToInt(List::size).sum();
        }
    }

    // ---- for topics, subscriptions and the runtime

    int publish(String topic, Targets targets, Object message) {
        Objects.requireNonNull(message, "message");
        requireOpen("topic", topic);
        int wanted = 0;
        int told = 0;
        RuntimeException failure = null;
        for (Targets.Target target : targets.all()) {
            if (target.wants(message) && isThere(target.subscriber())) {
                wanted++;
                try {
                    told += tell(target.subscriber(), message) ? 1 : 0;
                } catch (RuntimeException e) {
                    failure = Failures.joined(failure, e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (wanted == 0) {
            environment.deadLetter(new DeadLetter(topic, message, DeadLetter.Reason.NO_SUBSCRIBER));
        }
        return told;
    }

    private boolean isThere(ActorRef<?, ?> subscriber) {
        if (subscriber.state() == ActorState.TERMINATED) {
            forget(subscriber);
            return false;
        }
        return true;
    }

    /** Returns whether it was sent; if not, it is a dead letter. */
    private boolean tell(ActorRef<Object, ?> subscriber, Object message) {
        try {
            subscriber.tell(message);
            return true;
        } catch (MailboxFullException e) {
            deadLetter(subscriber, message, DeadLetter.Reason.MAILBOX_FULL);
        } catch (RuntimeClosedException e) {
            if (environment.closed()) {
                throw e;
            }
            forget(subscriber); // of another runtime
            deadLetter(subscriber, message, DeadLetter.Reason.RUNTIME_CLOSED);
        }
        return false;
    }

    private void deadLetter(ActorRef<?, ?> actor, Object message, DeadLetter.Reason reason) {
        environment.deadLetter(new DeadLetter(actor.name(), message, reason));
    }

    long version() {
        return version.get();
    }

    /** Finds the subscribers of a topic. */
    Targets targets(String topic) {
        long found = version.get();
        return Targets.of(found, topic, literals.getOrDefault(topic, NONE), wildcards);
    }

    void unsubscribe(Subscription subscription) {
        synchronized (lock) {
            List<Subscription> its = bySubscriber.get(subscription.subscriber());
            if (its != null && its.remove(subscription)) {
                if (its.isEmpty()) {
                    bySubscriber.remove(subscription.subscriber());
                }
                detach(subscription);
                version.incrementAndGet();
            }
        }
    }

    /** Ends every subscription of one subscriber. */
    void forget(ActorRef<?, ?> subscriber) {
        if (!bySubscriber.containsKey(subscriber)) {
            return;
        }
        synchronized (lock) {
            List<Subscription> its = bySubscriber.remove(subscriber);
            if (its != null) {
                its.forEach(this::detach);
                version.incrementAndGet();
            }
        }
    }

    /** Ends every subscription. */
    void clear() {
        synchronized (lock) {
            bySubscriber.clear();
            literals.clear();
            wildcards = NONE;
            version.incrementAndGet();
        }
    }

    private void attach(Subscription subscription) {
        PathPattern pattern = subscription.pattern();
        bySubscriber
                .computeIfAbsent(subscription.subscriber(), _ -> new ArrayList<>())
                .add(subscription);
        if (pattern.isLiteral()) {
            literals.compute(
                    pattern.toString(),
                    (_, there) -> CopiedArrays.with(there == null ? NONE : there, subscription));
        } else {
            wildcards = CopiedArrays.with(wildcards, subscription);
        }
        version.incrementAndGet();
    }

    private void detach(Subscription subscription) {
        PathPattern pattern = subscription.pattern();
        if (pattern.isLiteral()) {
            literals.computeIfPresent(
                    pattern.toString(), (_, there) -> orNull(there, subscription));
        } else {
            wildcards = CopiedArrays.without(wildcards, subscription);
        }
    }

    private static Subscription @Nullable [] orNull(Subscription[] there, Subscription without) {
        Subscription[] rest = CopiedArrays.without(there, without);
        return rest.length == 0 ? null : rest;
    }

    private void requireOpen(String what, String value) {
        if (environment.closed()) {
            throw new RuntimeClosedException(
                    "the runtime has been closed: " + what + "=" + value + "; build another one");
        }
    }
}
