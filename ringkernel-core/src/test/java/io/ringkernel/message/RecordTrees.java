package io.ringkernel.message;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.ringkernel.Length;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A second opinion on layouts: what a C compiler would read from memory, found by walking the
 * classes, with nothing of the product in it. Values are lists of boxed primitives, ordinals and
 * text.
 */
final class RecordTrees {

    private static final String LETTERS = "aZ09 ~\u0000éß€漢\uD83D\uDE00";

    private RecordTrees() {}

    // ---- layout

    static long alignment(Class<?> type) {
        if (type.isArray()) {
            return alignment(type.getComponentType());
        }
        if (type == String.class) {
            return 2;
        }
        if (type.isRecord()) {
            long largest = 1;
            for (RecordComponent component : type.getRecordComponents()) {
                largest = Math.max(largest, alignment(component.getType()));
            }
            return largest;
        }
        return scalarSize(type);
    }

    private static long scalarSize(Class<?> type) {
        return switch (type.getName()) {
            case "boolean", "byte" -> 1;
            case "short", "char" -> 2;
            case "long", "double" -> 8;
            default -> 4; // int, float, enums
        };
    }

    static long size(Class<?> type, int length) {
        if (type.isArray()) {
            return length * size(type.getComponentType(), 0);
        }
        if (type == String.class) {
            return up(2 + length, 2);
        }
        return type.isRecord() ? offsets(type).getLast() : scalarSize(type);
    }

    /** Returns the offset of each component, then the size. */
    static List<Long> offsets(Class<?> record) {
        List<Long> offsets = new ArrayList<>();
        long end = 0;
        for (RecordComponent component : record.getRecordComponents()) {
            long at = up(end, alignment(component.getType()));
            offsets.add(at);
            end = at + size(component.getType(), length(component));
        }
        offsets.add(up(Math.max(1, end), alignment(record)));
        return offsets;
    }

    private static long up(long value, long multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }

    static int length(RecordComponent component) {
        Length length = component.getAnnotation(Length.class);
        return length == null ? 0 : length.value()[0];
    }

    // ---- values

    /** Reads what lies in memory. */
    static List<Object> inMemory(Class<?> record, MemorySegment memory, long at) {
        List<Object> tree = new ArrayList<>();
        List<Long> offsets = offsets(record);
        RecordComponent[] components = record.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            tree.add(
                    read(
                            components[i].getType(),
                            length(components[i]),
                            memory,
                            at + offsets.get(i)));
        }
        return tree;
    }

    private static Object read(Class<?> type, int length, MemorySegment memory, long at) {
        if (type.isArray()) {
            Class<?> element = type.getComponentType();
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                elements.add(read(element, 0, memory, at + i * size(element, 0)));
            }
            return elements;
        }
        if (type == String.class) {
            byte[] bytes = memory.asSlice(at + 2, memory.get(JAVA_CHAR, at)).toArray(JAVA_BYTE);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (type.isRecord()) {
            return inMemory(type, memory, at);
        }
        return switch (type.getName()) {
            case "boolean" -> memory.get(JAVA_BOOLEAN, at);
            case "byte" -> memory.get(JAVA_BYTE, at);
            case "short" -> memory.get(JAVA_SHORT, at);
            case "char" -> memory.get(JAVA_CHAR, at);
            case "long" -> memory.get(JAVA_LONG, at);
            case "float" -> memory.get(JAVA_FLOAT, at);
            case "double" -> memory.get(JAVA_DOUBLE, at);
            default -> memory.get(JAVA_INT, at);
        };
    }

    /** Takes an object apart. */
    static Object of(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.ordinal();
        }
        if (value.getClass().isArray()) {
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(of(Array.get(value, i)));
            }
            return elements;
        }
        return value instanceof Record record ? components(record) : value;
    }

    static List<Object> components(Record record) {
        List<Object> tree = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                tree.add(of(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        return tree;
    }

    /** Makes a record of random values. */
    static Record random(Class<?> record, Random random) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            values.add(value(component.getType(), length(component), random));
        }
        try {
            Constructor<?> constructor = record.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return (Record) constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(Class<?> type, int length, Random random) {
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), length);
            for (int i = 0; i < length; i++) {
                Array.set(array, i, value(type.getComponentType(), 0, random));
            }
            return array;
        }
        if (type.isRecord()) {
            return random(type, random);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        return switch (type.getName()) {
            case "boolean" -> random.nextBoolean();
            case "byte" -> (byte) random.nextInt();
            case "short" -> (short) random.nextInt();
            case "char" -> (char) random.nextInt();
            case "int" -> random.nextInt();
            case "long" -> random.nextLong();
            case "float" -> random.nextFloat() - 0.5f;
            case "double" -> random.nextGaussian();
            default -> text(length, random);
        };
    }

    /** Returns text of up to so many bytes, often of just so many. */
    static String text(int capacity, Random random) {
        StringBuilder text = new StringBuilder();
        int wanted = random.nextBoolean() ? capacity : random.nextInt(capacity + 1);
        for (int left = wanted; left > 0; ) {
            int start = random.nextInt(LETTERS.codePointCount(0, LETTERS.length()));
            int point = LETTERS.codePointAt(LETTERS.offsetByCodePoints(0, start));
            int bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes <= left) {
                text.appendCodePoint(point);
                left -= bytes;
            }
        }
        return text.toString();
    }
}
