package io.ringkernel.spi;

import io.ringkernel.Backend;
import io.ringkernel.MemoryLevel;
import io.ringkernel.MemoryPool;
import java.util.List;

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

    /** Returns the memory that it took when it was opened, with what of it is in use. */
    default List<MemoryPool> memoryPools() {
        return List.of();
    }

    /**
     * Called when another level of the memory budget was reached, by whoever allocates: gives back
     * what it can without waiting.
     */
    default void memoryLevel(MemoryLevel level) {}

    /**
     * Ends every actor and releases everything, in bounded time. Idempotent. What was queued
     * becomes dead letters.
     */
    @Override
    void close();
}
