package io.ringkernel.message;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.ringkernel.MessageTypeException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of one class into memory and reads them back. Thread-safe.
 *
 * <p>Each subclass is generated: straight-line code on the constant offsets of the record's {@link
 * io.ringkernel.memory.Struct}, written in ascending order. Encoding allocates nothing; decoding
 * allocates the record and the arrays and records in it. The protected methods are what generated
 * code calls.
 */
public abstract class RecordCodec {

    /*
     * Handles on memory that need no alignment: a slot is aligned as it was made, and to ask again at each access costs a
     * branch, half of all that a codec has. Coordinates: segment, byte offset.
     */

    /** For generated subclasses, as are the handles that follow. */
    protected static final VarHandle BOOLEAN = handle(ValueLayout.JAVA_BOOLEAN);

    /** Reads and writes a {@code byte}. */
    protected static final VarHandle BYTE = handle(ValueLayout.JAVA_BYTE);

    /** Reads and writes a {@code short}. */
    protected static final VarHandle SHORT = handle(ValueLayout.JAVA_SHORT_UNALIGNED);

    /** Reads and writes a {@code char}. */
    protected static final VarHandle CHAR = handle(ValueLayout.JAVA_CHAR_UNALIGNED);

    /** Reads and writes an {@code int}. */
    protected static final VarHandle INT = handle(ValueLayout.JAVA_INT_UNALIGNED);

    /** Reads and writes a {@code long}. */
    protected static final VarHandle LONG = handle(ValueLayout.JAVA_LONG_UNALIGNED);

    /** Reads and writes a {@code float}. */
    protected static final VarHandle FLOAT = handle(ValueLayout.JAVA_FLOAT_UNALIGNED);

    /** Reads and writes a {@code double}. */
    protected static final VarHandle DOUBLE = handle(ValueLayout.JAVA_DOUBLE_UNALIGNED);

    private static final ClassValue<RecordCodec> CODECS =
            new ClassValue<>() {
                @Override
                protected RecordCodec computeValue(Class<?> type) {
                    return CodecGenerator.generate(type.asSubclass(Record.class));
                }
            };

    /** For generated subclasses. */
    protected RecordCodec() {}

    /**
     * Returns the codec of a record class; generated at the first call and kept with the class.
     *
     * @throws MessageTypeException if a component cannot be laid out, or if the record's package is
     *     not open to RingKernel
     */
    public static RecordCodec of(Class<? extends Record> type) {
        return CODECS.get(type);
    }

    /**
     * Writes a record at {@code offset}, which must be aligned for its struct.
     *
     * @throws MessageTypeException if a component is null, an array has not its declared length, or
     *     a text is too long or no text; what was written before is not told
     */
    public abstract void encode(Record message, MemorySegment memory, long offset);

    /**
     * Writes the records of this class that stand together in a list, in order, until one of
     * another class, or a null, comes.
     *
     * <p>The loop is generated with each class, not shared by all: what is inlined into a shared
     * one depends on which records the process sent before.
     *
     * @param messages a list with random access
     * @param from index of the first record
     * @param count how many to write at most
     * @param offset where the first goes, aligned for its struct
     * @param stride bytes from one record to the next
     * @return how many were written
     * @throws MessageTypeException if one has a component that is null, or an array that has not
     *     its declared length; how many were written before is not told
     */
    public abstract int encodeAll(
            List<?> messages, int from, int count, MemorySegment memory, long offset, long stride);

    /**
     * Reads the record at {@code offset}.
     *
     * @throws MessageTypeException if an enum's ordinal there is none of its constants, or a text
     *     is not UTF-8
     */
    public abstract Record decode(MemorySegment memory, long offset);

    private static VarHandle handle(ValueLayout layout) {
        return layout.varHandle().withInvokeExactBehavior();
    }

    /** Returns the boolean that the lowest byte stands for. */
    protected static boolean truth(int bits) {
        return (byte) bits != 0;
    }

    /** Returns the record of a nested component, checked. */
    protected static Record present(@Nullable Record value, String component) {
        if (value == null) {
            throw missing(component);
        }
        return value;
    }

    /** Returns the number that stands for an enum's constant. */
    protected static int ordinal(@Nullable Enum<?> value, String component) {
        if (value == null) {
            throw missing(component);
        }
        return value.ordinal();
    }

    /** Returns the constant that an ordinal stands for. */
    protected static Enum<?> constant(Enum<?>[] constants, int ordinal, String component) {
        if (ordinal < 0 || ordinal >= constants.length) {
            throw new MessageTypeException(
                    "no enum constant has this ordinal: component="
                            + component
                            + ", ordinal="
                            + ordinal
                            + ", constants="
                            + constants.length);
        }
        return constants[ordinal];
    }

    /** Checks a text and writes it; {@link Utf8Text} says how. */
    protected static void putText(
            @Nullable String text,
            int capacity,
            MemorySegment memory,
            long offset,
            String component) {
        if (text == null) {
            throw missing(component);
        }
        Utf8Text.put(text, capacity, memory, offset, component);
    }

    /** Reads a text. */
    protected static String getText(
            int capacity, MemorySegment memory, long offset, String component) {
        return Utf8Text.get(capacity, memory, offset, component);
    }

    /** Checks an array of primitives and writes it; {@link PrimitiveArrays} knows the kinds. */
    protected static void putArray(
            @Nullable Object array,
            int length,
            MemorySegment memory,
            long offset,
            String component) {
        PrimitiveArrays.put(checked(array, length, component), length, memory, offset);
    }

    /**
     * Reads an array of primitives into {@code result}, a new array of the right class and length.
     */
    protected static Object getArray(Object result, int length, MemorySegment memory, long offset) {
        return PrimitiveArrays.get(result, length, memory, offset);
    }

    /** Checks an array of enums and writes the ordinals. */
    protected static void putEnums(
            Enum<?> @Nullable [] array,
            int length,
            MemorySegment memory,
            long offset,
            String component) {
        Enum<?>[] values = (Enum<?>[]) checked(array, length, component);
        for (int i = 0; i < length; i++) {
            memory.set(JAVA_INT, offset + 4L * i, ordinal(values[i], component));
        }
    }

    /** Reads an array of enums into {@code result}, a new array of the right class and length. */
    protected static Enum<?>[] getEnums(
            Enum<?>[] result,
            Enum<?>[] constants,
            MemorySegment memory,
            long offset,
            String component) {
        for (int i = 0; i < result.length; i++) {
            result[i] = constant(constants, memory.get(JAVA_INT, offset + 4L * i), component);
        }
        return result;
    }

    /** Checks an array of records and writes them {@code stride} bytes apart. */
    protected static void putRecords(
            Record @Nullable [] array,
            int length,
            MemorySegment memory,
            long offset,
            String component,
            RecordCodec codec,
            long stride) {
        Record[] values = (Record[]) checked(array, length, component);
        for (int i = 0; i < length; i++) {
            codec.encode(present(values[i], component), memory, offset + stride * i);
        }
    }

    /** Reads an array of records into {@code result}, a new array of the right class and length. */
    protected static Record[] getRecords(
            Record[] result, MemorySegment memory, long offset, RecordCodec codec, long stride) {
        for (int i = 0; i < result.length; i++) {
            result[i] = codec.decode(memory, offset + stride * i);
        }
        return result;
    }

    static Object checked(@Nullable Object array, int length, String component) {
        if (array == null) {
            throw missing(component);
        }
        if (Array.getLength(array) != length) {
            throw new MessageTypeException(
                    "array has not its declared length: component="
                            + component
                            + ", expected="
                            + length
                            + ", actual="
                            + Array.getLength(array));
        }
        return array;
    }

    private static MessageTypeException missing(String component) {
        return new MessageTypeException(
                "component is null: component="
                        + component
                        + "; a message holds values only, so set it");
    }
}
