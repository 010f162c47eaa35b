package io.ringkernel.bench.device;

import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.RingKernel;
import io.ringkernel.bench.actors.Echo;
import io.ringkernel.bench.actors.Echo.Ping;
import io.ringkernel.bench.actors.Echo.Pong;
import java.lang.management.ManagementFactory;

/**
 * The smallest program: one actor, one question. Prints the milliseconds from the JVM's start to
 * the answer.
 */
public final class FirstAnswer {

    private FirstAnswer() {}

    /**
     * Runs it.
     *
     * @param args the backend
     */
    public static void main(String[] args) {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.valueOf(args[0])).build()) {
            ActorRef<Ping, Pong> echo = runtime.spawn("first", new Echo());
            Pong pong = echo.ask(new Ping(1, 2, 3, 4)).toCompletableFuture().join();
            long answered = System.currentTimeMillis();
            if (!pong.equals(new Pong(1, 2, 3, 0))) {
                throw new IllegalStateException("wrong reply: " + pong);
            }
            System.out.println(answered - ManagementFactory.getRuntimeMXBean().getStartTime());
        }
    }
}
