package io.ringkernel.gpu;

import io.ringkernel.spi.KernelBackend;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.Objects;

/**
 * An array that stays where the kernels run, from one launch to the next. Copying waits; it and
 * launches of kernels on the same array are for one thread at a time.
 *
 * @param <A> the Java array type that a kernel sees, such as {@code float[]}
 */
public final class GpuArray<A> implements AutoCloseable {

    private final Class<A> type;
    private final int length;
    private final int elementBytes;
    private final KernelBackend.Memory memory;

    GpuArray(Class<A> type, int length, KernelBackend.Memory memory) {
        this.type = type;
        this.length = length;
        this.memory = memory;
        this.elementBytes =
                (int) Kernels.segment(Array.newInstance(type.getComponentType(), 1)).byteSize();
    }

    /** Returns the number of elements. */
    public int length() {
        return length;
    }

    /** Returns the Java array type. */
    public Class<A> type() {
        return type;
    }

    KernelBackend.Memory memory() {
        return memory;
    }

    /**
     * Sets all elements.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public void copyFrom(A source) {
        sameLength(Array.getLength(source));
        copyFrom(0, Kernels.segment(source));
    }

    /**
     * Sets elements from memory.
     *
     * @param index the first element to set
     * @param source its bytes, a multiple of an element's
     * @throws IndexOutOfBoundsException if they do not all lie in the array
     */
    public void copyFrom(int index, MemorySegment source) {
        memory.write(offset(index, source), source);
    }

    /**
     * Reads all elements.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public void copyTo(A target) {
        sameLength(Array.getLength(target));
        copyTo(0, Kernels.segment(target));
    }

    /**
     * Reads elements to memory.
     *
     * @param index the first element to read
     * @param target where to, a multiple of an element's bytes
     * @throws IndexOutOfBoundsException if they do not all lie in the array
     */
    public void copyTo(int index, MemorySegment target) {
        memory.read(offset(index, target), target);
    }

    /** Returns a copy of all elements. */
    public A toArray() {
        A copy = type.cast(Array.newInstance(type.getComponentType(), length));
        copyTo(copy);
        return copy;
    }

    private void sameLength(int other) {
        if (other != length) {
            throw new IllegalArgumentException(
                    "arrays of different lengths: length=%d, other=%d".formatted(length, other));
        }
    }

    private long offset(int index, MemorySegment other) {
        if (other.byteSize() % elementBytes != 0) {
            throw new IllegalArgumentException(
                    "not a number of whole elements: bytes=%d, elementBytes=%d"
                            .formatted(other.byteSize(), elementBytes));
        }
        Objects.checkFromIndexSize(index, other.byteSize() / elementBytes, (long) length);
        return (long) index * elementBytes;
    }

    /** Frees the array; no kernel may use it any more. Idempotent. */
    @Override
    public void close() {
        memory.close();
    }

    @Override
    public String toString() {
        return "GpuArray[" + type.getComponentType() + ", length=" + length + "]";
    }
}
