package io.ringkernel.message;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** Copies arrays of primitives between the heap and memory, element after element without gaps. */
final class PrimitiveArrays {

    private PrimitiveArrays() {}

    static void put(Object array, int length, MemorySegment memory, long offset) {
        switch (array) {
            case int[] ints -> MemorySegment.copy(ints, 0, memory, JAVA_INT, offset, length);
            case long[] longs -> MemorySegment.copy(longs, 0, memory, JAVA_LONG, offset, length);
            case double[] doubles ->
                    MemorySegment.copy(doubles, 0, memory, JAVA_DOUBLE, offset, length);
            case float[] floats ->
                    MemorySegment.copy(floats, 0, memory, JAVA_FLOAT, offset, length);
            case byte[] bytes -> MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, offset, length);
            case short[] shorts ->
                    MemorySegment.copy(shorts, 0, memory, JAVA_SHORT, offset, length);
            case char[] chars -> MemorySegment.copy(chars, 0, memory, JAVA_CHAR, offset, length);
            case boolean[] booleans -> putBooleans(booleans, memory, offset);
            default ->
                    throw new IllegalArgumentException(
                            "not an array of primitives: type=" + array.getClass());
        }
    }

    /** Fills {@code array}, a new array of primitives, and returns it. */
    static Object get(Object array, int length, MemorySegment memory, long offset) {
        switch (array) {
            case int[] ints -> MemorySegment.copy(memory, JAVA_INT, offset, ints, 0, length);
            case long[] longs -> MemorySegment.copy(memory, JAVA_LONG, offset, longs, 0, length);
            case double[] doubles ->
                    MemorySegment.copy(memory, JAVA_DOUBLE, offset, doubles, 0, length);
            case float[] floats ->
                    MemorySegment.copy(memory, JAVA_FLOAT, offset, floats, 0, length);
            case byte[] bytes -> MemorySegment.copy(memory, JAVA_BYTE, offset, bytes, 0, length);
            case short[] shorts ->
                    MemorySegment.copy(memory, JAVA_SHORT, offset, shorts, 0, length);
            case char[] chars -> MemorySegment.copy(memory, JAVA_CHAR, offset, chars, 0, length);
            case boolean[] booleans -> getBooleans(booleans, memory, offset);
            default ->
                    throw new IllegalArgumentException(
                            "not an array of primitives: type=" + array.getClass());
        }
        return array;
    }

    private static void putBooleans(boolean[] array, MemorySegment memory, long offset) {
        for (int i = 0; i < array.length; i++) {
            memory.set(JAVA_BOOLEAN, offset + i, array[i]);
        }
    }

    private static void getBooleans(boolean[] array, MemorySegment memory, long offset) {
        for (int i = 0; i < array.length; i++) {
            array[i] = memory.get(JAVA_BOOLEAN, offset + i);
        }
    }
}
