package io.ringkernel.spi;

import io.ringkernel.gpu.Grid;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.time.Duration;

/** Where kernels run. Safe for use by any thread. */
public interface KernelBackend extends AutoCloseable {

    /** Returns what the kernels run on, in words. */
    String device();

    /**
     * Makes a kernel ready to be launched.
     *
     * @param method static and without a result; its parameters are primitives and arrays of these
     * @throws io.ringkernel.gpu.UnsupportedKernelException if it uses what the backend does not
     *     support
     */
    Code load(Method method);

    /**
     * Allocates a zeroed array.
     *
     * @param element a primitive type other than {@code boolean}
     * @param length at least 0
     */
    Memory allocate(Class<?> element, int length);

    /** Frees what it holds, also what has not been closed. Idempotent. */
    @Override
    void close();

    /** A kernel that is ready. */
    interface Code {

        /**
         * Runs the kernel and waits for its end.
         *
         * @param arguments for each parameter a value of its type, or the {@link Memory} of an
         *     array
         * @param timeout how long to wait
         * @throws io.ringkernel.gpu.KernelFaultException if a thread of it fails
         * @throws io.ringkernel.gpu.KernelTimeoutException if it does not end in time
         */
        void launch(Grid grid, Object[] arguments, Duration timeout);
    }

    /** An array where the kernels run. */
    interface Memory extends AutoCloseable {

        /** Copies bytes to the array, from {@code offset} bytes on; the range has been checked. */
        void write(long offset, MemorySegment source);

        /**
         * Copies bytes from the array, from {@code offset} bytes on; the range has been checked.
         */
        void read(long offset, MemorySegment target);

        /** Frees it. Idempotent. */
        @Override
        void close();
    }
}
