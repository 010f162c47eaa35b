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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What each pass must do, and what it must not. */
class PassTest {

    private static final Position HERE = new Position("Test", "test", 1);

    private final Parameter i = new Parameter(0, Prim.I32);
    private final Parameter d = new Parameter(1, Prim.F64);
    private final Parameter message = new Parameter(2, Single.MESSAGE);
    private final Parameter context = new Parameter(3, Single.CONTEXT);

    private Function function(Type returnType) {
        Function function = new Function("f", List.of(i, d, message, context), returnType);
        function.newBlock();
        return function;
    }

    private Value folded(Op op, Value... arguments) {
        Function function = function(op.type());
        Instruction instruction = function.entry().add(op, HERE, arguments);
        function.entry().terminate(new Terminator.Return(instruction));
        new Folding().run(function);
        Verifier.verify(function, "folding");
        return function.entry().terminator().arguments().getFirst();
    }

    private static Op binary(BinaryKind kind, Prim type) {
        return new Op.Binary(kind, type);
    }

    private static void assertConstant(Value value, Constant expected) {
        assertThat(value)
                .isInstanceOfSatisfying(
                        Constant.class,
                        c -> assertThat(c.sameAs(expected)).as(c.toString()).isTrue());
    }

    @Test
    void foldsIntegersAsJavaDoes() {
        assertConstant(
                folded(
                        binary(BinaryKind.ADD, Prim.I32),
                        Constant.of(Integer.MAX_VALUE),
                        Constant.of(1)),
                Constant.of(Integer.MIN_VALUE));
        assertConstant(
                folded(
                        binary(BinaryKind.DIV, Prim.I32),
                        Constant.of(Integer.MIN_VALUE),
                        Constant.of(-1)),
                Constant.of(Integer.MIN_VALUE));
        assertConstant(
                folded(binary(BinaryKind.SHL, Prim.I64), Constant.of(1L), Constant.of(65)),
                Constant.of(2L));
        assertConstant(
                folded(binary(BinaryKind.ADD, Prim.F64), Constant.of(0.0), Constant.of(-0.0)),
                Constant.of(0.0));
        assertConstant(
                folded(new Op.Convert(Op.Conversion.D2I), Constant.of(1e300)),
                Constant.of(Integer.MAX_VALUE));
        assertConstant(folded(new Op.Negate(Prim.F32), Constant.of(0f)), Constant.of(-0f));
    }

    @Test
    void keepsFloatingPointIdentitiesThatDoNotHold() {
        assertThat(folded(binary(BinaryKind.MUL, Prim.F64), d, Constant.of(0.0)))
                .isInstanceOf(Instruction.class);
        assertThat(folded(binary(BinaryKind.ADD, Prim.F64), d, Constant.of(0.0)))
                .isInstanceOf(Instruction.class);
        assertThat(folded(binary(BinaryKind.SUB, Prim.F64), d, d)).isInstanceOf(Instruction.class);
        assertThat(folded(binary(BinaryKind.DIV, Prim.F64), d, d)).isInstanceOf(Instruction.class);
        assertThat(folded(new Op.Compare(Relation.EQ, Prim.F64, false), d, d))
                .isInstanceOf(Instruction.class);
    }

    @Test
    void dropsNeutralIntegers() {
        assertThat(folded(binary(BinaryKind.ADD, Prim.I32), i, Constant.of(0))).isSameAs(i);
        assertThat(folded(binary(BinaryKind.AND, Prim.I32), i, Constant.of(-1))).isSameAs(i);
        assertThat(folded(binary(BinaryKind.REM, Prim.I32), i, Constant.of(1)))
                .isInstanceOf(Instruction.class);
    }

    @Test
    void doesNotComputeDivisionByZero() {
        assertThat(folded(binary(BinaryKind.DIV, Prim.I32), Constant.of(1), Constant.of(0)))
                .isInstanceOf(Instruction.class);
    }

    @Test
    void fusesComparisonsAndKeepsNan() {
        for (Relation relation : Relation.values()) {
            for (int unordered : new int[] {-1, 1}) {
                Function function = function(Prim.I32);
                Instruction three =
                        function.entry().add(new Op.ThreeWay(Prim.F64, unordered), HERE, d, d);
                Instruction compare =
                        function.entry()
                                .add(
                                        new Op.Compare(relation, Prim.I32, false),
                                        HERE,
                                        three,
                                        Constant.of(0));
                function.entry().terminate(new Terminator.Return(compare));
                new Folding().run(function);
                Instruction fused =
                        (Instruction) function.entry().terminator().arguments().getFirst();
                boolean withNan =
                        switch (relation) {
                            case EQ -> false;
                            case NE -> true;
                            case LT, LE -> unordered < 0;
                            case GT, GE -> unordered > 0;
                        };
                assertThat(fused.op()).isEqualTo(new Op.Compare(relation, Prim.F64, withNan));
            }
        }
    }

    @Test
    void removesChecksThatPassAndKeepsThoseThatFail() {
        Function function = function(Single.VOID);
        Block entry = function.entry();
        entry.add(new Op.CheckNotZero(Prim.I32, Site.division(HERE)), HERE, Constant.of(2));
        entry.add(new Op.CheckIndex(3, Site.index(HERE)), HERE, Constant.of(2));
        Instruction zero =
                entry.add(new Op.CheckNotZero(Prim.I32, Site.division(HERE)), HERE, Constant.of(0));
        Instruction outside =
                entry.add(new Op.CheckIndex(3, Site.index(HERE)), HERE, Constant.of(3));
        Instruction negative =
                entry.add(new Op.CheckIndex(3, Site.index(HERE)), HERE, Constant.of(-1));
        entry.terminate(new Terminator.Return(null));
        new Folding().run(function);
        assertThat(entry.instructions()).containsExactly(zero, outside, negative);
    }

    @Test
    void deadCodeKeepsWhatMayFailOrSend() {
        Type.Rec rec = point();
        Function function = function(Single.VOID);
        Block entry = function.entry();
        entry.add(binary(BinaryKind.MUL, Prim.I32), HERE, i, i);
        Instruction check = entry.add(new Op.CheckNotZero(Prim.I32, Site.division(HERE)), HERE, i);
        entry.add(binary(BinaryKind.DIV, Prim.I32), HERE, i, i);
        Instruction made = entry.add(new Op.RecordNew(rec), HERE, i, i);
        Instruction reply = entry.add(new Op.Reply(1, rec), HERE, context, made);
        entry.terminate(new Terminator.Return(null));
        new DeadCode().run(function);
        assertThat(entry.instructions()).containsExactly(check, made, reply);
    }

    @Test
    void deadCodeRemovesPhisThatFeedOnlyThemselves() {
        Function function = function(Single.VOID);
        Block loop = function.newBlock();
        Phi phi = new Phi(Prim.I32);
        loop.phis().add(phi);
        Instruction next = loop.add(binary(BinaryKind.ADD, Prim.I32), HERE, phi, Constant.of(1));
        function.entry().terminate(new Terminator.Jump(loop));
        loop.terminate(new Terminator.Jump(loop));
        phi.inputs().put(function.entry(), i);
        phi.inputs().put(loop, next);
        function.recomputePredecessors();
        new DeadCode().run(function);
        assertThat(loop.phis()).isEmpty();
        assertThat(loop.instructions()).isEmpty();
    }

    private static Type.Rec point() {
        return new Type.Rec(
                Records.Point.class, MessageProtocol.of(Records.Point.class).type(1).struct());
    }

    @Test
    void recordsThatAreOnlyReadDisappear() {
        Type.Rec rec = point();
        Function function = function(Prim.I32);
        Block left = function.newBlock();
        Block right = function.newBlock();
        Block join = function.newBlock();
        function.entry().terminate(new Terminator.Branch(i, left, right));
        Instruction a = left.add(new Op.RecordNew(rec), HERE, i, Constant.of(1));
        left.terminate(new Terminator.Jump(join));
        Instruction b = right.add(new Op.RecordNew(rec), HERE, Constant.of(2), i);
        right.terminate(new Terminator.Jump(join));
        Phi phi = new Phi(rec);
        phi.inputs().put(left, a);
        phi.inputs().put(right, b);
        join.phis().add(phi);
        Instruction get = join.add(new Op.RecordGet(rec, 1), HERE, phi);
        join.terminate(new Terminator.Return(get));
        function.recomputePredecessors();
        new ScalarReplacement().run(function);
        Verifier.verify(function, "scalar replacement");
        new DeadCode().run(function);
        assertThat(function.blocks())
                .allSatisfy(block -> assertThat(block.instructions()).isEmpty());
        assertThat(join.phis())
                .singleElement()
                .satisfies(p -> assertThat(p.type()).isEqualTo(Prim.I32));
    }

    @Test
    void duplicateChecksGoAndStrongerOnesStay() {
        Function function = function(Single.VOID);
        Block entry = function.entry();
        Instruction wide = entry.add(new Op.CheckIndex(8, Site.index(HERE)), HERE, i);
        entry.add(new Op.CheckIndex(8, Site.index(HERE)), HERE, i);
        Instruction narrow = entry.add(new Op.CheckIndex(3, Site.index(HERE)), HERE, i);
        entry.add(new Op.CheckIndex(4, Site.index(HERE)), HERE, i);
        Instruction zero = entry.add(new Op.CheckNotZero(Prim.I32, Site.division(HERE)), HERE, i);
        entry.terminate(new Terminator.Return(null));
        new RedundantChecks().run(function);
        assertThat(entry.instructions()).containsExactly(wide, narrow, zero);
    }

    @Test
    void checkOnOnePathDoesNotSpareTheOther() {
        Function function = function(Single.VOID);
        Block left = function.newBlock();
        Block join = function.newBlock();
        function.entry().terminate(new Terminator.Branch(i, left, join));
        left.add(new Op.CheckNotZero(Prim.I32, Site.division(HERE)), HERE, i);
        left.terminate(new Terminator.Jump(join));
        Instruction check = join.add(new Op.CheckNotZero(Prim.I32, Site.division(HERE)), HERE, i);
        join.terminate(new Terminator.Return(null));
        function.recomputePredecessors();
        assertThat(new RedundantChecks().run(function)).isFalse();
        assertThat(join.instructions()).containsExactly(check);
    }

    @Test
    void exhaustiveSwitchLosesItsDefaultAndProvesTheCasts() {
        Function function = function(Single.VOID);
        Block one = function.newBlock();
        Block two = function.newBlock();
        Block never = function.newBlock();
        Instruction id = function.entry().add(new Op.MessageId(), HERE, message);
        TreeMap<Integer, Block> cases = new TreeMap<>();
        cases.put(1, one);
        cases.put(2, two);
        function.entry().terminate(new Terminator.Switch(id, cases, never));
        SortedSet<Integer> only = new TreeSet<>(List.of(1));
        one.add(new Op.MessageAs(only, point()), HERE, message);
        one.terminate(new Terminator.Return(null));
        Instruction wrong = two.add(new Op.MessageAs(only, point()), HERE, message);
        two.terminate(new Terminator.Return(null));
        never.terminate(new Terminator.Fault(Site.division(HERE)));
        function.recomputePredecessors();
        new MessageTypes(2).run(function);
        assertThat(function.blocks()).doesNotContain(never);
        assertThat(one.instructions())
                .singleElement()
                .satisfies(cast -> assertThat(cast.op()).isInstanceOf(Op.MessageRecord.class));
        assertThat(two.instructions()).containsExactly(wrong);
    }

    @Test
    void switchOverLabelsBecomesSwitchOverMessages() {
        Function function = function(Single.VOID);
        Block head = function.newBlock();
        Block guarded = function.newBlock();
        Block other = function.newBlock();
        Phi restart = new Phi(Prim.I32);
        head.phis().add(restart);
        function.entry().terminate(new Terminator.Jump(head));
        Instruction id = head.add(new Op.MessageId(), HERE, message);
        List<SortedSet<Integer>> labels =
                List.of(new TreeSet<>(List.of(1)), new TreeSet<>(List.of(1, 2)));
        Instruction label = head.add(new Op.FirstLabel(labels), HERE, id, restart);
        TreeMap<Integer, Block> cases = new TreeMap<>();
        cases.put(0, guarded);
        head.terminate(new Terminator.Switch(label, cases, other));
        guarded.terminate(new Terminator.Branch(i, head, other));
        other.terminate(new Terminator.Return(null));
        restart.inputs().put(function.entry(), Constant.of(0));
        restart.inputs().put(guarded, Constant.of(1));
        function.recomputePredecessors();
        new SwitchThreading().run(function);
        new DeadCode().run(function);
        Verifier.verify(function, "threading");
        assertThat(function.blocks())
                .doesNotContain(head)
                .allSatisfy(block ->
                        assertThat(block.instructions())
                                .noneMatch(
                                        instruction -> instruction.op() instanceof Op.FirstLabel));
    }
}
