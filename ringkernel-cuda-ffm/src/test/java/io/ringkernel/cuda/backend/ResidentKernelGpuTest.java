package io.ringkernel.cuda.backend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.BackendLostException;
import io.ringkernel.BackendUnavailableException;
import io.ringkernel.RingKernel;
import io.ringkernel.RingKernelException;
import io.ringkernel.cuda.ForkedJvm;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What only a device can do: relaunch with new classes, run short of blocks, be shared, be lost.
 */
@Tag("gpu")
@Timeout(60)
class ResidentKernelGpuTest {

    record Add(int amount) {}

    record Total(long value) {}

    static final class Summing implements Actor<Add, Total> {
        private long total;

        @Override
        public void receive(Add message, ActorContext<Total> context) {
            total += message.amount();
            if (message.amount() == 0) {
                context.reply(new Total(total));
            }
        }
    }

    static final class Doubling implements Actor<Add, Total> {
        private long total;

        @Override
        public void receive(Add message, ActorContext<Total> context) {
            total += 2L * message.amount();
            if (message.amount() == 0) {
                context.reply(new Total(total));
            }
        }
    }

    private static RingKernel.Builder builder() {
        return RingKernel.builder().backend(Backend.CUDA);
    }

    private static long total(ActorRef<Add, Total> actor) throws Exception {
        return actor.ask(new Add(0)).toCompletableFuture().get(5, SECONDS).value();
    }

    @Test
    void shouldKeepStateAndMailboxesWhenAnotherClassRelaunchesTheKernel() throws Exception {
        try (RingKernel runtime = builder().build()) {
            ActorRef<Add, Total> first = runtime.spawn("first", new Summing());
            first.tell(new Add(5));
            assertThat(total(first)).isEqualTo(5);
            ActorRef<Add, Total> quiesced = runtime.spawn("quiesced", new Summing());
            quiesced.tell(new Add(1));
            runtime.quiesce(quiesced);
            quiesced.tell(new Add(10));

            ActorRef<Add, Total> second = runtime.spawn("second", new Doubling());

            first.tell(new Add(7));
            second.tell(new Add(7));
            assertThat(total(first)).isEqualTo(12);
            assertThat(total(second)).isEqualTo(14);
            runtime.activate(quiesced);
            assertThat(total(quiesced)).isEqualTo(11);
        }
    }

    @Test
    void shouldLoseNothingWhenTheKernelIsRelaunchedUnderLoad() throws Exception {
        int messages = 2_000_000;
        try (RingKernel runtime = builder().build()) {
            ActorRef<Add, Total> actor = runtime.spawn("busy", new Summing());
            CompletableFuture<Void> sender =
                    CompletableFuture.runAsync(() ->
                            IntStream.range(0, messages).forEach(i -> actor.tell(new Add(1))));
            runtime.spawn("other", new Doubling());
            sender.get(30, SECONDS);
            assertThat(total(actor)).isEqualTo(messages);
        }
    }

    @Test
    void shouldRefuseAnActorWhenNoBlockIsFreeAndTakeItWhenOneIs() throws Exception {
        try (RingKernel runtime = builder().maxActors(2).build()) {
            ActorRef<Add, Total> first = runtime.spawn("a", new Summing());
            runtime.spawn("b", new Summing());
            assertThatThrownBy(() -> runtime.spawn("c", new Summing()))
                    .isInstanceOf(RingKernelException.class)
                    .hasMessageContaining("maxActors=2");
            first.tell(new Add(3));
            runtime.terminate(first);
            assertThat(total(runtime.spawn("c", new Summing()))).isZero();
        }
    }

    @Test
    void shouldSayWhichOptionToRaiseWhenPinnedMemoryIsExhausted() {
        try (RingKernel runtime = builder().pinnedBytes(1 << 20).build()) {
            assertThatExceptionOfType(OutOfDeviceMemoryException.class)
                    .isThrownBy(() ->
                            runtime.spawn(
                                    "large",
                                    new Summing(),
                                    ActorOptions.defaults().withMailboxCapacity(1 << 20)))
                    .withMessageContaining("pinnedBytes");
        }
    }

    @Test
    void shouldStartAndStopManyTimes() throws Exception {
        for (int i = 1; i <= 20; i++) {
            try (RingKernel runtime = builder().build()) {
                ActorRef<Add, Total> actor = runtime.spawn("again", new Summing());
                actor.tell(new Add(i));
                assertThat(total(actor)).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldLetTwoRuntimesShareTheDevice() throws Exception {
        try (RingKernel one = builder().maxActors(200).build();
                RingKernel two = builder().maxActors(200).build()) {
            ActorRef<Add, Total> first = one.spawn("same", new Summing());
            first.tell(new Add(1));
            ActorRef<Add, Total> second = two.spawn("same", new Doubling());
            second.tell(new Add(1));
            first.tell(new Add(1));
            assertThat(total(first)).isEqualTo(2);
            assertThat(total(second)).isEqualTo(2);
        }
    }

    /**
     * In a JVM of its own: the driver does not give the device back to a process in which it
     * failed.
     */
    @Test
    void shouldReportLostActorsAndKeepTheJvmWhenTheDeviceFails() {
        ForkedJvm.Result result =
                new ForkedJvm()
                        .with("--enable-native-access=ALL-UNNAMED")
                        .run(LostDeviceScenario.class);
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.fact("pending ask")).isEqualTo(BackendLostException.class.getName());
        assertThat(result.fact("state")).isEqualTo("FAILED");
        assertThat(result.fact("lost letters")).isEqualTo("2");
        assertThat(result.fact("spawn")).startsWith(BackendLostException.class.getName());
        assertThat(result.fact("new runtime"))
                .startsWith(BackendUnavailableException.class.getName());
        assertThat(result.fact("new runtime")).contains("restart the JVM");
        assertThat(result.fact("auto")).isEqualTo("CPU");
    }
}
