package io.ringkernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.ContractActors.Count;
import io.ringkernel.ContractActors.Counter;
import io.ringkernel.ContractActors.Sum;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingKernelTest {

    private record Huge(@Length(1000) long[] values) {}

    private record Reply(@Length(5) long[] values) {}

    private record Question() {}

    private static final class HugeActor implements Actor<Huge, Void> {
        @Override
        public void receive(Huge message, ActorContext<Void> context) {}
    }

    private static final class LargeReplies implements Actor<Question, Reply> {
        @Override
        public void receive(Question message, ActorContext<Reply> context) {
            context.reply(new Reply(new long[] {1, 2, 3, 4, 5}));
        }
    }

    @Test
    void shouldFallBackToTheCpuAndSayWhyWhenNoCudaBackendIsOnThePath() {
        try (RingKernel runtime = RingKernel.builder().build()) {
            assertThat(runtime.backend()).isEqualTo(Backend.CPU);
            assertThat(runtime.device())
                    .contains("carrier thread")
                    .contains("Java " + Runtime.version().feature());
            assertThat(runtime.fallbackReason())
                    .hasValueSatisfying(reason ->
                            assertThat(reason)
                                    .contains("io.ringkernel:ringkernel-cuda-ffm")
                                    .doesNotContain("\n"));
        }
    }

    @Test
    void shouldHaveNoFallbackReasonWhenTheCpuWasAskedFor() {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            assertThat(runtime.fallbackReason()).isEmpty();
        }
    }

    @Test
    void shouldRefuseToBuildWhenCudaIsAskedForAndNotOnThePath() {
        assertThatThrownBy(() -> RingKernel.builder().backend(Backend.CUDA).build())
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("ringkernel-cuda-ffm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/a", "a/", "a//b", "a b", "ä", "a/*", "a\n"})
    void shouldRefuseNamesThatAreNoPaths(String name) {
        try (RingKernel runtime = cpu()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> runtime.spawn(name, new Counter(0)))
                    .withMessageContaining("name=\"" + name + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "airports/ATL", "a.b-c_d/0/Z"})
    void shouldAcceptPaths(String name) {
        try (RingKernel runtime = cpu()) {
            assertThat(runtime.spawn(name, new Counter(0)).name()).isEqualTo(name);
            assertThat(runtime.names()).containsExactly(name);
        }
    }

    @Test
    void shouldRefuseARecordThatNoSlotHolds() {
        try (RingKernel runtime = cpu()) {
            assertThatThrownBy(() -> runtime.spawn("huge", new HugeActor()))
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining(Huge.class.getName())
                    .hasMessageContaining("bytes=8000")
                    .hasMessageContaining("no slot can be larger than 4096");
        }
    }

    @Test
    void shouldSizeTheSlotByRepliesToo() throws Exception {
        try (RingKernel runtime = cpu()) {
            ActorRef<Question, Reply> actor = runtime.spawn("replies", new LargeReplies());
            assertThat(
                            actor.ask(new Question())
                                    .toCompletableFuture()
                                    .get(10, TimeUnit.SECONDS)
                                    .values())
                    .containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void shouldRefuseAnActorThatDoesNotNameItsMessages() {
        Actor<Count, Sum> lambda = (message, context) -> context.reply(new Sum(1, 1));
        try (RingKernel runtime = cpu()) {
            assertThatThrownBy(() -> runtime.spawn("lambda", lambda))
                    .isInstanceOf(MessageTypeException.class);
            assertThat(runtime.names()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAnActorOfAnotherRuntime() {
        try (RingKernel one = cpu();
                RingKernel two = cpu()) {
            ActorRef<Count, Sum> foreign = one.spawn("same", new Counter(0));
            two.spawn("same", new Counter(0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> two.terminate(foreign))
                    .withMessage("not an actor of this runtime: actor=same");
            assertThat(foreign.state()).isEqualTo(ActorState.ACTIVE);
        }
    }

    @Test
    void shouldRefuseANonPositiveAskTimeout() {
        try (RingKernel runtime = cpu()) {
            ActorRef<Count, Sum> counter = runtime.spawn("counter", new Counter(0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> counter.ask(new ContractActors.Get(), Duration.ZERO))
                    .withMessageContaining("timeout=PT0S");
        }
    }

    @Test
    void shouldRefuseOptionsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RingKernel.builder().maxActors(0).build())
                .withMessage("maxActors must be from 1 to 4095: maxActors=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActorOptions.defaults().withMailboxCapacity(100))
                .withMessageContaining("mailboxCapacity=100");
    }

    private static RingKernel cpu() {
        return RingKernel.builder().backend(Backend.CPU).build();
    }
}
