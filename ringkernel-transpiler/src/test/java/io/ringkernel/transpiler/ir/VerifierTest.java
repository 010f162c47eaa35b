package io.ringkernel.transpiler.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Type.Single;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest {

    private static final Position HERE = new Position("Test", "test", 1);
    private static final Op ADD = new Op.Binary(Op.BinaryKind.ADD, Prim.I32);

    private final Parameter parameter = new Parameter(0, Prim.I32);
    private final Function function = new Function("f", List.of(parameter), Prim.I32);
    private final Block entry = function.newBlock();

    private void returns(Block block, Value value) {
        block.terminate(new Terminator.Return(value));
    }

    @Test
    void acceptsWhatIsWellFormed() {
        returns(entry, entry.add(ADD, HERE, parameter, Constant.of(1)));
        assertThat(Verifier.check(function)).isEmpty();
    }

    @Test
    void refusesMissingTerminator() {
        assertThat(Verifier.check(function)).containsExactly("b0: no terminator");
    }

    @Test
    void refusesUseBeforeDefinition() {
        Instruction later = new Instruction(ADD, HERE, parameter, parameter);
        Instruction user = entry.add(ADD, HERE, later, parameter);
        entry.instructions().add(later);
        returns(entry, user);
        assertThat(Verifier.check(function))
                .containsExactly("Binary in b0: uses a value that is not defined before it");
    }

    @Test
    void refusesUseThatIsNotDominated() {
        Block left = function.newBlock();
        Block right = function.newBlock();
        Block join = function.newBlock();
        entry.terminate(new Terminator.Branch(parameter, left, right));
        Instruction onlyLeft = left.add(ADD, HERE, parameter, parameter);
        left.terminate(new Terminator.Jump(join));
        right.terminate(new Terminator.Jump(join));
        returns(join, onlyLeft);
        function.recomputePredecessors();
        assertThat(Verifier.check(function))
                .containsExactly("end of b3: uses a value that is not defined before it");
    }

    @Test
    void refusesWrongTypes() {
        returns(entry, entry.add(ADD, HERE, parameter, Constant.of(1L)));
        assertThat(Verifier.check(function)).containsExactly("Binary in b0: uses i64 as i32");
    }

    @Test
    void refusesWrongNumberOfArguments() {
        returns(entry, entry.add(ADD, HERE, parameter));
        assertThat(Verifier.check(function)).containsExactly("Binary in b0: 1 arguments, not 2");
    }

    @Test
    void refusesOpaqueValues() {
        returns(entry, entry.add(ADD, HERE, parameter, new Opaque("text")));
        assertThat(Verifier.check(function)).contains("Binary in b0: uses opaque(text)");
    }

    @Test
    void refusesPhiWithoutInput() {
        Block next = function.newBlock();
        Phi phi = new Phi(Prim.I32);
        next.phis().add(phi);
        entry.terminate(new Terminator.Jump(next));
        returns(next, phi);
        function.recomputePredecessors();
        assertThat(Verifier.check(function))
                .containsExactly("b1: phi has inputs from [], not [b0]");
    }

    @Test
    void refusesPhiOfTheState() {
        Function onState = new Function("g", List.of(new Parameter(0, Single.STATE)), Single.VOID);
        Block first = onState.newBlock();
        Block next = onState.newBlock();
        Phi phi = new Phi(Single.STATE);
        phi.inputs().put(first, onState.parameters().getFirst());
        next.phis().add(phi);
        first.terminate(new Terminator.Jump(next));
        next.terminate(new Terminator.Return(null));
        onState.recomputePredecessors();
        assertThat(Verifier.check(onState)).containsExactly("b1: phi of type state");
    }

    @Test
    void refusesStalePredecessors() {
        Block next = function.newBlock();
        entry.terminate(new Terminator.Jump(next));
        returns(next, parameter);
        assertThat(Verifier.check(function)).containsExactly("b1: predecessors are [b0], not []");
    }

    @Test
    void refusesValuesOfAnotherFunction() {
        returns(entry, new Instruction(ADD, HERE, parameter, new Parameter(0, Prim.I32)));
        assertThat(Verifier.check(function))
                .containsExactly("end of b0: uses a value that is not in the function");
    }

    @Test
    void messageSaysWhatWasDoneAndShowsTheFunction() {
        assertThatThrownBy(() -> Verifier.verify(function, "folding"))
                .hasMessageContaining("function=f, after=folding")
                .hasMessageContaining("b0: no terminator")
                .hasMessageContaining("function f(%p0: i32): i32");
    }
}
