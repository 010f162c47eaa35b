package io.ringkernel.internal.cpu;

import io.ringkernel.LifecycleException;
import io.ringkernel.internal.Nanos;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes one command at a time to the carrier that runs the actor, and waits for its
 * acknowledgement. Thread-safe.
 */
final class CommandGate {

    private final String actor;
    private final Duration timeout;
    private final Runnable wake;
    private final ReentrantLock senders = new ReentrantLock();
    private final AtomicReference<@Nullable Command> pending = new AtomicReference<>();

    CommandGate(String actor, Duration timeout, Runnable wake) {
        this.actor = actor;
        this.timeout = timeout;
        this.wake = wake;
    }

    /**
     * Sends a command and returns when it is acknowledged; throws if it is refused or not
     * acknowledged in time.
     */
    void send(String what, Function<CompletableFuture<Void>, Command> make) {
        long deadline = Nanos.deadline(Nanos.of(timeout));
        boolean locked = false;
        try {
            locked = senders.tryLock(Nanos.of(timeout), TimeUnit.NANOSECONDS);
            if (!locked) {
                throw late(what, "another command is under way");
            }
            await(what, make.apply(new CompletableFuture<>()), deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LifecycleException(what + " interrupted while it waited: actor=" + actor);
        } finally {
            if (locked) {
                senders.unlock();
            }
        }
    }

    private void await(String what, Command command, long deadline) throws InterruptedException {
        Command sent = enter(what, command);
        wake.run();
        try {
            sent.done().get(Math.max(1, deadline - Nanos.now()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (!(sent
                    instanceof
                    Command.End)) { // an end stays: the actor ends as soon as receive returns
                pending.compareAndSet(sent, null);
            }
            throw late(what, "receive has not returned");
        } catch (ExecutionException e) {
            throw (LifecycleException) e.getCause();
        }
    }

    /**
     * Returns the command to wait for: an end that an earlier call gave up waiting for stands for a
     * second one.
     */
    private Command enter(String what, Command command) {
        if (pending.compareAndSet(null, command)) {
            return command;
        }
        Command earlier = pending.get();
        if (earlier == null) {
            return enter(what, command);
        }
        if (command instanceof Command.End && earlier instanceof Command.End) {
            return earlier;
        }
        throw late(what, "the actor is being terminated");
    }

    /**
     * Leaves a command there without waiting; it overrules one under way, whose sender then times
     * out.
     */
    CompletableFuture<Void> post(Function<CompletableFuture<Void>, Command> make) {
        Command command = make.apply(new CompletableFuture<>());
        pending.set(command);
        wake.run();
        return command.done();
    }

    boolean isPending() {
        return pending.get() != null;
    }

    /** Returns the command that the carrier has not answered yet. */
    @Nullable Command pending() {
        return pending.get();
    }

    /** By the carrier: the command was carried out. */
    void acknowledge(Command command) {
        pending.compareAndSet(command, null);
        command.done().complete(null);
    }

    /** By the carrier: the command cannot be carried out. */
    void refuse(Command command, LifecycleException reason) {
        pending.compareAndSet(command, null);
        command.done().completeExceptionally(reason);
    }

    private LifecycleException late(String what, String why) {
        return new LifecycleException(
                what
                        + " not acknowledged within "
                        + timeout.toMillis()
                        + " ms: actor="
                        + actor
                        + "; "
                        + why);
    }
}
