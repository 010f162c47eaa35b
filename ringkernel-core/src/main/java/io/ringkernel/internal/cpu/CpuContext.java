package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ActorSelf;
import io.ringkernel.DeadLetter;
import io.ringkernel.ReplyTo;
import io.ringkernel.internal.Nanos;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The context of one actor, opened for each message. Used by the carrier that runs the actor. */
final class CpuContext<M, R> implements ActorContext<R>, ActorSelf<M, R> {

    private final CpuCell<M, R> cell;
    private final CpuLife<M, R> life;
    private @Nullable Object message;
    private @Nullable Asked asked;
    private boolean replied;

    CpuContext(CpuCell<M, R> cell, CpuLife<M, R> life) {
        this.cell = cell;
        this.life = life;
    }

    void open(Object handled, @Nullable Asked by) {
        message = handled;
        asked = by;
        replied = false;
    }

    /** Ends the call of {@code receive}; returns whether it replied. */
    boolean close() {
        message = null;
        asked = null;
        return replied;
    }

    private void requireOpen() {
        if (message == null) {
            throw new IllegalStateException(
                    "the context is valid only while receive runs: actor=" + cell.name());
        }
    }

    private void requireUnanswered() {
        requireOpen();
        if (replied) {
            throw new IllegalStateException("already replied");
        }
    }

    // ---- answering

    @Override
    public void reply(R reply) {
        Objects.requireNonNull(reply, "reply");
        requireUnanswered();
        Object passed = cell.type().replies().pass(cell, reply);
        replied = true;
        deliver(passed, asked);
    }

    private void deliver(Object reply, @Nullable Asked question) {
        if (question == null) {
            cell.dead(reply, DeadLetter.Reason.NOT_ASKED);
        } else {
            question.origin().reply(question.correlation(), reply);
        }
    }

    @Override
    public ReplyTo<R> replyTo() {
        requireUnanswered();
        replied = true;
        Asked question = asked;
        AtomicBoolean answered = new AtomicBoolean();
        return reply -> {
            Objects.requireNonNull(reply, "reply");
            Object passed = cell.type().replies().pass(cell, reply);
            if (!answered.compareAndSet(false, true)) {
                throw new IllegalStateException("already replied");
            }
            deliver(passed, question);
        };
    }

    @Override
    public <N> void forward(ActorRef<N, ? extends R> target, N question) {
        requireUnanswered();
        CpuCell<?, ?> cpu = cpu(target);
        replied = true;
        cpu.forward(question, asked, target instanceof CpuEdge<?, ?> edge ? edge : null);
    }

    // ---- itself

    @Override
    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // this very actor: its M is this M
    public <N> ActorSelf<N, R> self(Actor<N, R> actor) {
        requireOpen();
        boolean itself = actor == life.behavior() || actor == life.extras().spawned();
        if (!itself) {
            throw new IllegalArgumentException(
                    "pass this, the actor that runs: actor="
                            + cell.name()
                            + ", passed="
                            + actor.getClass().getName());
        }
        return (ActorSelf<N, R>) this;
    }

    @Override
    public String name() {
        return cell.name();
    }

    @Override
    public ActorRef<M, R> ref() {
        return cell;
    }

    @Override
    public void become(Actor<M, R> behavior) {
        requireOpen();
        life.become(Objects.requireNonNull(behavior, "behavior"));
    }

    @Override
    public void snapshot() {
        requireOpen();
        life.extras().snapshot(life.behavior());
    }

    // ---- children

    @Override
    public <N, S> ActorRef<N, S> spawn(String segment, Actor<N, S> actor, ActorOptions options) {
        requireOpen();
        return cell.backend().spawnChild(cell, segment, actor, null, options);
    }

    @Override
    public <N, S> ActorRef<N, S> spawn(
            String segment, Supplier<? extends Actor<N, S>> factory, ActorOptions options) {
        requireOpen();
        return cell.backend().spawnChild(cell, segment, factory.get(), factory, options);
    }

    @Override
    public <N, S> ActorRef<N, S> spawn(Actor<N, S> actor) {
        requireOpen();
        return cell.backend().spawnNameless(cell, actor);
    }

    @Override
    public List<ActorRef<?, ?>> children() {
        requireOpen();
        return List.copyOf(life.extras().family().children());
    }

    @Override
    public void stop() {
        requireOpen();
        life.requestStop();
    }

    @Override
    public void stop(ActorRef<?, ?> child) {
        requireOpen();
        CpuCell<?, ?> cpu = cpu(child);
        if (!life.extras().family().contains(cpu)) {
            throw new IllegalArgumentException(
                    "not a child: actor=" + cell.name() + ", other=" + child.name());
        }
        cpu.endNow();
    }

    // ---- others

    @Override
    public void watch(ActorRef<?, ?> actor) {
        requireOpen();
        CpuCell<?, ?> cpu = cpu(actor);
        if (life.extras().watched().add(cpu)) {
            cpu.post(new Notice.Watch(cell));
        }
    }

    @Override
    public void unwatch(ActorRef<?, ?> actor) {
        requireOpen();
        CpuCell<?, ?> cpu = cpu(actor);
        if (life.extras().watched().remove(cpu)) {
            cpu.post(new Notice.Unwatch(cell));
        }
    }

    private CpuCell<?, ?> cpu(ActorRef<?, ?> actor) {
        ActorRef<?, ?> behind = actor instanceof CpuEdge<?, ?> edge ? edge.actor() : actor;
        if (behind instanceof CpuCell<?, ?> other && other.backend() == cell.backend()) {
            return other;
        }
        throw new IllegalArgumentException(
                "not an actor of this runtime: actor=" + cell.name() + ", other=" + actor.name());
    }

    // ---- messages

    @Override
    public void stash() {
        requireUnanswered();
        Object handled = Objects.requireNonNull(message, "open");
        life.extras().stash(asked == null ? handled : asked);
        if (asked != null) {
            asked.stashed();
        }
        replied = true;
    }

    @Override
    public void unstashAll() {
        requireOpen();
        life.extras().unstashAll();
    }

    @Override
    public void receiveTimeout(Duration idle) {
        requireOpen();
        if (idle.isNegative()) {
            throw new IllegalArgumentException("idle must not be negative: idle=" + idle);
        }
        life.extras().timers().receiveTimeout(Nanos.of(idle));
    }

    @Override
    public void startTimer(Object key, M later, Duration delay) {
        start(key, later, delay, false);
    }

    @Override
    public void startPeriodicTimer(Object key, M later, Duration interval) {
        start(key, later, interval, true);
    }

    private void start(Object key, M later, Duration delay, boolean periodic) {
        requireOpen();
        Objects.requireNonNull(key, "key");
        if (delay.isNegative() || periodic && delay.isZero()) {
            throw new IllegalArgumentException(
                    "a timer needs a time to come: actor=" + cell.name() + ", delay=" + delay);
        }
        Object passed = cell.type().messages().pass(cell, later);
        life.extras().timers().start(key, passed, Nanos.of(delay), periodic);
    }

    @Override
    public boolean cancelTimer(Object key) {
        requireOpen();
        return life.extras().timers().cancel(key);
    }

    @Override
    public <T> void pipe(
            CompletionStage<T> stage,
            BiFunction<? super @Nullable T, ? super @Nullable Throwable, ? extends M> toMessage) {
        requireOpen();
        stage.whenComplete((result, error) ->
                cell.post(
                        new Notice.Run(() ->
                                life.handleOrKeep(
                                        cell.type()
                                                .messages()
                                                .pass(
                                                        cell,
                                                        toMessage.apply(
                                                                result, unwrapped(error)))))));
    }

    private static @Nullable Throwable unwrapped(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null
                ? error.getCause()
                : error;
    }
}
