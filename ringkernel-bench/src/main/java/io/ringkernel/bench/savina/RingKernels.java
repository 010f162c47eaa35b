package io.ringkernel.bench.savina;

import io.ringkernel.Actor;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.RingKernel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What the scenarios share on this library's side. */
final class RingKernels {

    /** How long a run, or a step of it, may take. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private RingKernels() {}

    /** Starts a runtime on the CPU with {@code threads} carriers. */
    static RingKernel start(int threads) {
        return RingKernel.builder()
                .backend(Backend.CPU)
                .cpuThreads(threads)
                .commandTimeout(LIMIT)
                .build();
    }

    /**
     * Spawns a top-level actor, asks it once, and ends it with its children.
     *
     * @param checksum of the reply
     */
    static <M, R> long ask(
            RingKernel runtime,
            Actor<M, R> actor,
            ActorOptions options,
            M question,
            Function<R, Long> checksum)
            throws Exception {
        ActorRef<M, R> root = runtime.spawn("root", actor, options);
        try {
            R reply =
                    root.ask(question, LIMIT)
                            .toCompletableFuture()
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return checksum.apply(reply);
        } finally {
            runtime.terminate(root);
        }
    }
}
