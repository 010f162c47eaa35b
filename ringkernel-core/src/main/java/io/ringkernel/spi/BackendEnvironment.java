package io.ringkernel.spi;

import io.ringkernel.Actor;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorOptions;
import io.ringkernel.DeadLetter;
import io.ringkernel.MemoryLevel;
import io.ringkernel.OverflowCounts;
import io.ringkernel.RuntimeOptions;
import io.ringkernel.SupervisionEvent;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the runtime gives to its backend. Thread-safe. */
public interface BackendEnvironment {

    /** Returns the runtime's options. */
    RuntimeOptions options();

    /** Takes what could not be delivered. Never blocks, never throws. */
    void deadLetter(DeadLetter letter);

    /**
     * Spawns a child of an actor, under its parent's name, and activates it.
     *
     * @param parent the actor that spawns it, on whose carrier the call is made
     * @param segment the last segment of its name
     * @param factory makes the instance that a restart begins with; null for a copy
     */
    <M, R> ActorCell<M, R> spawn(
            ActorCell<?, ?> parent,
            String segment,
            Actor<M, R> actor,
            @Nullable Supplier<? extends Actor<M, R>> factory,
            ActorOptions options);

    /** Takes note that an actor has ended by itself, or through its parent: its name is free. */
    void ended(ActorCell<?, ?> cell);

    /** Takes note of what supervision saw or did. Never blocks, never throws. */
    void supervised(
            String actor, SupervisionEvent.Kind kind, @Nullable ActorFault fault, int restarts);

    /** Counts what became of a send that did not go at once. Never blocks, never throws. */
    default void overflowed(OverflowCounts.Kind kind) {}

    /** Returns whether {@link #allocated} counts: whether there is a budget. */
    default boolean countsMemory() {
        return false;
    }

    /**
     * Counts memory that actors take, or with a negative number give back: not for each message,
     * but for what is allocated for many. May call listeners: call it with no lock held.
     */
    default void allocated(long bytes) {}

    /** Returns how much of the memory budget is in use. Costs a read. */
    default MemoryLevel memoryLevel() {
        return MemoryLevel.NORMAL;
    }

    /**
     * Called before an actor is spawned that {@link #spawn} does not spawn.
     *
     * @throws io.ringkernel.MemoryExhaustedException if the memory budget is exhausted
     */
    default void requireMemory(String actor) {}

    /**
     * Returns whether the runtime has been closed, so that sends are refused whatever became of
     * their actor before.
     */
    default boolean closed() {
        return false;
    }
}
