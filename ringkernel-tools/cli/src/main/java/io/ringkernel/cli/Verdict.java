package io.ringkernel.cli;

import io.ringkernel.Backend;
import io.ringkernel.RingKernel;
import io.ringkernel.RingKernelException;

/**
 * Says where {@link Backend#AUTO} puts actors on this machine, by opening a runtime and asking it.
 */
final class Verdict {

    private Verdict() {}

    static String here() {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.AUTO).build()) {
            String where = runtime.backend() == Backend.CUDA ? "the GPU: " : "the CPU: ";
            return where
                    + runtime.device()
                    + runtime.fallbackReason().map(reason -> "; " + reason).orElse("");
        } catch (RingKernelException failed) {
            return "nothing: " + failed.getMessage();
        }
    }
}
