package io.ringkernel.transpiler.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.message.MessageProtocol;
import io.ringkernel.transpiler.actors.Records;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Op.BinaryKind;
import io.ringkernel.transpiler.ir.Op.Relation;
import io.ringkernel.transpiler.ir.Parameter;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Position;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Type.Single;
import io.ringkernel.transpiler.ir.Value;
import io.ringkernel.transpiler.ir.Verifier;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the passes over control flow, phis and calls must do, and what they must not. */
class FlowPassTest {

    private static final Position HERE = new Position("Test", "test", 1);
    private static final Position THERE = new Position("Test", "callee", 7);

    private final Parameter i = new Parameter(0, Prim.I32);
    private final Parameter d = new Parameter(1, Prim.F64);
    private final Parameter state = new Parameter(2, Single.STATE);

    private Function function(Type returnType) {
        Function function = new Function("f", List.of(i, d, state), returnType);
        function.newBlock();
        return function;
    }

    private static void run(Pass pass, Function function) {
        pass.run(function);
        Verifier.verify(function, pass.getClass().getSimpleName());
    }

    private static Phi phi(Block block, Type type, Block a, Value x, Block b, Value y) {
        Phi phi = new Phi(type);
        phi.inputs().put(a, x);
        phi.inputs().put(b, y);
        block.phis().add(phi);
        return phi;
    }

    // ---- ControlFlow

    @Test
    void knownBranchesAreDecided() {
        Function function = function(Prim.I32);
        Block yes = function.newBlock();
        Block no = function.newBlock();
        function.entry().terminate(new Terminator.Branch(Constant.of(-1), yes, no));
        yes.terminate(new Terminator.Return(Constant.of(1)));
        no.terminate(new Terminator.Return(Constant.of(2)));
        function.recomputePredecessors();
        run(new ControlFlow(), function);
        assertThat(function.blocks()).hasSize(1);
        assertThat(function.entry().terminator().arguments())
                .singleElement()
                .isInstanceOfSatisfying(Constant.class, c -> assertThat(c.asInt()).isOne());
    }

    @Test
    void knownSwitchesAreDecidedAndUnknownOnesStay() {
        Function function = function(Single.VOID);
        Block one = function.newBlock();
        Block other = function.newBlock();
        TreeMap<Integer, Block> cases = new TreeMap<>();
        cases.put(1, one);
        function.entry().terminate(new Terminator.Switch(i, cases, other));
        one.terminate(new Terminator.Fault(Site.division(HERE)));
        other.terminate(new Terminator.Return(null));
        function.recomputePredecessors();
        assertThat(new ControlFlow().run(function)).isFalse();

        function.entry().terminate(new Terminator.Switch(Constant.of(7), cases, other));
        run(new ControlFlow(), function);
        assertThat(function.blocks()).hasSize(1);
        assertThat(function.entry().terminator()).isEqualTo(new Terminator.Return(null));
    }

    @Test
    void emptyBlocksThatTellAPhiWhereControlComesFromStay() {
        Function function = function(Prim.I32);
        Block left = function.newBlock();
        Block right = function.newBlock();
        Block join = function.newBlock();
        function.entry().terminate(new Terminator.Branch(i, left, right));
        left.terminate(new Terminator.Jump(join));
        right.terminate(new Terminator.Jump(join));
        Phi phi = phi(join, Prim.I32, left, Constant.of(1), right, Constant.of(2));
        join.terminate(new Terminator.Return(phi));
        function.recomputePredecessors();
        run(new ControlFlow(), function);
        // one of the two may go, as control then comes from the entry itself; not both
        assertThat(function.blocks()).contains(join).hasSizeGreaterThanOrEqualTo(3);
        assertThat(phi.inputs()).hasSize(2);
    }

    @Test
    void loopsThatDoNothingStay() {
        Function function = function(Single.VOID);
        Block loop = function.newBlock();
        function.entry().terminate(new Terminator.Jump(loop));
        loop.terminate(new Terminator.Jump(loop));
        function.recomputePredecessors();
        run(new ControlFlow(), function);
        assertThat(loop.terminator()).isEqualTo(new Terminator.Jump(loop));
    }

    // ---- PhiSimplification

    @Test
    void phisOfOneValueDisappear() {
        Function function = function(Prim.I32);
        Block loop = function.newBlock();
        Block end = function.newBlock();
        function.entry().terminate(new Terminator.Jump(loop));
        Phi phi = phi(loop, Prim.I32, function.entry(), i, loop, i);
        phi.inputs().put(loop, phi);
        loop.terminate(new Terminator.Branch(i, loop, end));
        end.terminate(new Terminator.Return(phi));
        function.recomputePredecessors();
        run(new PhiSimplification(), function);
        assertThat(loop.phis()).isEmpty();
        assertThat(end.terminator()).isEqualTo(new Terminator.Return(i));
    }

    @Test
    void zeroAndMinusZeroAreNotOneValue() {
        Function function = function(Prim.F64);
        Block left = function.newBlock();
        Block join = function.newBlock();
        function.entry().terminate(new Terminator.Branch(i, left, join));
        left.terminate(new Terminator.Jump(join));
        Phi phi = phi(join, Prim.F64, function.entry(), Constant.of(0.0), left, Constant.of(-0.0));
        join.terminate(new Terminator.Return(phi));
        function.recomputePredecessors();
        assertThat(new PhiSimplification().run(function)).isFalse();
    }

    // ---- Inlining

    private static Function callee(Type result) {
        Function callee = new Function("g", List.of(new Parameter(0, Prim.I32)), result);
        callee.newBlock();
        return callee;
    }

    @Test
    void inlinedInstructionsKeepTheirOwnPosition() {
        Function callee = callee(Prim.I32);
        Parameter x = callee.parameters().getFirst();
        callee.entry().add(new Op.CheckNotZero(Prim.I32, Site.division(THERE)), THERE, x);
        Instruction quotient =
                callee.entry()
                        .add(new Op.Binary(BinaryKind.DIV, Prim.I32), THERE, Constant.of(9), x);
        callee.entry().terminate(new Terminator.Return(quotient));
        callee.recomputePredecessors();
        Function function = function(Prim.I32);
        Instruction call = function.entry().add(new Op.Call(callee), HERE, i);
        function.entry().terminate(new Terminator.Return(call));
        function.recomputePredecessors();
        run(new Inlining(), function);
        assertThat(function.entry().instructions())
                .hasSize(2)
                .allSatisfy(inlined -> {
                    assertThat(inlined.position()).isEqualTo(THERE);
                    assertThat(inlined.arguments()).contains(i);
                });
        assertThat(callee.entry().instructions()).contains(quotient);
    }

    @Test
    void functionsWithBranchesOrThatOnlyFailAreCalled() {
        Function failing = callee(Single.VOID);
        failing.entry().terminate(new Terminator.Fault(Site.division(THERE)));
        failing.recomputePredecessors();
        Function branching = callee(Prim.I32);
        Block yes = branching.newBlock();
        Block no = branching.newBlock();
        branching
                .entry()
                .terminate(new Terminator.Branch(branching.parameters().getFirst(), yes, no));
        yes.terminate(new Terminator.Return(Constant.of(1)));
        no.terminate(new Terminator.Return(Constant.of(2)));
        branching.recomputePredecessors();
        Function function = function(Single.VOID);
        function.entry().add(new Op.Call(failing), HERE, i);
        function.entry().add(new Op.Call(branching), HERE, i);
        function.entry().terminate(new Terminator.Return(null));
        function.recomputePredecessors();
        assertThat(new Inlining().run(function)).isFalse();
    }

    // ---- the others

    @Test
    void deadCodeKeepsACallThatMayFailOrWrite() {
        Function failing = callee(Single.VOID);
        failing.entry().terminate(new Terminator.Fault(Site.division(THERE)));
        Function pure = callee(Prim.I32);
        pure.entry().terminate(new Terminator.Return(Constant.of(1)));
        Function function = function(Single.VOID);
        Instruction kept = function.entry().add(new Op.Call(failing), HERE, i);
        function.entry().add(new Op.Call(pure), HERE, i);
        Instruction store =
                function.entry().add(new Op.StateStore(0, "x", Prim.I32), HERE, state, i);
        function.entry().add(new Op.StateLoad(0, "x", Prim.I32), HERE, state);
        function.entry().terminate(new Terminator.Return(null));
        function.recomputePredecessors();
        run(new DeadCode(), function);
        assertThat(function.entry().instructions()).containsExactly(kept, store);
    }

    @Test
    void negatedComparisonsKeepWhatNanGives() {
        Function function = function(Prim.I32);
        Instruction less =
                function.entry().add(new Op.Compare(Relation.LT, Prim.F64, false), HERE, d, d);
        Instruction not =
                function.entry()
                        .add(
                                new Op.Compare(Relation.EQ, Prim.I32, false),
                                HERE,
                                less,
                                Constant.of(0));
        function.entry().terminate(new Terminator.Return(not));
        function.recomputePredecessors();
        run(new Folding(), function);
        assertThat(function.entry().terminator().arguments())
                .singleElement()
                .isInstanceOfSatisfying(
                        Instruction.class,
                        fused ->
                                assertThat(fused.op())
                                        .isEqualTo(new Op.Compare(Relation.GE, Prim.F64, true)));
    }

    @Test
    void recordsThatAreKeptStayWhole() {
        Type.Rec rec =
                new Type.Rec(
                        Records.Point.class,
                        MessageProtocol.of(Records.Point.class).type(1).struct());
        Function function = function(rec);
        Block left = function.newBlock();
        Block join = function.newBlock();
        Instruction a = function.entry().add(new Op.RecordNew(rec), HERE, i, i);
        function.entry().terminate(new Terminator.Branch(i, left, join));
        Instruction b = left.add(new Op.RecordNew(rec), HERE, i, Constant.of(1));
        left.terminate(new Terminator.Jump(join));
        Phi phi = phi(join, rec, function.entry(), a, left, b);
        join.add(new Op.RecordGet(rec, 0), HERE, phi);
        join.terminate(new Terminator.Return(phi));
        function.recomputePredecessors();
        assertThat(new ScalarReplacement().run(function)).isFalse();
        assertThat(join.phis()).containsExactly(phi);
    }
}
