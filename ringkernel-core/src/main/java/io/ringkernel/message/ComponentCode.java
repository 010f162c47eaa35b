package io.ringkernel.message;

import static java.lang.constant.ConstantDescs.CD_Enum;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Struct;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * Emits the code that writes or reads one component. Each comment says in Java what the
 * instructions do.
 */
final class ComponentCode {

    private static final ClassDesc CODEC = desc(RecordCodec.class);
    private static final ClassDesc RECORD = desc(Record.class);
    private static final ClassDesc SEGMENT = desc(MemorySegment.class);
    private static final ClassDesc HANDLE = desc(VarHandle.class);
    private static final MethodTypeDesc FLOAT_BITS = MethodTypeDesc.of(CD_int, CD_float);
    private static final MethodTypeDesc BITS_FLOAT = MethodTypeDesc.of(CD_float, CD_int);
    private static final MethodTypeDesc TRUTH = MethodTypeDesc.of(CD_boolean, CD_int);
    private static final ClassDesc ENUMS = CD_Enum.arrayType();
    private static final ClassDesc RECORDS = RECORD.arrayType();
    private static final MethodTypeDesc PRESENT = MethodTypeDesc.of(RECORD, RECORD, CD_String);
    private static final MethodTypeDesc ENCODE =
            MethodTypeDesc.of(CD_void, RECORD, SEGMENT, CD_long);
    private static final MethodTypeDesc DECODE = MethodTypeDesc.of(RECORD, SEGMENT, CD_long);
    private static final MethodTypeDesc ORDINAL = MethodTypeDesc.of(CD_int, CD_Enum, CD_String);
    private static final MethodTypeDesc CONSTANT =
            MethodTypeDesc.of(CD_Enum, ENUMS, CD_int, CD_String);
    private static final MethodTypeDesc PUT_TEXT =
            MethodTypeDesc.of(CD_void, CD_String, CD_int, SEGMENT, CD_long, CD_String);
    private static final MethodTypeDesc GET_TEXT =
            MethodTypeDesc.of(CD_String, CD_int, SEGMENT, CD_long, CD_String);
    private static final MethodTypeDesc PUT_ARRAY =
            MethodTypeDesc.of(CD_void, CD_Object, CD_int, SEGMENT, CD_long, CD_String);
    private static final MethodTypeDesc GET_ARRAY =
            MethodTypeDesc.of(CD_Object, CD_Object, CD_int, SEGMENT, CD_long);
    private static final MethodTypeDesc PUT_ENUMS =
            MethodTypeDesc.of(CD_void, ENUMS, CD_int, SEGMENT, CD_long, CD_String);
    private static final MethodTypeDesc GET_ENUMS =
            MethodTypeDesc.of(ENUMS, ENUMS, ENUMS, SEGMENT, CD_long, CD_String);
    private static final MethodTypeDesc PUT_RECORDS =
            MethodTypeDesc.of(
                    CD_void, RECORDS, CD_int, SEGMENT, CD_long, CD_String, CODEC, CD_long);
    private static final MethodTypeDesc GET_RECORDS =
            MethodTypeDesc.of(RECORDS, RECORDS, SEGMENT, CD_long, CODEC, CD_long);

    private final CodeBuilder code;
    private final ClassData constants;
    private final int segmentSlot;
    private final int offsetSlot;

    ComponentCode(CodeBuilder code, ClassData constants, int segmentSlot, int offsetSlot) {
        this.code = code;
        this.constants = constants;
        this.segmentSlot = segmentSlot;
        this.offsetSlot = offsetSlot;
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "a hidden class cannot be named in a class file: class="
                                        + type.getName()));
    }

    /** Emits the writing of a component of the record in local {@code record}. */
    void encode(RecordComponent component, Struct.Field field, int record) {
        Class<?> type = component.getType();
        if (type.isArray()) {
            encodeArray(component, field, record);
        } else if (type == String.class) { // putText(record.c, N, s, at + k, "c")
            value(component, record);
            code.loadConstant(capacity(field));
            segmentAndOffset(field);
            code.ldc(where(component)).invokestatic(CODEC, "putText", PUT_TEXT);
        } else if (type.isRecord()) { // CODEC.encode(present(record.c, "c"), s, at + k)
            codec(RecordCodec.of(type.asSubclass(Record.class)));
            value(component, record);
            code.ldc(where(component)).invokestatic(CODEC, "present", PRESENT);
            segmentAndOffset(field);
            code.invokevirtual(CODEC, "encode", ENCODE);
        } else { // HANDLE.set(s, at + k, record.c) or INT.set(s, at + k, ordinal(record.c, "c"))
            Class<?> stored = type.isEnum() ? int.class : type;
            handle(stored);
            segmentAndOffset(field.offset());
            scalar(component, record);
            set(stored);
        }
    }

    /**
     * Emits the writing of components that lie in one word:
     *
     * <pre>
     *   LONG.set(s, at + k, (long) record.c &amp; 0xFFFFL | ((long) record.d &amp; 0xFFFFFFFFL) &lt;&lt; 32)
     * </pre>
     */
    void encode(ScalarWords.Word word, RecordComponent[] components, Struct struct, int record) {
        Class<?> stored = word.bytes() == Long.BYTES ? long.class : int.class;
        handle(stored);
        segmentAndOffset(word.offset());
        for (int i = word.first(); i <= word.last(); i++) {
            Struct.Field field = struct.fields().get(i);
            scalar(components[i], record);
            if (components[i].getType() == float.class) {
                code.invokestatic(CD_Float, "floatToRawIntBits", FLOAT_BITS);
            }
            long mask = (1L << 8 * field.type().size()) - 1;
            int shift = 8 * (int) (field.offset() - word.offset());
            if (stored == long.class) {
                code.i2l().loadConstant(mask).land().loadConstant(shift).lshl();
            } else {
                code.loadConstant((int) mask).iand().loadConstant(shift).ishl();
            }
            if (i > word.first()) {
                code.with(OperatorInstruction.of(stored == long.class ? Opcode.LOR : Opcode.IOR));
            }
        }
        set(stored);
    }

    /** Emits the reading of a word into a new local and returns that. */
    int load(ScalarWords.Word word) { // long w = LONG.get(s, at + k)
        boolean wide = word.bytes() == Long.BYTES;
        int local = code.allocateLocal(wide ? TypeKind.LONG : TypeKind.INT);
        get(wide ? long.class : int.class, word.offset());
        code.storeLocal(wide ? TypeKind.LONG : TypeKind.INT, local);
        return local;
    }

    /** Emits the taking of a component out of a word, which is left on the stack. */
    void decode(RecordComponent component, Struct.Field field, ScalarWords.Word word, int local) {
        Class<?> type = component.getType();
        int shift = 8 * (int) (field.offset() - word.offset());
        if (type.isEnum()) { // (C) constant(VALUES, (int) (w >>> 32), "c")
            enumConstants(type);
        }
        if (word.bytes() == Long.BYTES) {
            code.lload(local).loadConstant(shift).lushr().l2i();
        } else {
            code.iload(local).loadConstant(shift).iushr();
        }
        if (type.isEnum()) {
            code.ldc(where(component))
                    .invokestatic(CODEC, "constant", CONSTANT)
                    .checkcast(desc(type));
            return;
        }
        switch (type.getName()) {
            case "byte" -> code.i2b();
            case "short" -> code.i2s();
            case "char" -> code.i2c();
            case "float" -> code.invokestatic(CD_Float, "intBitsToFloat", BITS_FLOAT);
            case "boolean" -> code.invokestatic(CODEC, "truth", TRUTH);
            default -> {
                // an int is all of its bits
            }
        }
    }

    /**
     * Emits the reading of a component, which is left on the stack.
     *
     * @param codecs returns the codec that reads the record that the component is or holds
     */
    void decode(
            RecordComponent component,
            Struct.Field field,
            Function<Class<? extends Record>, RecordCodec> codecs) {
        Class<?> type = component.getType();
        if (type.isArray()) {
            decodeArray(component, field, codecs);
            code.checkcast(desc(type));
        } else if (type == String.class) { // getText(N, s, at + k, "c")
            code.loadConstant(capacity(field));
            segmentAndOffset(field);
            code.ldc(where(component)).invokestatic(CODEC, "getText", GET_TEXT);
        } else if (type.isRecord()) { // (C) CODEC.decode(s, at + k)
            codec(codecs.apply(type.asSubclass(Record.class)));
            segmentAndOffset(field);
            code.invokevirtual(CODEC, "decode", DECODE).checkcast(desc(type));
        } else if (type.isEnum()) { // (C) constant(VALUES, INT.get(s, at + k), "c")
            enumConstants(type);
            get(int.class, field.offset());
            code.ldc(where(component))
                    .invokestatic(CODEC, "constant", CONSTANT)
                    .checkcast(desc(type));
        } else { // HANDLE.get(s, at + k)
            get(type, field.offset());
        }
    }

    private void encodeArray(RecordComponent component, Struct.Field field, int record) {
        Class<?> element = component.getType().getComponentType();
        value(component, record);
        code.loadConstant(length(field));
        segmentAndOffset(field);
        code.ldc(where(component));
        if (element.isRecord()) { // putRecords(record.c, N, s, at + k, "c", CODEC, STRIDE)
            codec(RecordCodec.of(element.asSubclass(Record.class)));
            code.loadConstant(stride(field)).invokestatic(CODEC, "putRecords", PUT_RECORDS);
        } else if (element.isEnum()) { // putEnums(record.c, N, s, at + k, "c")
            code.invokestatic(CODEC, "putEnums", PUT_ENUMS);
        } else { // putArray(record.c, N, s, at + k, "c")
            code.invokestatic(CODEC, "putArray", PUT_ARRAY);
        }
    }

    private void decodeArray(
            RecordComponent component,
            Struct.Field field,
            Function<Class<? extends Record>, RecordCodec> codecs) {
        Class<?> element = component.getType().getComponentType();
        code.loadConstant(length(field));
        if (element.isRecord()) { // getRecords(new C[N], s, at + k, CODEC, STRIDE)
            code.anewarray(desc(element));
            segmentAndOffset(field);
            codec(codecs.apply(element.asSubclass(Record.class)));
            code.loadConstant(stride(field)).invokestatic(CODEC, "getRecords", GET_RECORDS);
        } else if (element.isEnum()) { // getEnums(new C[N], VALUES, s, at + k, "c")
            code.anewarray(desc(element));
            enumConstants(element);
            segmentAndOffset(field);
            code.ldc(where(component)).invokestatic(CODEC, "getEnums", GET_ENUMS);
        } else { // getArray(new int[N], N, s, at + k)
            code.newarray(TypeKind.from(element)).loadConstant(length(field));
            segmentAndOffset(field);
            code.invokestatic(CODEC, "getArray", GET_ARRAY);
        }
    }

    private void get(Class<?> primitive, long at) {
        handle(primitive);
        segmentAndOffset(at);
        code.invokevirtual(HANDLE, "get", MethodTypeDesc.of(desc(primitive), SEGMENT, CD_long));
    }

    private void set(Class<?> primitive) {
        code.invokevirtual(
                HANDLE, "set", MethodTypeDesc.of(CD_void, SEGMENT, CD_long, desc(primitive)));
    }

    private void handle(Class<?> primitive) {
        code.getstatic(CODEC, primitive.getName().toUpperCase(Locale.ROOT), HANDLE);
    }

    /** The value of a component, of an enum its ordinal. */
    private void scalar(RecordComponent component, int record) {
        value(component, record);
        if (component.getType().isEnum()) {
            code.ldc(where(component)).invokestatic(CODEC, "ordinal", ORDINAL);
        }
    }

    private void value(RecordComponent component, int record) {
        code.aload(record)
                .getfield(
                        desc(component.getDeclaringRecord()),
                        component.getName(),
                        desc(component.getType()));
    }

    private void segmentAndOffset(Struct.Field field) {
        segmentAndOffset(field.offset());
    }

    private void segmentAndOffset(long at) {
        code.aload(segmentSlot).lload(offsetSlot).loadConstant(at).ladd();
    }

    private void codec(RecordCodec codec) {
        code.ldc(constants.add(codec, CODEC));
    }

    private void enumConstants(Class<?> type) {
        code.ldc(constants.add(Objects.requireNonNull(type.getEnumConstants()), ENUMS));
    }

    private static int length(Struct.Field field) {
        return ((FieldType.OfArray) field.type()).length();
    }

    private static int capacity(Struct.Field field) {
        return ((FieldType.OfText) field.type()).capacity();
    }

    private static long stride(Struct.Field field) {
        return ((FieldType.OfArray) field.type()).element().size();
    }

    private static String where(RecordComponent component) {
        return component.getDeclaringRecord().getName() + "." + component.getName();
    }
}
