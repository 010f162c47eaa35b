package io.ringkernel.cuda.compile;

import io.ringkernel.cuda.ForkedJvm;

/** Gets one image by whatever way this process has. */
final class CompileScenario {
    private CompileScenario() {}

    public static void main(String[] arguments) {
        KernelImage image =
                KernelImages.ofProcess().cubin(Kernels.GOOD, Kernels.ARCHITECTURE, Kernels.OPTIONS);
        ForkedJvm.fact("origin", image.origin());
        ForkedJvm.fact("key", image.key());
        ForkedJvm.fact("elf", Kernels.isElf(image.bytes()));
    }
}
