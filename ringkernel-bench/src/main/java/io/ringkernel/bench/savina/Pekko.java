package io.ringkernel.bench.savina;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** What the scenarios share on Pekko's side. */
final class Pekko {

    /** How long a run, or a step of it, may take. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    /** Pekko's own setting of messages that an actor may handle before it lets others run. */
    static final int DEFAULT_THROUGHPUT = 5;

    private Pekko() {}

    /**
     * Starts an actor system whose default dispatcher has {@code threads} threads. Nothing else
     * differs from Pekko's defaults but that nothing is logged.
     *
     * @param throughput messages that an actor may handle before it lets others run
     */
    static ActorSystem<SpawnProtocol.Command> start(int threads, int throughput) {
        String config =
                """
                pekko {
                  loglevel = OFF
                  stdout-loglevel = OFF
                  log-dead-letters = off
                  log-dead-letters-during-shutdown = off
                  actor.default-dispatcher {
                    throughput = %d
                    fork-join-executor {
                      parallelism-min = %d
                      parallelism-max = %d
                    }
                  }
                }
                """
                        .formatted(throughput, threads, threads);
        return ActorSystem.create(
                SpawnProtocol.create(),
                "savina",
                ConfigFactory.parseString(config).withFallback(ConfigFactory.load()));
    }

    /** Returns the version that is on the class path. */
    static String version() {
        return org.apache.pekko.Version.current();
    }

    /** Ends a system. */
    static void stop(ActorSystem<?> system) throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Spawns a top-level actor and waits for its reference. */
    static <M> ActorRef<M> spawn(ActorSystem<SpawnProtocol.Command> system, Behavior<M> behavior)
            throws Exception {
        return AskPattern.<SpawnProtocol.Command, ActorRef<M>>ask(
                        system,
                        replyTo -> new SpawnProtocol.Spawn<>(behavior, "", Props.empty(), replyTo),
                        LIMIT,
                        system.scheduler())
                .toCompletableFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Spawns a top-level actor that begins by itself, and waits for the result. So that a run
     * leaves nothing behind, the actor completes the future at its {@code PostStop}, which comes
     * when its children have ended.
     */
    static long run(
            ActorSystem<SpawnProtocol.Command> system,
            Function<CompletableFuture<Long>, Behavior<?>> root)
            throws Exception {
        CompletableFuture<Long> result = new CompletableFuture<>();
        spawn(system, root.apply(result));
        return result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
