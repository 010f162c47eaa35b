package io.ringkernel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.DeadLetter;
import io.ringkernel.RingKernel;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProbeTest {

    sealed interface Note permits Text, Number {}

    record Text(String text) implements Note {}

    record Number(int value) implements Note {}

    /** Passes on what it is told, twice the number. */
    private static final class Doubler implements Actor<Number, Void> {
        private final ActorRef<Note, ?> next;

        Doubler(ActorRef<Note, ?> next) {
            this.next = next;
        }

        @Override
        public void receive(Number message, ActorContext<Void> context) {
            if (message.value() == 0) {
                context.stop();
            }
            next.tell(new Number(2 * message.value()));
        }
    }

    private final Simulation simulation = Simulation.start(SimulationOptions.defaults());
    private final Probe<Note, Void> probe = simulation.probe("probe", Note.class);

    @Test
    void shouldTakeMessagesInTheirOrder() {
        ActorRef<Number, Void> doubler =
                simulation.runtime().spawn("doubler", new Doubler(probe.ref()));
        for (int i = 1; i <= 5; i++) {
            doubler.tell(new Number(i));
        }
        assertThat(probe.expect()).isEqualTo(new Number(2));
        assertThat(probe.expect(Number.class).value()).isEqualTo(4);
        probe.expectMessage(new Number(6));
        probe.expect("a large number", note -> note instanceof Number(int value) && value > 7);
        assertThat(probe.receive(1)).containsExactly(new Number(10));
        probe.expectNone(Duration.ofHours(1));
        assertThat(simulation.time()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldSayWhatWasExpectedAndWhatCame() {
        probe.ref().tell(new Number(1));
        probe.ref().tell(new Text("a"));
        probe.expect();
        assertThatThrownBy(() -> probe.expect(Number.class))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "probe probe expected a Number, but came [Text[text=a]]; taken before:"
                                + " [Number[value=1]]");
        assertThatThrownBy(() -> probe.expectMessage(new Text("b")))
                .hasMessageContaining("expected Text[text=b], but came [Text[text=a]]");
        assertThatThrownBy(() -> probe.expect("silence", _ -> false))
                .hasMessageContaining("expected silence, but came [Text[text=a]]");
        assertThatThrownBy(() -> probe.expectNone(Duration.ofSeconds(1)))
                .hasMessageContaining("expected no message for PT1S, but came [Text[text=a]]");
        assertThatThrownBy(() -> probe.within(Duration.ofSeconds(7)).receive(2))
                .hasMessageContaining("expected 2 messages, but came [Text[text=a]]");
        assertThat(probe.receive(1)).hasSize(1);
        assertThatThrownBy(probe::expect)
                .hasMessageContaining("expected a message, but nothing came within PT7S");
    }

    @Test
    void shouldRefuseAMessageOfAnotherType() {
        @SuppressWarnings({"unchecked", "rawtypes"})
        ActorRef<Object, Void> raw = (ActorRef) probe.ref();
        raw.tell("text");
        assertThatThrownBy(probe::expect).hasMessageContaining("but came [text]");
    }

    @Test
    void shouldAnswerWhenTheTestSaysSo() throws Exception {
        Probe<Number, Text> server = simulation.probe("server", Number.class, Text.class);
        CompletionStage<Text> ask = server.ref().ask(new Number(7));
        assertThat(server.expect()).isEqualTo(new Number(7));
        assertThat(ask.toCompletableFuture()).isNotDone();
        server.reply(new Text("seven"));
        assertThat(ask.toCompletableFuture().get(1, TimeUnit.SECONDS)).isEqualTo(new Text("seven"));
        assertThatThrownBy(() -> server.reply(new Text("again")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSendTheReplyToATellToTheDeadLetters() {
        Probe<Number, Text> server = simulation.probe("server", Number.class, Text.class);
        assertThatThrownBy(() -> server.reply(new Text("early")))
                .hasMessageContaining("no message was taken");
        server.ref().tell(new Number(7));
        server.expect();
        server.reply(new Text("seven"));
        assertThat(simulation.runtime().deadLetters().count(DeadLetter.Reason.NOT_ASKED)).isOne();
    }

    @Test
    void shouldWatch() {
        ActorRef<Number, Void> doubler =
                simulation.runtime().spawn("doubler", new Doubler(probe.ref()));
        assertThatThrownBy(() -> probe.expectTerminated(doubler))
                .hasMessageContaining("expected that doubler ends, whose state is ACTIVE");
        doubler.tell(new Number(0));
        probe.expectTerminated(doubler);
        probe.expectTerminated(doubler);
    }

    @Test
    void shouldWaitInRealTimeInARuntimeWithThreads() throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).cpuThreads(2).build()) {
            Probe<Note, Text> real = Probe.spawn(runtime, "real", Note.class, Text.class);
            ActorRef<Number, Void> doubler = runtime.spawn("doubler", new Doubler(real.ref()));
            real.within(Duration.ofSeconds(20));
            doubler.tell(new Number(4));
            real.expectMessage(new Number(8));
            real.expectNone(Duration.ofMillis(20));
            CompletionStage<Text> ask = real.ref().ask(new Text("?"));
            real.expect(Text.class);
            real.reply(new Text("!"));
            assertThat(ask.toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo(new Text("!"));
            doubler.tell(new Number(0));
            real.expectTerminated(doubler);
            real.expectMessage(new Number(0));
            real.within(Duration.ofMillis(20));
            assertThatThrownBy(real::expect).hasMessageContaining("nothing came within PT0.02S");
        }
    }
}
