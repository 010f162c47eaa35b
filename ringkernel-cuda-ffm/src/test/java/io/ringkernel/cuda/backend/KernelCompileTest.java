package io.ringkernel.cuda.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.Actor;
import io.ringkernel.ContractActors;
import io.ringkernel.cuda.NativeBuild;
import io.ringkernel.cuda.compile.CompileOptions;
import io.ringkernel.cuda.compile.KernelImage;
import io.ringkernel.cuda.compile.KernelImageException;
import io.ringkernel.cuda.compile.KernelImages;
import io.ringkernel.kernels.KernelSource;
import io.ringkernel.message.ActorProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        BehaviorTable behaviors = new BehaviorTable(false);
        compile(behaviors.sourceWith(behaviors.transpile(ActorProtocol.of(actorClass))));
    }

    @Test
    void shouldCompileOneKernelOfAllActors() {
        compile(sourceOf(actors()));
    }

    private static KernelSource sourceOf(List<Class<?>> actors) {
        BehaviorTable behaviors = new BehaviorTable(true);
        KernelSource source = null;
        for (Class<?> actorClass : actors) {
            BehaviorTable.Behavior behavior = behaviors.transpile(ActorProtocol.of(actorClass));
            source = behaviors.sourceWith(behavior);
            behaviors.add(behavior);
        }
        return Objects.requireNonNull(source);
    }

    /**
     * What was recorded: more registers, or any spill, is to be looked at before it is accepted.
     * The calculator spills (158 bytes), as it has the results of 18 functions at once.
     */
    @Test
    void shouldTakeNoMoreRegistersThanRecordedAndSpillNone(@TempDir Path directory)
            throws IOException {
        assumeTrue(
                NativeBuild.exists("nvcc"), "nvcc is not on the PATH: nothing reports registers");
        List<Class<?>> actors = new ArrayList<>(actors());
        actors.remove(ContractActors.Calculator.class);
        Path file = Files.writeString(directory.resolve("all.cu"), sourceOf(actors).text());
        List<String> command =
                new ArrayList<>(List.of("nvcc", "-arch=" + ARCHITECTURE, "-cubin", "-std=c++17"));
        command.addAll(List.of("-Xptxas", "-v", "-o", directory.resolve("all.cubin").toString()));
        command.addAll(List.of("--fmad=false", file.toString()));
        NativeBuild.Outcome outcome = NativeBuild.run(command);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(registers(outcome.output(), KernelSource.KERNEL)).isLessThanOrEqualTo(128);
        assertThat(registers(outcome.output(), KernelSource.POOL_KERNEL)).isLessThanOrEqualTo(128);
        System.out.println(outcome.output());
    }

    private static int registers(String report, String kernel) {
        Matcher matcher =
                Pattern.compile(
                                "Function properties for "
                                        + kernel
                                        + "\\s+(\\d+) bytes stack frame, 0 bytes spill stores, 0 bytes spill loads"
                                        + ".*?Used (\\d+) registers",
                                Pattern.DOTALL)
                        .matcher(report);
        assertThat(matcher.find()).as(report).isTrue();
        return Integer.parseInt(matcher.group(2));
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
