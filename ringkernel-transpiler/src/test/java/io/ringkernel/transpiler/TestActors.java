package io.ringkernel.transpiler;

import io.ringkernel.OrderBook;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.transpiler.actors.Aggregates;
import io.ringkernel.transpiler.actors.Airport;
import io.ringkernel.transpiler.actors.Arithmetic;
import io.ringkernel.transpiler.actors.Control;
import io.ringkernel.transpiler.actors.Records;
import java.util.List;

/** The actors that must translate. */
final class TestActors {

    static final List<Class<?>> ALL =
            List.of(
                    Airport.class,
                    Arithmetic.Ints.class,
                    Arithmetic.IntDivision.class,
                    Arithmetic.Longs.class,
                    Arithmetic.LongDivision.class,
                    Arithmetic.Floats.class,
                    Arithmetic.Doubles.class,
                    Arithmetic.StrictSigns.class,
                    Arithmetic.Bits.class,
                    Arithmetic.Literals.class,
                    Arithmetic.NarrowFields.class,
                    Arithmetic.Exacts.class,
                    Arithmetic.HalfPrecision.class,
                    Arithmetic.Transcendentals.class,
                    Control.Loops.class,
                    Control.Nested.class,
                    Control.Swaps.class,
                    Control.Deep.class,
                    Control.Switches.class,
                    Control.Arrays.class,
                    Control.Faults.class,
                    Records.Shapes.class,
                    Records.Instances.class,
                    Records.Painter.class,
                    Records.Batches.class,
                    Records.Echo.class,
                    Records.Decider.class,
                    Records.Failing.class,
                    Records.Comparer.class,
                    Aggregates.LocalArrays.class,
                    Aggregates.Grids.class,
                    Aggregates.Replies.class,
                    Aggregates.Composed.class,
                    OrderBook.class);

    private TestActors() {}

    static TranspiledActor transpile(Class<?> actor) {
        return Transpiler.transpile(ActorProtocol.of(actor));
    }

    static List<TranspiledActor> transpiled() {
        return ALL.stream().map(TestActors::transpile).toList();
    }
}
