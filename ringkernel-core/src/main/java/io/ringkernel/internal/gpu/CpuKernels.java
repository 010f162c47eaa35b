package io.ringkernel.internal.gpu;

import io.ringkernel.gpu.Grid;
import io.ringkernel.spi.KernelBackend;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.time.Duration;

/** Kernels run by the JVM itself: the same method, its arrays on the heap. */
public final class CpuKernels implements KernelBackend {

    private volatile boolean closed;

    /** Makes the backend. */
    public CpuKernels() {}

    @Override
    public String device() {
        return "CPU";
    }

    @Override
    public Code load(Method method) {
        checkOpen();
        try {
            method.setAccessible(true);
            MethodHandle body =
                    MethodHandles.lookup()
                            .unreflect(method)
                            .asSpreader(Object[].class, method.getParameterCount())
                            .asType(MethodType.methodType(void.class, Object[].class));
            return new CpuCode(method, body);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "kernel is not accessible: open its package to module io.ringkernel: method="
                            + method,
                    e);
        }
    }

    @Override
    public Memory allocate(Class<?> element, int length) {
        checkOpen();
        return new CpuMemory(Array.newInstance(element, length));
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("kernels are closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class CpuCode implements Code {
        private final Method method;
        private final MethodHandle body;

        CpuCode(Method method, MethodHandle body) {
            this.method = method;
            this.body = body;
        }

        @Override
        public void launch(Grid grid, Object[] arguments, Duration timeout) {
            checkOpen();
            Object[] values = new Object[arguments.length];
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        arguments[i] instanceof CpuMemory memory ? memory.array() : arguments[i];
            }
            Class<?> owner = method.getDeclaringClass();
            new Launch(owner, owner.getName() + "." + method.getName(), body, grid, values)
                    .run(timeout);
        }
    }

    private static final class CpuMemory implements Memory {
        private final Object array;
        private final MemorySegment segment;
        private volatile boolean closed;

        CpuMemory(Object array) {
            this.array = array;
            this.segment =
                    switch (array) {
                        case byte[] a -> MemorySegment.ofArray(a);
                        case short[] a -> MemorySegment.ofArray(a);
                        case char[] a -> MemorySegment.ofArray(a);
                        case int[] a -> MemorySegment.ofArray(a);
                        case long[] a -> MemorySegment.ofArray(a);
                        case float[] a -> MemorySegment.ofArray(a);
                        case double[] a -> MemorySegment.ofArray(a);
                        default -> throw new IllegalArgumentException("not an array: " + array);
                    };
        }

        Object array() {
            if (closed) {
                throw new IllegalStateException("array is closed: bytes=" + segment.byteSize());
            }
            return array;
        }

        @Override
        public void write(long offset, MemorySegment source) {
            array();
            MemorySegment.copy(source, 0, segment, offset, source.byteSize());
        }

        @Override
        public void read(long offset, MemorySegment target) {
            array();
            MemorySegment.copy(segment, offset, target, 0, target.byteSize());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
