package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Actor;
import io.ringkernel.ActorFault;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.MessageType;
import io.ringkernel.transpiler.actors.Aggregates;
import io.ringkernel.transpiler.actors.Airport;
import io.ringkernel.transpiler.actors.Control;
import io.ringkernel.transpiler.actors.Records;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the interpreter makes of a message; that it agrees with the JVM is for the fuzzer. */
class InterpreterTest {

    /** Runs messages at each stage and returns the outcomes by its name. */
    private static List<Outcome> run(
            Class<?> actor, Object instance, List<String> names, Object... messages) {
        ActorProtocol protocol = ActorProtocol.of(actor);
        List<Outcome> outcomes = new ArrayList<>();
        Transpiler.transpile(
                protocol,
                stage -> {
                    names.add(stage.name());
                    Object[] state =
                            Cells.ofActor(instance, io.ringkernel.message.StateLayout.of(actor));
                    Outcome last = null;
                    for (Object message : messages) {
                        MessageType type =
                                protocol.messages().find(message.getClass()).orElseThrow();
                        Object[] cells = Cells.ofRecord(message, type.struct());
                        last = stage.receive(state, type.id(), cells);
                    }
                    outcomes.add(last);
                });
        return outcomes;
    }

    @Test
    void shouldGiveTheSameBeforeTheFirstPassAndAfterEach() {
        List<String> names = new ArrayList<>();
        List<Outcome> outcomes =
                run(
                        Airport.class,
                        new Airport(),
                        names,
                        new Airport.Flight(42, 300),
                        new Airport.Flight(3, 100),
                        new Airport.Query());

        assertThat(names).startsWith(Stage.CONSTRUCTION).endsWith(Stage.END);
        assertThat(names).contains("SwitchThreading of receive", "DeadCode of receive");
        assertThat(outcomes).hasSameSizeAs(names);
        Outcome expected =
                new Outcome(1, new Object[] {2L, 1L, 22.5}, null, outcomes.getFirst().state());
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isEqualTo(expected));
    }

    @Test
    void shouldFaultWhereTheJvmDoes() {
        List<Outcome> outcomes =
                run(
                        Control.Arrays.class,
                        new Control.Arrays(),
                        new ArrayList<>(),
                        new Control.Put(9, 1));

        assertThat(outcomes)
                .allSatisfy(outcome -> {
                    ActorFault fault = outcome.fault();
                    assertThat(fault).isNotNull();
                    assertThat(fault.exceptionType())
                            .isEqualTo("java.lang.ArrayIndexOutOfBoundsException");
                    assertThat(fault.message()).isEqualTo("Index 9 out of bounds for length 8");
                    assertThat(fault.line()).isPositive();
                    assertThat(outcome.replyType()).isZero();
                });
    }

    @Test
    void shouldKeepWhatIsWrittenApartFromWhatWasReplied() {
        List<Outcome> outcomes =
                run(
                        Records.Echo.class,
                        new Records.Echo(),
                        new ArrayList<>(),
                        new Records.Paint(Records.Color.BLUE, 5));

        assertThat(outcomes.getLast())
                .isEqualTo(new Outcome(1, new Object[] {2, 5}, null, new Object[0]));
    }

    @Test
    void shouldGiveTheSameWithArraysAndHelperObjects() {
        Object[] messages = new Object[9];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = new Aggregates.In(i % 3, i);
        }
        for (Actor<?, ?> actor :
                List.of(
                        new Aggregates.LocalArrays(),
                        new Aggregates.Grids(),
                        new Aggregates.Replies(),
                        new Aggregates.Composed())) {
            List<Outcome> outcomes = run(actor.getClass(), actor, new ArrayList<>(), messages);
            assertThat(outcomes).as("%s", actor).hasSizeGreaterThan(3);
            assertThat(outcomes).as("%s", actor).containsOnly(outcomes.getFirst());
        }
    }

    @Test
    void cellsAreEqualByBitsButForNan() {
        Outcome zero = new Outcome(0, new Object[0], null, new Object[] {0.0});
        float odd = Float.intBitsToFloat(0x7fc00001);

        assertThat(zero).isNotEqualTo(new Outcome(0, new Object[0], null, new Object[] {-0.0}));
        assertThat(new Outcome(0, new Object[0], null, new Object[] {odd}))
                .isEqualTo(new Outcome(0, new Object[0], null, new Object[] {Float.NaN}));
    }
}
