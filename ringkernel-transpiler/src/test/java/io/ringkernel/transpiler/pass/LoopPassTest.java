package io.ringkernel.transpiler.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
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
import io.ringkernel.transpiler.ir.Type.Space;
import io.ringkernel.transpiler.ir.Value;
import io.ringkernel.transpiler.ir.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What common subexpressions, loop invariants, strength reduction and ranges must do and not. */
class LoopPassTest {

    private static final Position HERE = new Position("Test", "test", 1);
    private static final Type.Array ARRAY =
            new Type.Array(int.class, new FieldType.OfScalar(Scalar.I32), 20, Space.STATE);
    private static final Op LOAD = new Op.ArrayLoad(ARRAY);
    private static final Op STORE = new Op.ArrayStore(ARRAY);
    private static final Op CHECK = new Op.CheckIndex(20, Site.index(HERE));

    private final Parameter i = new Parameter(0, Prim.I32);
    private final Parameter n = new Parameter(1, Prim.I32);
    private final Parameter d = new Parameter(2, Prim.F64);
    private final Parameter array = new Parameter(3, ARRAY);
    private final Parameter state = new Parameter(4, Single.STATE);
    private final Function function =
            new Function("f", List.of(i, n, d, array, state), Single.VOID);
    private final Block entry = function.newBlock();

    private static Op binary(BinaryKind kind, Prim type) {
        return new Op.Binary(kind, type);
    }

    private static Op add() {
        return binary(BinaryKind.ADD, Prim.I32);
    }

    private boolean run(Pass pass) {
        function.recomputePredecessors();
        Verifier.verify(function, "test");
        boolean changed = pass.run(function);
        Verifier.verify(function, pass.getClass().getSimpleName());
        return changed;
    }

    /** A value that something needs. */
    private static void use(Block block, Parameter array, Value value) {
        block.add(STORE, HERE, array, Constant.of(0), value);
    }

    /** {@code for (phi = from; phi relation to; phi += step) body}. */
    private final class Loop {
        final Block header = function.newBlock();
        final Block body = function.newBlock();
        final Block exit = function.newBlock();
        final Phi phi = new Phi(Prim.I32);

        Loop(Value from, Relation relation, Value to) {
            entry.terminate(new Terminator.Jump(header));
            header.phis().add(phi);
            phi.inputs().put(entry, from);
            Instruction test = header.add(new Op.Compare(relation, Prim.I32, false), HERE, phi, to);
            header.terminate(new Terminator.Branch(test, body, exit));
            exit.terminate(new Terminator.Return(null));
        }

        Loop by(int step) {
            Instruction next = body.add(add(), HERE, phi, Constant.of(step));
            phi.inputs().put(body, next);
            body.terminate(new Terminator.Jump(header));
            return this;
        }
    }

    private boolean removesCheck(Value from, Relation relation, Value to, int step) {
        Loop loop = new Loop(from, relation, to);
        Instruction check = loop.body.add(CHECK, HERE, loop.phi);
        loop.by(step);
        run(new RedundantChecks());
        return !loop.body.instructions().contains(check);
    }

    @Test
    void removesTheCheckOfACounterUpToTheLength() {
        assertThat(removesCheck(Constant.of(0), Relation.LT, Constant.of(20), 1)).isTrue();
    }

    @Test
    void removesTheCheckOfACounterDownToZero() {
        assertThat(removesCheck(Constant.of(19), Relation.GE, Constant.of(0), -1)).isTrue();
    }

    @Test
    void removesTheCheckOfLargerSteps() {
        assertThat(removesCheck(Constant.of(3), Relation.LE, Constant.of(19), 7)).isTrue();
    }

    @Test
    void keepsTheCheckOfACounterThatGoesOneTooFar() {
        assertThat(removesCheck(Constant.of(0), Relation.LE, Constant.of(20), 1)).isFalse();
    }

    @Test
    void keepsTheCheckOfACounterThatStartsBelow() {
        assertThat(removesCheck(Constant.of(-1), Relation.LT, Constant.of(20), 1)).isFalse();
    }

    @Test
    void keepsTheCheckWhereTheEndIsNotKnown() {
        assertThat(removesCheck(Constant.of(0), Relation.LT, n, 1)).isFalse();
    }

    @Test
    void keepsTheCheckOfACounterThatMayWrapAround() {
        // up from 0 until it is equal: it may pass the largest number and come back negative
        assertThat(removesCheck(Constant.of(0), Relation.NE, Constant.of(-5), 1)).isFalse();
    }

    @Test
    void keepsTheCheckOfALargeStepThatWrapsAround() {
        assertThat(removesCheck(Constant.of(0), Relation.LT, Constant.of(20), Integer.MAX_VALUE))
                .isFalse(); // from 19 it would; that 0 is the only round is not seen
    }

    @Test
    void keepsTheCheckOfACounterThatGoesTheWrongWay() {
        assertThat(removesCheck(Constant.of(0), Relation.LT, Constant.of(20), -1)).isFalse();
    }

    @Test
    void removesTheCheckOfMaskedAndComparedNumbersOnly() {
        Value masked = entry.add(binary(BinaryKind.AND, Prim.I32), HERE, i, Constant.of(15));
        Value remainder = entry.add(binary(BinaryKind.REM, Prim.I32), HERE, i, Constant.of(20));
        Value unsigned = entry.add(binary(BinaryKind.USHR, Prim.I32), HERE, i, Constant.of(28));
        Value sum = entry.add(add(), HERE, masked, Constant.of(4));
        Value tooFar = entry.add(add(), HERE, masked, Constant.of(5));
        entry.add(CHECK, HERE, masked);
        entry.add(CHECK, HERE, unsigned);
        entry.add(CHECK, HERE, sum);
        Instruction kept = entry.add(CHECK, HERE, remainder); // -19 .. 19
        Instruction far = entry.add(CHECK, HERE, tooFar);
        entry.terminate(new Terminator.Return(null));
        run(new RedundantChecks());
        assertThat(entry.instructions())
                .filteredOn(instruction -> instruction.op() instanceof Op.CheckIndex)
                .containsExactly(kept, far);
    }

    @Test
    void knowsWhatABranchHasShownOnItsOwnSideOnly() {
        Block low = function.newBlock();
        Block high = function.newBlock();
        Block between = function.newBlock();
        Value masked = entry.add(binary(BinaryKind.AND, Prim.I32), HERE, i, Constant.of(63));
        Value test =
                entry.add(
                        new Op.Compare(Relation.LT, Prim.I32, false),
                        HERE,
                        masked,
                        Constant.of(20));
        entry.terminate(new Terminator.Branch(test, low, high));
        low.add(CHECK, HERE, masked);
        low.terminate(new Terminator.Jump(between));
        Instruction kept = high.add(CHECK, HERE, masked);
        high.terminate(new Terminator.Jump(between));
        Instruction joined = between.add(CHECK, HERE, i);
        between.terminate(new Terminator.Return(null));
        run(new RedundantChecks());
        assertThat(low.instructions()).isEmpty();
        assertThat(high.instructions()).containsExactly(kept);
        assertThat(between.instructions()).containsExactly(joined);
    }

    @Test
    void reusesEqualOperationsAndNotUnequalOnes() {
        Value first = entry.add(add(), HERE, i, Constant.of(7));
        Value again = entry.add(add(), HERE, i, Constant.of(7));
        Value other = entry.add(add(), HERE, i, Constant.of(8));
        Value zero = entry.add(binary(BinaryKind.MUL, Prim.F64), HERE, d, Constant.of(0.0));
        Value minus = entry.add(binary(BinaryKind.MUL, Prim.F64), HERE, d, Constant.of(-0.0));
        for (Value value : List.of(first, again, other)) {
            use(entry, array, value);
        }
        entry.add(new Op.StateStore(0, "x", Prim.F64), HERE, state, zero);
        entry.add(new Op.StateStore(0, "x", Prim.F64), HERE, state, minus);
        entry.terminate(new Terminator.Return(null));
        assertThat(run(new CommonSubexpressions())).isTrue();
        assertThat(entry.instructions()).doesNotContain((Instruction) again);
        assertThat(entry.instructions())
                .contains(
                        (Instruction) first,
                        (Instruction) other,
                        (Instruction) zero,
                        (Instruction) minus);
    }

    @Test
    void readsAgainAfterAWriteAndNeverDropsWritesOrChecks() {
        Op load = new Op.StateLoad(0, "x", Prim.I32);
        Op store = new Op.StateStore(0, "x", Prim.I32);
        Value first = entry.add(load, HERE, state);
        Value again = entry.add(load, HERE, state);
        entry.add(store, HERE, state, entry.add(add(), HERE, first, again));
        Value changed = entry.add(load, HERE, state);
        entry.add(store, HERE, state, changed);
        entry.add(store, HERE, state, changed);
        entry.add(CHECK, HERE, i);
        entry.add(CHECK, HERE, i);
        entry.terminate(new Terminator.Return(null));
        run(new CommonSubexpressions());
        assertThat(entry.instructions().stream().map(Instruction::op))
                .containsExactly(load, add(), store, load, store, store, CHECK, CHECK);
    }

    @Test
    void doesNotTakeOneNewArrayForAnother() {
        Op make = new Op.ArrayNew(ARRAY.in(Space.LOCAL));
        Value a = entry.add(make, HERE);
        Value b = entry.add(make, HERE);
        Op store = new Op.ArrayStore(ARRAY.in(Space.LOCAL));
        entry.add(store, HERE, a, Constant.of(0), i);
        entry.add(store, HERE, b, Constant.of(0), n);
        entry.terminate(new Terminator.Return(null));
        assertThat(run(new CommonSubexpressions())).isFalse();
    }

    @Test
    void doesNotReuseAcrossBranchesThatExcludeEachOther() {
        Block yes = function.newBlock();
        Block no = function.newBlock();
        entry.terminate(new Terminator.Branch(i, yes, no));
        for (Block block : List.of(yes, no)) {
            use(block, array, block.add(add(), HERE, i, n));
            block.terminate(new Terminator.Return(null));
        }
        assertThat(run(new CommonSubexpressions())).isFalse();
    }

    @Test
    void movesInvariantsOutOfTheLoopAndNothingThatMayFailOrChange() {
        Loop loop = new Loop(Constant.of(0), Relation.LT, n);
        Instruction invariant = loop.body.add(binary(BinaryKind.MUL, Prim.I32), HERE, i, n);
        Instruction varying = loop.body.add(add(), HERE, invariant, loop.phi);
        Instruction quotient = loop.body.add(binary(BinaryKind.DIV, Prim.I32), HERE, i, n);
        Instruction real = loop.body.add(binary(BinaryKind.DIV, Prim.F64), HERE, d, d);
        Instruction element = loop.body.add(LOAD, HERE, array, Constant.of(3));
        Instruction field = loop.body.add(new Op.StateLoad(0, "x", Prim.I32), HERE, state);
        Instruction check = loop.body.add(CHECK, HERE, i);
        Instruction made = loop.body.add(new Op.ArrayNew(ARRAY.in(Space.LOCAL)), HERE);
        Instruction store =
                loop.body.add(
                        new Op.ArrayStore(ARRAY.in(Space.LOCAL)), HERE, made, Constant.of(0), i);
        loop.by(1);
        assertThat(run(new LoopInvariants())).isTrue();
        assertThat(entry.instructions()).containsExactly(invariant, real);
        assertThat(loop.body.instructions())
                .contains(varying, quotient, element, field, check, made, store);
    }

    private Op reduced(BinaryKind kind, Value dividend, int by) {
        Instruction operation = entry.add(binary(kind, Prim.I32), HERE, dividend, Constant.of(by));
        use(entry, array, operation);
        entry.terminate(new Terminator.Return(null));
        run(new StrengthReduction());
        return entry.instructions().get(entry.instructions().size() - 2).op();
    }

    private Value masked() {
        return entry.add(binary(BinaryKind.AND, Prim.I32), HERE, i, Constant.of(255));
    }

    @Test
    void multipliesByPowersOfTwoWithShifts() {
        assertThat(reduced(BinaryKind.MUL, i, 8)).isEqualTo(binary(BinaryKind.SHL, Prim.I32));
        assertThat(reduced(BinaryKind.MUL, i, 6)).isEqualTo(binary(BinaryKind.MUL, Prim.I32));
        assertThat(reduced(BinaryKind.MUL, i, Integer.MIN_VALUE))
                .isEqualTo(binary(BinaryKind.MUL, Prim.I32));
    }

    @Test
    void dividesWithShiftsWhatCannotBeNegative() {
        assertThat(reduced(BinaryKind.DIV, masked(), 8))
                .isEqualTo(binary(BinaryKind.SHR, Prim.I32));
        assertThat(reduced(BinaryKind.REM, masked(), 8))
                .isEqualTo(binary(BinaryKind.AND, Prim.I32));
    }

    @Test
    void dividesWhatMayBeNegative() {
        assertThat(reduced(BinaryKind.DIV, i, 8)).isEqualTo(binary(BinaryKind.DIV, Prim.I32));
        assertThat(reduced(BinaryKind.REM, i, 8)).isEqualTo(binary(BinaryKind.REM, Prim.I32));
    }

    @Test
    void leavesFloatingPointAlone() {
        Instruction half = entry.add(binary(BinaryKind.DIV, Prim.F64), HERE, d, Constant.of(2.0));
        entry.add(new Op.StateStore(0, "x", Prim.F64), HERE, state, half);
        entry.terminate(new Terminator.Return(null));
        assertThat(run(new StrengthReduction())).isFalse();
    }
}
