package io.ringkernel.cuda.backend;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.RestartType;
import io.ringkernel.Signal;
import io.ringkernel.UnsupportedActorException;
import org.junit.jupiter.api.Test;

final class CpuOnlyTest {

    private record Ping(int number) {}

    private static final class Plain implements Actor<Ping, Void> {
        @Override
        public void receive(Ping message, ActorContext<Void> context) {}
    }

    private static final class Listening implements Actor<Ping, Void> {
        @Override
        public void receive(Ping message, ActorContext<Void> context) {}

        @Override
        public void signal(Signal signal, ActorContext<Void> context) {}
    }

    @Test
    void shouldLetPlainActorsThrough() {
        assertThatCode(() -> CpuOnly.refuse(Plain.class, ActorOptions.defaults()))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNameAllThatADeviceDoesNotDo() {
        ActorOptions options =
                ActorOptions.defaults()
                        .withRestart(RestartType.PERMANENT)
                        .withOverflow(OverflowPolicy.DROP_OLDEST)
                        .withPriority(Ping.class, Ping::number)
                        .withMessageId(Ping.class, Ping::number, 16);
        assertThatExceptionOfType(UnsupportedActorException.class)
                .isThrownBy(() -> CpuOnly.refuse(Listening.class, options))
                .withMessageContaining("restart=PERMANENT")
                .withMessageContaining("DROP_OLDEST")
                .withMessageContaining("priority")
                .withMessageContaining("messageId")
                .withMessageContaining("signal")
                .withMessageContaining("Backend.CPU");
    }
}
