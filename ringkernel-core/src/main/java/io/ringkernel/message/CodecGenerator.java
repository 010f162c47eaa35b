package io.ringkernel.message;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import io.ringkernel.memory.Struct;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Generates the {@link RecordCodec} of one record class, a hidden class in the record's nest:
 *
 * <pre>
 *   void encode(Record r, MemorySegment s, long at) {        Record decode(MemorySegment s, long at) {
 *     Flight m = (Flight) r;                                   return new Flight(
 *     INT.set(s, at + 0, m.delay);                                 (int) INT.get(s, at + 0),
 *     LONG.set(s, at + 8, m.miles);                                (long) LONG.get(s, at + 8));
 *   }                                                        }
 *
 *   int encodeAll(List l, int from, int count, MemorySegment s, long at, long stride) {
 *     int done = 0;
 *     while (done &lt; count &amp;&amp; l.get(from + done) instanceof Flight m) {
 *       encode(m, s, at);
 *       at += stride;
 *       done++;
 *     }
 *     return done;
 *   }
 * </pre>
 *
 * <p>Scalars that lie in one word go through memory together; {@link ScalarWords} says which.
 *
 * <p>It reads the record's fields, not its accessors, and makes records by their canonical
 * constructor. A nested record is left to its own codec, which is a constant of the class, so that
 * the compiler inlines it.
 *
 * <p>A codec for what another version of the schema wrote differs in {@code decode} only:
 * components that the writer did not have are read from memory that is all zeros, which is what
 * zero, false, an enum's first constant, empty text, and records and arrays of these look like.
 */
final class CodecGenerator {

    private static final ClassDesc CODEC = ComponentCode.desc(RecordCodec.class);
    private static final ClassDesc RECORD = ComponentCode.desc(Record.class);
    private static final ClassDesc SEGMENT = ComponentCode.desc(MemorySegment.class);
    private static final MethodTypeDesc ENCODE =
            MethodTypeDesc.of(CD_void, RECORD, SEGMENT, CD_long);
    private static final MethodTypeDesc DECODE = MethodTypeDesc.of(RECORD, SEGMENT, CD_long);
    private static final ClassDesc LIST = ComponentCode.desc(List.class);
    private static final MethodTypeDesc GET = MethodTypeDesc.of(CD_Object, CD_int);
    private static final MethodTypeDesc ENCODE_ALL =
            MethodTypeDesc.of(CD_int, LIST, CD_int, CD_int, SEGMENT, CD_long, CD_long);

    private final Class<? extends Record> type;
    private final Struct struct;
    private final ClassData constants = new ClassData();
    private final SchemaType.@Nullable OfRecord written;
    private final WriterCodecs nested;

    private CodecGenerator(
            Class<? extends Record> type,
            SchemaType.@Nullable OfRecord written,
            WriterCodecs nested) {
        this.type = type;
        this.struct = RecordLayout.of(type);
        this.written = written;
        this.nested = nested;
    }

    static RecordCodec generate(Class<? extends Record> type) {
        return new CodecGenerator(type, null, new WriterCodecs()).generate();
    }

    /**
     * Generates the codec for what another version wrote.
     *
     * @param written the record in that version
     * @param nested the codecs of the records in it
     */
    static RecordCodec generate(
            Class<? extends Record> type, SchemaType.OfRecord written, WriterCodecs nested) {
        return new CodecGenerator(type, written, nested).generate();
    }

    private RecordCodec generate() {
        Lookup lookup = PrivateAccess.lookupIn(type);
        byte[] bytes = classFile();
        try {
            Lookup codec =
                    lookup.defineHiddenClassWithClassData(
                            bytes, constants.values(), true, ClassOption.NESTMATE);
            return (RecordCodec)
                    codec.findConstructor(codec.lookupClass(), MethodType.methodType(void.class))
                            .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot define the codec: record=" + type.getName(), e);
        }
    }

    private byte[] classFile() {
        ClassDesc name = ClassDesc.of(type.getName() + "$RingKernelCodec");
        return ClassFile.of()
                .build(
                        name,
                        codec ->
                                codec.withSuperclass(CODEC)
                                        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                                        .withMethodBody(
                                                INIT_NAME,
                                                MTD_void,
                                                0,
                                                code ->
                                                        code.aload(0)
                                                                .invokespecial(
                                                                        CODEC, INIT_NAME, MTD_void)
                                                                .return_())
                                        .withMethodBody(
                                                "encode",
                                                ENCODE,
                                                ClassFile.ACC_PUBLIC,
                                                this::encode)
                                        .withMethodBody(
                                                "encodeAll",
                                                ENCODE_ALL,
                                                ClassFile.ACC_PUBLIC,
                                                code -> encodeAll(code, name))
                                        .withMethodBody(
                                                "decode",
                                                DECODE,
                                                ClassFile.ACC_PUBLIC,
                                                this::decode));
    }

    private void encode(CodeBuilder code) {
        int typed = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(code.parameterSlot(0)).checkcast(ComponentCode.desc(type)).astore(typed);
        ComponentCode emitter =
                new ComponentCode(code, constants, code.parameterSlot(1), code.parameterSlot(2));
        RecordComponent[] components = type.getRecordComponents();
        ScalarWords words = new ScalarWords(struct.fields(), struct.size());
        for (int i = 0; i < components.length; i++) {
            ScalarWords.Word word = words.of(i);
            if (word == null) {
                emitter.encode(components[i], struct.fields().get(i), typed);
            } else if (word.first() == i) {
                emitter.encode(word, components, struct, typed);
            }
        }
        code.return_();
    }

    private void encodeAll(CodeBuilder code, ClassDesc codec) {
        int list = code.parameterSlot(0);
        int from = code.parameterSlot(1);
        int count = code.parameterSlot(2);
        int segment = code.parameterSlot(3);
        int at = code.parameterSlot(4);
        int stride = code.parameterSlot(5);
        int done = code.allocateLocal(TypeKind.INT);
        int message = code.allocateLocal(TypeKind.REFERENCE);
        Label next = code.newLabel();
        Label end = code.newLabel();
        code.iconst_0().istore(done);
        code.labelBinding(next).iload(done).iload(count).if_icmpge(end);
        code.aload(list).iload(from).iload(done).iadd().invokeinterface(LIST, "get", GET);
        code.astore(message).aload(message).instanceOf(ComponentCode.desc(type)).ifeq(end);
        code.aload(0).aload(message).checkcast(RECORD).aload(segment).lload(at);
        code.invokevirtual(codec, "encode", ENCODE);
        code.lload(at).lload(stride).ladd().lstore(at).iinc(done, 1).goto_(next);
        code.labelBinding(end).iload(done).ireturn();
    }

    private void decode(CodeBuilder code) {
        ComponentCode emitter =
                new ComponentCode(code, constants, code.parameterSlot(0), code.parameterSlot(1));
        RecordComponent[] components = type.getRecordComponents();
        ClassDesc[] types = new ClassDesc[components.length];
        int present =
                written == null
                        ? components.length
                        : Math.min(components.length, written.components().size());
        ComponentCode zeros = present < components.length ? zeros(code) : emitter;
        ScalarWords words =
                new ScalarWords(
                        struct.fields().subList(0, present),
                        written == null ? struct.size() : Math.min(struct.size(), written.size()));
        int local = 0;
        code.new_(ComponentCode.desc(type)).dup();
        for (int i = 0; i < components.length; i++) {
            types[i] = ComponentCode.desc(components[i].getType());
            ScalarWords.Word word = i < present ? words.of(i) : null;
            if (word != null) {
                local = word.first() == i ? emitter.load(word) : local;
                emitter.decode(components[i], struct.fields().get(i), word, local);
            } else if (i >= present) {
                zeros.decode(components[i], struct.fields().get(i), RecordCodec::of);
            } else if (written == null) {
                emitter.decode(components[i], struct.fields().get(i), RecordCodec::of);
            } else {
                SchemaType of = written.components().get(i).type();
                emitter.decode(
                        components[i],
                        struct.fields().get(i),
                        record -> nested.of(record, recordIn(of)));
            }
        }
        code.invokespecial(ComponentCode.desc(type), INIT_NAME, MethodTypeDesc.of(CD_void, types))
                .areturn();
    }

    /** Returns what reads this record's components from memory that is all zeros. */
    private ComponentCode zeros(CodeBuilder code) {
        MemorySegment memory = Arena.ofAuto().allocate(struct.size(), struct.alignment());
        int segment = code.allocateLocal(TypeKind.REFERENCE);
        int offset = code.allocateLocal(TypeKind.LONG);
        code.ldc(constants.add(memory, SEGMENT)).astore(segment).lconst_0().lstore(offset);
        return new ComponentCode(code, constants, segment, offset);
    }

    private static SchemaType.OfRecord recordIn(SchemaType type) {
        return type instanceof SchemaType.OfArray(SchemaType element, int _)
                ? recordIn(element)
                : (SchemaType.OfRecord) type;
    }
}
