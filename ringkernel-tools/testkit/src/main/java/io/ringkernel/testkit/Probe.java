package io.ringkernel.testkit;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ReplyTo;
import io.ringkernel.RingKernel;
import io.ringkernel.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An actor whose messages a test takes, one after the other, with bounded waits: virtual time in a
 * {@link Simulation}, real time else. It answers an ask only when the test says so. For one test
 * thread.
 *
 * <p>Every method whose name begins with {@code expect} or {@code receive} throws an {@link
 * AssertionError} that says what was expected and what came.
 *
 * @param <M> what it is sent
 * @param <R> what it replies
 */
public final class Probe<M, R> {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int REMEMBERED = 10;

    /** Waits until a condition holds, or for a time; returns whether it does. */
    interface Patience {
        boolean await(BooleanSupplier condition, Duration most);
    }

    private record Received(Object message, ReplyTo<Object> replyTo) {}

    private record Watch(ActorRef<?, ?> actor) {}

    private final Object lock = new Object();
    private final Deque<Received> received = new ArrayDeque<>();
    private final Set<ActorRef<?, ?>> ended = new HashSet<>();
    private final Deque<Object> taken = new ArrayDeque<>();
    private final Class<M> type;
    private final Patience patience;
    private final ActorRef<Object, Object> actor;
    private Duration within = PATIENCE;
    private @Nullable Received last;

    private Probe(RingKernel runtime, String name, Class<M> type, @Nullable Patience patience) {
        this.type = Objects.requireNonNull(type, "type");
        this.patience = patience == null ? this::awaitReally : patience;
        this.actor = runtime.spawn(name, new Recorder(), ActorOptions.defaults());
    }

    /** Takes what comes; any message passes as a reference. */
    private final class Recorder implements Actor<Object, Object> {
        @Override
        public void receive(Object message, ActorContext<Object> context) {
            if (message instanceof Watch(ActorRef<?, ?> watched)) {
                context.watch(watched);
                return;
            }
            synchronized (lock) {
                received.add(new Received(message, context.replyTo()));
                lock.notifyAll();
            }
        }

        @Override
        public void signal(Signal signal, ActorContext<Object> context) {
            if (signal instanceof Signal.Terminated terminated) {
                synchronized (lock) {
                    ended.add(terminated.actor());
                    lock.notifyAll();
                }
            }
        }
    }

    /** Spawns a probe in a runtime with threads of its own: it waits in real time. */
    public static <M, R> Probe<M, R> spawn(
            RingKernel runtime, String name, Class<M> messages, Class<R> replies) {
        Objects.requireNonNull(replies, "replies");
        return new Probe<>(runtime, name, messages, null);
    }

    static <M, R> Probe<M, R> simulated(
            RingKernel runtime,
            String name,
            Class<M> messages,
            Class<R> replies,
            Patience patience) {
        Objects.requireNonNull(replies, "replies");
        return new Probe<>(runtime, name, messages, patience);
    }

    /** Returns the reference that others send to. */
    @SuppressWarnings("unchecked") // it takes anything; expect checks the type
    public ActorRef<M, R> ref() {
        return (ActorRef<M, R>) (ActorRef<?, ?>) actor;
    }

    /** Sets how long each wait may be; 3 s unless set. Returns this probe. */
    public Probe<M, R> within(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("a wait must not be negative: most=" + most);
        }
        within = most;
        return this;
    }

    // ---- messages

    /** Takes the next message, whatever it is. */
    public M expect() {
        return take(type, _ -> true, "a message");
    }

    /** Takes the next message, which must be of this type. */
    public <T extends M> T expect(Class<T> expected) {
        return take(expected, _ -> true, "a " + expected.getSimpleName());
    }

    /** Takes the next message, which must be equal to this one. */
    public M expectMessage(M expected) {
        return take(type, expected::equals, expected.toString());
    }

    /**
     * Takes the next message, for which {@code test} must hold.
     *
     * @param what the test in words, for the failure
     */
    public M expect(String what, Predicate<? super M> test) {
        return take(type, test, what);
    }

    /** Takes the next {@code count} messages; the wait is for all of them together. */
    public List<M> receive(int count) {
        if (!await(() -> received.size() >= count)) {
            throw failed(count + " messages");
        }
        List<M> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(take(type, _ -> true, "a message"));
        }
        return messages;
    }

    /**
     * Waits and expects that nothing comes; in a simulation, zero lets everything happen that
     * happens at the present time.
     */
    public void expectNone(Duration during) {
        if (await(() -> !received.isEmpty(), during)) {
            throw failed("no message for " + during);
        }
    }

    private <T extends M> T take(Class<T> expected, Predicate<? super T> test, String what) {
        if (!await(() -> !received.isEmpty())) {
            throw failed(what);
        }
        synchronized (lock) {
            Object message = received.getFirst().message();
            if (!expected.isInstance(message) || !test.test(expected.cast(message))) {
                throw failed(what);
            }
            last = received.removeFirst();
            if (taken.size() == REMEMBERED) {
                taken.removeFirst();
            }
            taken.addLast(message);
            return expected.cast(message);
        }
    }

    /** Answers the message taken last; if it was told, the reply becomes a dead letter. */
    public void reply(R reply) {
        if (last == null) {
            throw new IllegalStateException(
                    "no message was taken that could be answered: probe=" + actor.name());
        }
        last.replyTo().reply(reply);
    }

    // ---- others

    /** Watches an actor, and waits until it has ended. */
    public void expectTerminated(ActorRef<?, ?> other) {
        actor.tell(new Watch(other));
        if (!await(() -> ended.contains(other))) {
            throw failed("that " + other.name() + " ends, whose state is " + other.state());
        }
    }

    // ---- waiting

    private boolean await(BooleanSupplier condition) {
        return await(condition, within);
    }

    private boolean await(BooleanSupplier condition, Duration most) {
        return patience.await(
                () -> {
                    synchronized (lock) {
                        return condition.getAsBoolean();
                    }
                },
                most);
    }

    private boolean awaitReally(BooleanSupplier condition, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        synchronized (lock) {
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    lock.wait(left / 1_000_000, (int) (left % 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(
                            "interrupted while it waited: probe=" + actor.name(), e);
                }
            }
            return true;
        }
    }

    private AssertionError failed(String expected) {
        synchronized (lock) {
            String came =
                    received.isEmpty()
                            ? "nothing came within " + within
                            : "came " + received.stream().map(Received::message).toList();
            return new AssertionError(
                    "probe "
                            + actor.name()
                            + " expected "
                            + expected
                            + ", but "
                            + came
                            + (taken.isEmpty() ? "" : "; taken before: " + taken));
        }
    }
}
