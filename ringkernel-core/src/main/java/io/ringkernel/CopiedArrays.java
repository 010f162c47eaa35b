package io.ringkernel;

import java.util.Arrays;

/** Arrays that are never changed once others can see them. */
final class CopiedArrays {

    private CopiedArrays() {}

    /** Returns a copy with one more element at the end. */
    static <T> T[] with(T[] array, T element) {
        T[] copy = Arrays.copyOf(array, array.length + 1);
        copy[array.length] = element;
        return copy;
    }

    /** Returns a copy without this very element, or the array itself if it is not there. */
    static <T> T[] without(T[] array, T element) {
        int index = indexOf(array, element);
        if (index < 0) {
            return array;
        }
        T[] copy = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, index + 1, copy, index, copy.length - index);
        return copy;
    }

    @SuppressWarnings("ReferenceEquality") // this very element
    private static <T> int indexOf(T[] array, T element) {
        for (int i = 0; i < array.length; i++) {
            if (array[i] == element) {
                return i;
            }
        }
        return -1;
    }
}
