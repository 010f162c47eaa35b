package io.ringkernel.cuda.backend;

import io.ringkernel.BackendUnavailableException;
import io.ringkernel.RingKernelException;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.cuda.CudaDevice;
import io.ringkernel.cuda.CudaDriver;
import io.ringkernel.cuda.CudaException;
import io.ringkernel.cuda.CudaStream;
import io.ringkernel.cuda.DeviceMemory;
import io.ringkernel.cuda.PinnedMemory;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.spi.KernelBackend;
import io.ringkernel.transpiler.TranspiledKernel;
import io.ringkernel.transpiler.Transpiler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels on one GPU: own stream, own memory. Whatever waits in the driver for all of the device
 * (loading, allocating, freeing) is done while no persistent kernel of actors is on it. One launch
 * or copy runs at a time.
 */
final class CudaKernels implements KernelBackend {

    private static final Logger LOG = LoggerFactory.getLogger(CudaKernels.class);

    private static final int MIN_COMPUTE_CAPABILITY = 80; // warp reductions of integers

    private static final long STAGING_BYTES = 8 << 20;
    private static final Duration COPY_TIMEOUT = Duration.ofSeconds(60);

    /** How long to ask without a pause: most kernels are short. */
    private static final long SPIN_NANOS = 100_000;

    private final CudaContext context;
    private final Residents residents;
    private final CudaStream stream;
    private final PinnedMemory pinned;
    private final DeviceMemory claimed;

    /** Whatever must be freed, the last made first. */
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    /** Held during a launch, a copy, and while resources come and go. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean lost;
    private boolean closed;

    private CudaKernels(CudaContext context, Residents residents) {
        this.context = context;
        this.residents = residents;
        boolean done = false;
        try {
            stream = made(CudaStream.create(context));
            pinned = made(PinnedMemory.allocate(context, STAGING_BYTES + CacheLine.BYTES));
            claimed = made(DeviceMemory.allocate(context, CacheLine.BYTES));
            claimed.zero(stream);
            done = true;
        } finally {
            if (!done) {
                resources.forEach(CudaKernels::release);
            }
        }
    }

    private <T extends AutoCloseable> T made(T resource) {
        resources.push(resource);
        return resource;
    }

    static CudaKernels open() {
        CudaDevice device = CudaDriver.require().device(0);
        if (device.computeCapability() < MIN_COMPUTE_CAPABILITY) {
            throw new BackendUnavailableException(
                    "kernels need compute capability 8.0: device=" + device);
        }
        CudaContext context = CudaContext.retain(device);
        boolean done = false;
        try {
            Residents residents = Residents.of(device);
            CudaKernels kernels = residents.alone(() -> new CudaKernels(context, residents));
            done = true;
            return kernels;
        } finally {
            if (!done) {
                context.close();
            }
        }
    }

    @Override
    public String device() {
        return context.device().toString();
    }

    @Override
    public Code load(Method method) {
        TranspiledKernel kernel = Transpiler.kernel(method);
        return CudaKernel.load(this, context, kernel);
    }

    @Override
    public Memory allocate(Class<?> element, int length) {
        long bytes = (long) length * elementBytes(element);
        DeviceMemory memory = owned(() -> made(DeviceMemory.allocate(context, Math.max(bytes, 1))));
        exclusively(() -> {
            memory.zero(stream);
            await("zero", COPY_TIMEOUT);
        });
        return new CudaArray(this, memory, length);
    }

    private static int elementBytes(Class<?> element) {
        return switch (element.getName()) {
            case "byte" -> Byte.BYTES;
            case "short", "char" -> Short.BYTES;
            case "int", "float" -> Integer.BYTES;
            default -> Long.BYTES;
        };
    }

    CudaStream stream() {
        return stream;
    }

    /** Returns the word by which one thread that fails gets to report it. */
    DeviceMemory claimed() {
        return claimed;
    }

    /** Returns where it reports. */
    long faultPointer() {
        return pinned.devicePointer() + STAGING_BYTES;
    }

    MemorySegment fault() {
        return pinned.segment().asSlice(STAGING_BYTES, CacheLine.BYTES);
    }

    /** Makes or frees something while nothing else runs on the device. */
    <T> T owned(Supplier<T> action) {
        lock.lock();
        try {
            checkUsable();
            return residents.alone(action);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps something to be freed at the end; called within {@link #owned}. */
    void keep(AutoCloseable resource) {
        resources.push(resource);
    }

    /** Uses the stream alone. */
    void exclusively(Runnable action) {
        lock.lock();
        try {
            checkUsable();
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private void checkUsable() {
        if (closed) {
            throw new IllegalStateException("kernels are closed");
        }
        if (lost) {
            throw new RingKernelException(
                    "an earlier kernel has not ended or spoilt its context; start a new process:"
                            + " device="
                            + context.device());
        }
    }

    /**
     * Waits for what has been queued, within {@link #exclusively}.
     *
     * @return whether it is done; if not, nothing can be launched any more
     */
    boolean await(String what, Duration timeout) {
        try {
            long start = System.nanoTime();
            while (!stream.query()) {
                if (System.nanoTime() - start > SPIN_NANOS) {
                    lost = !stream.await(timeout);
                    break;
                }
                Thread.onSpinWait();
            }
        } catch (CudaException e) {
            lost = e.isSticky();
            throw e;
        }
        if (lost) {
            LOG.warn("not done in time: what={}, timeout={}", what, timeout);
        }
        return !lost;
    }

    void write(DeviceMemory memory, long offset, MemorySegment source) {
        exclusively(() -> {
            for (long done = 0; done < source.byteSize(); done += STAGING_BYTES) {
                long bytes = Math.min(STAGING_BYTES, source.byteSize() - done);
                MemorySegment.copy(source, done, pinned.segment(), 0, bytes);
                memory.copyFrom(offset + done, pinned, 0, bytes, stream);
                copied();
            }
        });
    }

    void read(DeviceMemory memory, long offset, MemorySegment target) {
        exclusively(() -> {
            for (long done = 0; done < target.byteSize(); done += STAGING_BYTES) {
                long bytes = Math.min(STAGING_BYTES, target.byteSize() - done);
                memory.copyTo(offset + done, pinned, 0, bytes, stream);
                copied();
                MemorySegment.copy(pinned.segment(), 0, target, done, bytes);
            }
        });
    }

    private void copied() {
        if (!await("copy", COPY_TIMEOUT)) {
            throw new RingKernelException("a copy has not ended: device=" + context.device());
        }
    }

    void free(DeviceMemory memory) {
        lock.lock();
        try {
            if (!closed && !lost && resources.remove(memory)) {
                residents.alone(() -> {
                    memory.close();
                    return memory;
                });
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the site of the last launch's fault and makes ready for the next, 0 if none. */
    int takeFault() {
        int site = fault().get(ValueLayout.JAVA_INT, 0);
        if (site != 0) {
            fault().set(ValueLayout.JAVA_INT, 0, 0);
            claimed.zero(stream);
        }
        return site;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (lost) {
                LOG.warn(
                        "memory stays allocated, as a kernel may still use it: device={}",
                        device());
                return;
            }
            residents.alone(() -> {
                resources.forEach(CudaKernels::release);
                return resources;
            });
            context.close();
        } finally {
            lock.unlock();
        }
    }

    private static void release(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("cannot be freed: resource={}", resource, e);
        }
    }
}
