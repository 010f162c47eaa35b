package io.ringkernel.cuda.backend;

import static io.ringkernel.cuda.ForkedJvm.fact;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.DeadLetter;
import io.ringkernel.RingKernel;
import io.ringkernel.cuda.backend.ResidentKernelGpuTest.Add;
import io.ringkernel.cuda.backend.ResidentKernelGpuTest.Summing;
import io.ringkernel.cuda.backend.ResidentKernelGpuTest.Total;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The device fails under a runtime; prints what its user sees, then and in the same process
 * afterwards.
 */
final class LostDeviceScenario {

    private LostDeviceScenario() {}

    public static void main(String[] arguments) throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CUDA).build()) {
            ActorRef<Add, Total> actor = runtime.spawn("doomed", new Summing());
            actor.ask(new Add(0)).toCompletableFuture().get(10, SECONDS);
            runtime.quiesce(actor);
            CompletableFuture<Total> pending = actor.ask(new Add(0)).toCompletableFuture();
            ((CudaActor<Add, Total>) actor).backend().sabotage();
            fact("pending ask", cause(pending));
            fact("state", actor.state());
            actor.tell(new Add(1));
            fact("lost letters", runtime.deadLetters().count(DeadLetter.Reason.BACKEND_LOST));
            fact("spawn", thrown(() -> runtime.spawn("next", new Summing())));
        }
        fact("new runtime", thrown(() -> RingKernel.builder().backend(Backend.CUDA).build()));
        try (RingKernel runtime = RingKernel.builder().build()) {
            fact("auto", runtime.backend());
        }
    }

    private static String cause(CompletableFuture<?> future) throws Exception {
        try {
            return "answered: " + future.get(30, SECONDS);
        } catch (ExecutionException e) {
            return e.getCause().getClass().getName();
        }
    }

    private static String thrown(Runnable action) {
        try {
            action.run();
            return "nothing thrown";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }
}
