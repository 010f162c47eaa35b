package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Intrinsics;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Op.Relation;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Type.Single;
import io.ringkernel.transpiler.ir.Value;
import java.lang.classfile.MethodModel;
import java.util.Optional;

/**
 * Compares records as the {@code equals} that javac makes for them: component by component,
 * floating point by bits.
 */
final class RecordEquality {

    private static final String EQUALS = "(Ljava/lang/Object;)Z";

    private final MethodTranslator method;

    RecordEquality(MethodTranslator method) {
        this.method = method;
    }

    /** Returns 1 if both are equal, else 0. */
    Value compare(Type.Rec rec, Value a, Value b) {
        if (!b.type().equals(rec)) {
            if (b.type() instanceof Type.Rec) {
                return Constant.of(0);
            }
            return refuse("equals of " + rec + " and " + b.type());
        }
        Value equal = Constant.of(1);
        for (int i = 0; i < rec.struct().fields().size(); i++) {
            Value part =
                    component(
                            rec.component(i),
                            method.emit(new Op.RecordGet(rec, i), a),
                            method.emit(new Op.RecordGet(rec, i), b));
            equal =
                    i == 0
                            ? part
                            : method.emit(new Op.Binary(Op.BinaryKind.AND, Prim.I32), equal, part);
        }
        return equal;
    }

    private Value component(Type type, Value a, Value b) {
        return switch (type) {
            case Prim prim when prim.isInteger() ->
                    method.emit(new Op.Compare(Relation.EQ, prim, false), a, b);
            case Prim prim -> {
                Intrinsics total =
                        prim == Prim.F32 ? Intrinsics.COMPARE_F32 : Intrinsics.COMPARE_F64;
                Value order = method.emit(new Op.Intrinsic(total), a, b);
                yield method.emit(
                        new Op.Compare(Relation.EQ, Prim.I32, false), order, Constant.of(0));
            }
            case Type.Enumeration e ->
                    method.emit(
                            new Op.Compare(Relation.EQ, Prim.I32, false),
                            method.emit(new Op.Ordinal(e), a),
                            method.emit(new Op.Ordinal(e), b));
            case Type.Rec nested -> {
                Optional<MethodModel> own =
                        method.program.classes.method(nested.javaClass(), "equals", EQUALS);
                yield own.filter(TrivialMethods::isGenerated).isPresent()
                        ? compare(nested, a, b)
                        : refuse("equals of " + nested + " is not the generated one");
            }
            case Type.Array array -> refuse("arrays are equal if they are the same object");
            case Type.Obj object -> refuse("equals of " + object);
            case Type.Buffer buffer -> refuse("arrays are equal if they are the same object");
            case Single single -> refuse("equals of " + single);
        };
    }

    private Value refuse(String detail) {
        method.report(Rule.IDENTITY, detail);
        return Meaning.poison();
    }
}
