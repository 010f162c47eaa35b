package io.ringkernel.spi;

import io.ringkernel.Backend;

/** A backend at work for one runtime. Thread-safe. */
public interface BackendInstance extends AutoCloseable {

    /** Returns which backend this is. */
    Backend backend();

    /** Returns what it runs on, in words, such as {@code NVIDIA H200, 132 SMs, CUDA 13.0}. */
    String device();

    /**
     * Returns whether messages pass as references, so that they may hold what has no place in a
     * slot of memory.
     */
    default boolean byReference() {
        return false;
    }

    /**
     * Puts an actor in place, {@linkplain io.ringkernel.ActorState#SPAWNED spawned} and
     * acknowledged.
     *
     * @throws io.ringkernel.UnsupportedActorException if the backend cannot run the actor's class
     */
    <M, R> ActorCell<M, R> spawn(ActorSpec<M, R> spec);

    /**
     * Ends every actor and releases everything, in bounded time. Idempotent. What was queued
     * becomes dead letters.
     */
    @Override
    void close();
}
