package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.RingKernel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the tests of actors on the CPU share. */
final class Trials {

    private static final long PATIENCE_SECONDS = 20;

    private Trials() {}

    /** Any message. */
    record Say(String what) {}

    /** Any reply. */
    record Heard(String what) {}

    /** Runs what the test says. */
    @FunctionalInterface
    interface Script {
        void run(Say message, Scripted self, ActorContext<Heard> context);
    }

    /** An actor whose behaviour is a script, and whose field lasts from message to message. */
    static final class Scripted implements Actor<Say, Heard> {
        final Script script;
        int count;

        Scripted(Script script) {
            this.script = script;
        }

        @Override
        public void receive(Say message, ActorContext<Heard> context) {
            count++;
            script.run(message, this, context);
        }
    }

    /** What actors report to the test. */
    static final class Notes {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        void add(String line) {
            lines.add(line);
        }

        String next() {
            try {
                String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (line == null) {
                    throw new AssertionError("nothing was noted for 20 s");
                }
                return line;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        boolean isEmpty() {
            return lines.isEmpty();
        }
    }

    static RingKernel runtime() {
        return RingKernel.builder().backend(Backend.CPU).cpuThreads(2).build();
    }

    static <M, R> R answer(ActorRef<M, R> actor, M message) {
        return actor.ask(message, Duration.ofSeconds(PATIENCE_SECONDS))
                .toCompletableFuture()
                .join();
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come about within 20 s");
            }
            Thread.onSpinWait();
        }
    }
}
