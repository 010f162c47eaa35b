package io.ringkernel.internal.cpu;

import io.ringkernel.internal.Ending;
import java.util.concurrent.CompletableFuture;

/** A lifecycle command on its way to the carrier that runs the actor, which acknowledges it. */
sealed interface Command {

    /**
     * Completed by the carrier: normally, or with the {@link io.ringkernel.LifecycleException} that
     * refuses it.
     */
    CompletableFuture<Void> done();

    /** Start handling messages. */
    record Activate(CompletableFuture<Void> done) implements Command {}

    /**
     * Stop after what was accepted so far.
     *
     * @param barrier the position before which every message is to be handled first
     */
    record Quiesce(CompletableFuture<Void> done, long barrier) implements Command {}

    /**
     * End the actor.
     *
     * @param ending what its messages and asks are told
     */
    record End(CompletableFuture<Void> done, Ending ending) implements Command {}
}
