package io.ringkernel.transpiler.ir;

import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Type.Single;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/** What an instruction does. The comment of each names its arguments. */
public sealed interface Op {

    /**
     * (a, b): arithmetic with Java's semantics; the divisor of an integer division has been checked
     * before.
     */
    record Binary(BinaryKind kind, Prim operands) implements Op {}

    /** (a): the negative. */
    record Negate(Prim operand) implements Op {}

    /** (a): another representation of a number. */
    record Convert(Conversion kind) implements Op {}

    /** (a, b): 1 or 0; a comparison with NaN gives {@code unordered}. */
    record Compare(Relation relation, Prim operands, boolean unordered) implements Op {}

    /** (a, b): -1, 0 or 1; a comparison with NaN gives {@code unordered}. */
    record ThreeWay(Prim operands, int unordered) implements Op {}

    /** (a...): a function without effects that both the JVM and the device have. */
    record Intrinsic(Intrinsics function) implements Op {}

    /** (enum): its ordinal as a number. */
    record Ordinal(Type.Enumeration enumeration) implements Op {}

    /**
     * (component...): a record; what is written of it to memory or a reply has copies of arrays.
     */
    record RecordNew(Type.Rec rec) implements Op {}

    /** (record): one component. */
    record RecordGet(Type.Rec rec, int index) implements Op {}

    /** (state): the field with this index. */
    record StateLoad(int field, String name, Type fieldType) implements Op {}

    /** (state, value): sets the field with this index. */
    record StateStore(int field, String name, Type fieldType) implements Op {}

    /** (object): the field with this index of a helper object. */
    record ObjectLoad(Type.Obj object, int index) implements Op {}

    /** (object, value): sets the field with this index of a helper object. */
    record ObjectStore(Type.Obj object, int index) implements Op {}

    /** (): a new array in this call's memory, all zeros. */
    record ArrayNew(Type.Array array) implements Op {}

    /** (array): a new array in this call's memory with the same elements. */
    record ArrayClone(Type.Array from) implements Op {}

    /**
     * (array, index): one element, of an array of arrays or objects its place; the index has been
     * checked before.
     */
    record ArrayLoad(Type.Array array) implements Op {}

    /** (array, index, value): sets one element; the index has been checked before. */
    record ArrayStore(Type.Array array) implements Op {}

    /** (divisor): fails if it is 0. */
    record CheckNotZero(Prim operand, Site site) implements Op {}

    /** (index): fails unless it lies in the array. */
    record CheckIndex(int length, Site site) implements Op {}

    /** (condition): fails if it is 0. */
    record CheckTrue(Site site) implements Op {}

    /** (context): fails if the message has been answered. */
    record CheckNotReplied(Site site) implements Op {}

    /** (context, record): answers the message. */
    record Reply(int replyType, Type.Rec rec) implements Op {}

    /** (message): the number of its record. */
    record MessageId() implements Op {}

    /** (message): 1 if its record is one of {@code ids}, else 0. */
    record MessageIs(SortedSet<Integer> ids) implements Op {}

    /**
     * (message): a cast to one of {@code ids}, as a record if there is one; refused unless a pass
     * proves it.
     */
    record MessageAs(SortedSet<Integer> ids, Type as) implements Op {}

    /** (message): its record, which has been proven to be this one. */
    record MessageRecord(Type.Rec rec) implements Op {}

    /**
     * (number, restart): the index, not below {@code restart}, of the first label that has the
     * number, else their count.
     */
    record FirstLabel(List<SortedSet<Integer>> labels) implements Op {}

    /** (index): the number at this index of a constant table, 0 outside of it. */
    record Table(List<Integer> numbers) implements Op {}

    /** (buffer): its length. */
    record BufferLength(Type.Buffer buffer) implements Op {}

    /** (buffer, index): fails unless the index lies in the buffer. */
    record CheckBounds(Type.Buffer buffer, Site site) implements Op {}

    /** (buffer, index): one element; the index has been checked before. */
    record BufferLoad(Type.Buffer buffer) implements Op {}

    /** (buffer, index, value): sets one element; the index has been checked before. */
    record BufferStore(Type.Buffer buffer) implements Op {}

    /** (): an array that the threads of a block share; its number tells it from others. */
    record SharedArray(Type.Array array, int number) implements Op {}

    /**
     * (argument...): an intrinsic of the device; {@code arguments} are their types, as an array may
     * be a buffer or shared. Indices have been checked before.
     */
    record Device(GpuIntrinsic intrinsic, List<Type> arguments) implements Op {

        /** Copies the list. */
        public Device {
            arguments = List.copyOf(arguments);
        }
    }

    /** (argument...): calls a function of the program. */
    record Call(Function function) implements Op {}

    /**
     * The operations of two operands of one type; the right operand of a shift is an {@code int}.
     */
    enum BinaryKind {
        /** Sum. */
        ADD,
        /** Difference. */
        SUB,
        /** Product. */
        MUL,
        /** Quotient. */
        DIV,
        /** Remainder with the sign of the dividend. */
        REM,
        /** Bitwise and. */
        AND,
        /** Bitwise or. */
        OR,
        /** Bitwise exclusive or. */
        XOR,
        /** Shift left. */
        SHL,
        /** Shift right with the sign. */
        SHR,
        /** Shift right with zeros. */
        USHR;

        /** Returns whether the right operand is an {@code int} whatever the left one is. */
        public boolean isShift() {
            return this == SHL || this == SHR || this == USHR;
        }
    }

    /** The comparisons. */
    enum Relation {
        /** Equal. */
        EQ,
        /** Not equal. */
        NE,
        /** Less. */
        LT,
        /** At least. */
        GE,
        /** Greater. */
        GT,
        /** At most. */
        LE;

        /** Returns the relation that holds where this one does not. */
        public Relation negated() {
            return switch (this) {
                case EQ -> NE;
                case NE -> EQ;
                case LT -> GE;
                case GE -> LT;
                case GT -> LE;
                case LE -> GT;
            };
        }
    }

    /** The conversions between numbers, named as the JVM's instructions. */
    enum Conversion {
        /** To {@code long}, with the sign. */
        I2L(Prim.I32, Prim.I64),
        /** To the nearest {@code float}. */
        I2F(Prim.I32, Prim.F32),
        /** Exact. */
        I2D(Prim.I32, Prim.F64),
        /** The low 32 bits. */
        L2I(Prim.I64, Prim.I32),
        /** To the nearest {@code float}. */
        L2F(Prim.I64, Prim.F32),
        /** To the nearest {@code double}. */
        L2D(Prim.I64, Prim.F64),
        /** Towards zero, saturating, NaN to 0. */
        F2I(Prim.F32, Prim.I32),
        /** Towards zero, saturating, NaN to 0. */
        F2L(Prim.F32, Prim.I64),
        /** Exact. */
        F2D(Prim.F32, Prim.F64),
        /** Towards zero, saturating, NaN to 0. */
        D2I(Prim.F64, Prim.I32),
        /** Towards zero, saturating, NaN to 0. */
        D2L(Prim.F64, Prim.I64),
        /** To the nearest {@code float}. */
        D2F(Prim.F64, Prim.F32),
        /** The low 8 bits, with the sign. */
        I2B(Prim.I32, Prim.I32),
        /** The low 16 bits. */
        I2C(Prim.I32, Prim.I32),
        /** The low 16 bits, with the sign. */
        I2S(Prim.I32, Prim.I32);

        private final Prim from;
        private final Prim to;

        Conversion(Prim from, Prim to) {
            this.from = from;
            this.to = to;
        }

        /** Returns the type of the argument. */
        public Prim from() {
            return from;
        }

        /** Returns the type of the result. */
        public Prim to() {
            return to;
        }
    }

    /** Returns the type of the result. */
    default Type type() {
        return switch (this) {
            case Binary(BinaryKind kind, Prim operands) -> operands;
            case Negate(Prim operand) -> operand;
            case Convert(Conversion kind) -> kind.to();
            case Compare c -> Prim.I32;
            case ThreeWay t -> Prim.I32;
            case Intrinsic(Intrinsics function) -> function.result();
            case Ordinal o -> Prim.I32;
            case RecordNew(Type.Rec rec) -> rec;
            case RecordGet(Type.Rec rec, int index) -> rec.component(index);
            case StateLoad load -> load.fieldType();
            case ObjectLoad(Type.Obj object, int index) -> object.field(index);
            case ArrayNew(Type.Array array) -> array;
            case ArrayClone(Type.Array from) -> from.in(Type.Space.LOCAL);
            case ArrayLoad(Type.Array array) -> array.elementType();
            case MessageId i -> Prim.I32;
            case MessageIs i -> Prim.I32;
            case MessageAs as -> as.as();
            case MessageRecord(Type.Rec rec) -> rec;
            case FirstLabel f -> Prim.I32;
            case Table t -> Prim.I32;
            case Call(Function function) -> function.returnType();
            case StateStore s -> Single.VOID;
            case ObjectStore s -> Single.VOID;
            case ArrayStore s -> Single.VOID;
            case CheckNotZero c -> Single.VOID;
            case CheckIndex c -> Single.VOID;
            case CheckTrue c -> Single.VOID;
            case CheckNotReplied c -> Single.VOID;
            case Reply r -> Single.VOID;
            case BufferLength b -> Prim.I32;
            case BufferLoad(Type.Buffer buffer) -> buffer.elementType();
            case BufferStore b -> Single.VOID;
            case CheckBounds c -> Single.VOID;
            case SharedArray(Type.Array array, int number) -> array;
            case Device d -> d.intrinsic().result();
        };
    }

    /** Returns the types that the arguments must have. */
    default List<Type> parameterTypes() {
        return switch (this) {
            case Binary(BinaryKind kind, Prim operands) ->
                    List.of(operands, kind.isShift() ? Prim.I32 : operands);
            case Negate(Prim operand) -> List.of(operand);
            case Convert(Conversion kind) -> List.of(kind.from());
            case Compare c -> List.of(c.operands(), c.operands());
            case ThreeWay t -> List.of(t.operands(), t.operands());
            case Intrinsic(Intrinsics function) -> function.parameters();
            case Ordinal(Type.Enumeration enumeration) -> List.of(enumeration);
            case RecordNew(Type.Rec rec) ->
                    java.util.stream.IntStream.range(0, rec.struct().fields().size())
                            .mapToObj(rec::component)
                            .toList();
            case RecordGet(Type.Rec rec, int index) -> List.of(rec);
            case StateLoad load -> List.of(Single.STATE);
            case StateStore store -> List.of(Single.STATE, store.fieldType());
            case ObjectLoad(Type.Obj object, int index) -> List.of(object);
            case ObjectStore(Type.Obj object, int index) -> List.of(object, object.field(index));
            case ArrayNew a -> List.of();
            case ArrayClone(Type.Array from) -> List.of(from);
            case ArrayLoad(Type.Array array) -> List.of(array, Prim.I32);
            case ArrayStore(Type.Array array) -> List.of(array, Prim.I32, array.elementType());
            case CheckNotZero c -> List.of(c.operand());
            case CheckIndex c -> List.of(Prim.I32);
            case CheckTrue c -> List.of(Prim.I32);
            case CheckNotReplied c -> List.of(Single.CONTEXT);
            case Reply r -> List.of(Single.CONTEXT, r.rec());
            case BufferLength(Type.Buffer buffer) -> List.of(buffer);
            case BufferLoad(Type.Buffer buffer) -> List.of(buffer, Prim.I32);
            case BufferStore(Type.Buffer buffer) -> List.of(buffer, Prim.I32, buffer.elementType());
            case CheckBounds(Type.Buffer buffer, Site site) -> List.of(buffer, Prim.I32);
            case SharedArray s -> List.of();
            case Device d -> d.arguments();
            case MessageId i -> List.of(Single.MESSAGE);
            case MessageIs i -> List.of(Single.MESSAGE);
            case MessageAs a -> List.of(Single.MESSAGE);
            case MessageRecord r -> List.of(Single.MESSAGE);
            case FirstLabel f -> List.of(Prim.I32, Prim.I32);
            case Table t -> List.of(Prim.I32);
            case Call(Function function) ->
                    function.parameters().stream().map(Parameter::type).toList();
        };
    }

    /** Returns its effects. */
    default Set<Effect> effects() {
        return switch (this) {
            case StateLoad load -> readsUnlessPlace(load.fieldType());
            case StateStore s -> EnumSet.of(Effect.WRITES);
            case ObjectLoad(Type.Obj object, int index) -> readsUnlessPlace(object.field(index));
            case ObjectStore s -> EnumSet.of(Effect.WRITES);
            case RecordNew(Type.Rec rec) when rec.holdsArray() -> EnumSet.of(Effect.READS);
            case ArrayNew a -> EnumSet.of(Effect.ALLOCATES);
            case ArrayClone a -> EnumSet.of(Effect.ALLOCATES, Effect.READS);
            case ArrayLoad(Type.Array array) when array.space() == Type.Space.RECORD ->
                    EnumSet.noneOf(Effect.class);
            case ArrayLoad(Type.Array array) -> readsUnlessPlace(array.elementType());
            case ArrayStore s -> EnumSet.of(Effect.WRITES);
            case CheckNotZero c -> EnumSet.of(Effect.FAULTS);
            case CheckIndex c -> EnumSet.of(Effect.FAULTS);
            case CheckTrue c -> EnumSet.of(Effect.FAULTS);
            case CheckNotReplied c -> EnumSet.of(Effect.FAULTS);
            case MessageAs a -> EnumSet.of(Effect.FAULTS);
            case Reply r -> EnumSet.of(Effect.SENDS);
            case BufferLoad b -> EnumSet.of(Effect.READS);
            case BufferStore b -> EnumSet.of(Effect.WRITES);
            case CheckBounds c -> EnumSet.of(Effect.FAULTS);
            case Device d -> d.intrinsic().kind().effects();
            case Call(Function function) -> function.effects();
            default -> EnumSet.noneOf(Effect.class);
        };
    }

    private static Set<Effect> readsUnlessPlace(Type type) {
        return type.isPlace() ? EnumSet.noneOf(Effect.class) : EnumSet.of(Effect.READS);
    }

    /** Returns whether it only computes a value. */
    default boolean isPure() {
        return effects().isEmpty();
    }
}
