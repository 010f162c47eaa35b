package io.ringkernel.transpiler.interpret;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.transpiler.ir.Arithmetic;
import io.ringkernel.transpiler.ir.Intrinsics;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Op.BinaryKind;
import io.ringkernel.transpiler.ir.Op.Relation;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Prim;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/** The operations without effects, by Java's own operators and methods. */
final class Operations {

    private static final Map<Intrinsics, MethodHandle> METHODS = new ConcurrentHashMap<>();

    private Operations() {}

    static Object compute(Op op, List<Object> a) {
        return switch (op) {
            case Op.Binary(BinaryKind kind, Prim type) -> binary(kind, type, a.get(0), a.get(1));
            case Op.Negate(Prim type) -> negate(type, a.get(0));
            case Op.Convert(Op.Conversion kind) -> convert(kind, (Number) a.get(0));
            case Op.Compare(Relation relation, Prim type, boolean unordered) ->
                    isUnordered(a)
                            ? unordered ? 1 : 0
                            : Arithmetic.holds(relation, order(type, a.get(0), a.get(1))) ? 1 : 0;
            case Op.ThreeWay(Prim type, int unordered) ->
                    isUnordered(a) ? unordered : order(type, a.get(0), a.get(1));
            case Op.Intrinsic(Intrinsics function) -> call(function, a);
            case Op.Ordinal o -> a.get(0);
            case Op.RecordNew(Type.Rec rec) -> {
                Object[] cells = a.toArray();
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = narrow(rec.struct().fields().get(i).type(), cells[i]);
                }
                yield cells;
            }
            case Op.RecordGet(Type.Rec rec, int index) -> ((Object[]) a.get(0))[index];
            case Op.FirstLabel(List<SortedSet<Integer>> labels) -> {
                int label = (Integer) a.get(1);
                while (label < labels.size() && !labels.get(label).contains((Integer) a.get(0))) {
                    label++;
                }
                yield label;
            }
            case Op.Table(List<Integer> numbers) -> {
                int index = (Integer) a.get(0);
                yield index >= 0 && index < numbers.size() ? numbers.get(index) : 0;
            }
            default ->
                    throw new IllegalStateException(
                            "the interpreter does not know this operation: op=" + op);
        };
    }

    /** Returns a cell as what a field of this type holds of it. */
    static Object narrow(FieldType type, Object cell) {
        if (!(type instanceof FieldType.OfScalar(Scalar scalar))) {
            return cell;
        }
        return switch (scalar) {
            case BOOL -> (Integer) cell & 1;
            case I8 -> (int) ((Integer) cell).byteValue();
            case I16 -> (int) ((Integer) cell).shortValue();
            case U16 -> (int) (char) ((Integer) cell).intValue();
            case I32, U32, I64, U64, F32, F64 -> cell;
        };
    }

    /** Returns the cells of a new array of numbers, or of rows of them. */
    static Object[] zeros(FieldType element, int length) {
        Object[] cells = new Object[length];
        for (int i = 0; i < length; i++) {
            cells[i] =
                    switch (element) {
                        case FieldType.OfArray(FieldType inner, int n) -> zeros(inner, n);
                        case FieldType.OfScalar(Scalar scalar) -> zero(Prim.of(scalar));
                        default -> throw new IllegalStateException("not a number: " + element);
                    };
        }
        return cells;
    }

    private static Object zero(Prim type) {
        return switch (type) {
            case I32 -> 0;
            case I64 -> 0L;
            case F32 -> 0f;
            case F64 -> 0d;
        };
    }

    private static boolean isUnordered(List<Object> a) {
        return a.stream()
                .anyMatch(cell ->
                        (cell instanceof Float f && f.isNaN())
                                || (cell instanceof Double d && d.isNaN()));
    }

    /** Compares by value: 0.0 equals -0.0. */
    private static int order(Prim type, Object a, Object b) {
        return switch (type) {
            case I32 -> Integer.compare((Integer) a, (Integer) b);
            case I64 -> Long.compare((Long) a, (Long) b);
            case F32 -> (Float) a < (Float) b ? -1 : (Float) a > (Float) b ? 1 : 0;
            case F64 -> (Double) a < (Double) b ? -1 : (Double) a > (Double) b ? 1 : 0;
        };
    }

    private static Object binary(BinaryKind kind, Prim type, Object a, Object b) {
        return switch (type) {
            case I32 -> Arithmetic.compute(kind, (int) a, (int) b);
            case I64 -> Arithmetic.compute(kind, (long) a, ((Number) b).longValue());
            case F32 -> Arithmetic.compute(kind, (float) a, (float) b);
            case F64 -> Arithmetic.compute(kind, (double) a, (double) b);
        };
    }

    private static Object negate(Prim type, Object a) {
        return switch (type) {
            case I32 -> -(Integer) a;
            case I64 -> -(Long) a;
            case F32 -> -(Float) a;
            case F64 -> -(Double) a;
        };
    }

    /** Each is what Java's cast does; {@link Number} casts by the same rules. */
    private static Object convert(Op.Conversion kind, Number a) {
        return switch (kind) {
            case I2L, F2L, D2L -> a.longValue();
            case I2F, L2F, D2F -> a.floatValue();
            case I2D, L2D, F2D -> a.doubleValue();
            case L2I, F2I, D2I -> a.intValue();
            case I2B -> (int) (byte) a.intValue();
            case I2C -> (int) (char) a.intValue();
            case I2S -> (int) (short) a.intValue();
        };
    }

    private static Object call(Intrinsics function, List<Object> a) {
        try {
            return METHODS.computeIfAbsent(function, Operations::find).invoke(a.toArray());
        } catch (Throwable e) {
            throw new IllegalStateException("function fails: " + function + a, e);
        }
    }

    /** Finds the JDK's method and makes it one of an array of cells to a cell. */
    private static MethodHandle find(Intrinsics function) {
        String[] name = function.javaName().split("\\.", -1);
        Class<?>[] parameters =
                function.descriptor().parameterList().stream()
                        .map(type -> Class.forPrimitiveName(type.displayName()))
                        .toArray(Class<?>[]::new);
        try {
            Class<?> owner = Class.forName("java.lang." + name[0]);
            MethodHandle method =
                    MethodHandles.publicLookup().unreflect(owner.getMethod(name[1], parameters));
            MethodType number =
                    MethodType.methodType(
                            javaType(function.result()),
                            function.parameters().stream().map(Operations::javaType).toList());
            return MethodHandles.explicitCastArguments(method, number)
                    .asSpreader(Object[].class, parameters.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the interpreter does not know this function: function=" + function, e);
        }
    }

    private static Class<?> javaType(Type type) {
        return switch (type) {
            case Prim.I32 -> int.class;
            case Prim.I64 -> long.class;
            case Prim.F32 -> float.class;
            case Prim.F64 -> double.class;
            default -> throw new IllegalStateException("not a number type: type=" + type);
        };
    }
}
