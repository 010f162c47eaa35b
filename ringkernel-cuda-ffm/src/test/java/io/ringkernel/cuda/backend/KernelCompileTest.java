package io.ringkernel.cuda.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.Actor;
import io.ringkernel.ContractActors;
import io.ringkernel.cuda.compile.CompileOptions;
import io.ringkernel.cuda.compile.KernelImage;
import io.ringkernel.cuda.compile.KernelImageException;
import io.ringkernel.cuda.compile.KernelImages;
import io.ringkernel.kernels.KernelSource;
import io.ringkernel.message.ActorProtocol;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every actor of the contract, in one kernel with the device runtime, goes through the device
 * compiler.
 */
class KernelCompileTest {

    private static final String ARCHITECTURE = "sm_90";

    static List<Class<?>> actors() {
        return Arrays.stream(ContractActors.class.getDeclaredClasses())
                .filter(Actor.class::isAssignableFrom)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("actors")
    void shouldCompileTheKernelOfAnActor(Class<?> actorClass) {
        BehaviorTable behaviors = new BehaviorTable();
        compile(behaviors.sourceWith(behaviors.transpile(ActorProtocol.of(actorClass))));
    }

    @Test
    void shouldCompileOneKernelOfAllActors() {
        BehaviorTable behaviors = new BehaviorTable();
        KernelSource source = null;
        for (Class<?> actorClass : actors()) {
            BehaviorTable.Behavior behavior = behaviors.transpile(ActorProtocol.of(actorClass));
            source = behaviors.sourceWith(behavior);
            behaviors.add(behavior);
        }
        compile(source);
    }

    private static void compile(KernelSource source) {
        Optional<KernelImage> image = image(source);
        assumeTrue(
                image.isPresent(),
                "neither NVRTC nor nvcc is on this machine: the kernel was not compiled");
        assertThat(image.get().bytes()).startsWith(0x7f, 'E', 'L', 'F');
    }

    private static Optional<KernelImage> image(KernelSource source) {
        try {
            return Optional.of(
                    KernelImages.ofProcess()
                            .cubin(source.text(), ARCHITECTURE, CompileOptions.DEFAULT));
        } catch (KernelImageException e) {
            return Optional.empty();
        }
    }
}
