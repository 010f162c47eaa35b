package io.ringkernel.cuda.backend;

import io.ringkernel.RingKernelException;
import io.ringkernel.cuda.CudaDevice;
import io.ringkernel.cuda.DeviceAttribute;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The persistent kernels of this process on one device, one a runtime. Loading a module and
 * allocating memory wait in the driver for running kernels, which persistent ones never end; so
 * whoever does that first has every kernel of the process leave the device, and brings them back
 * afterwards. Their actors keep state and mailboxes and go on.
 */
final class Residents {

    private static final Map<Integer, Residents> BY_DEVICE = new ConcurrentHashMap<>();

    /** Held while any kernel of the device is launched or stopped. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<ResidentKernel> kernels = new LinkedHashSet<>();

    private Residents() {}

    static Residents of(CudaDevice device) {
        return BY_DEVICE.computeIfAbsent(device.ordinal(), _ -> new Residents());
    }

    /** What a kernel takes of one multiprocessor. */
    record Share(int blocks, int sharedBytes, int registers) {

        static final Share NONE = new Share(0, 0, 0);

        Share plus(Share other) {
            return new Share(
                    blocks + other.blocks,
                    sharedBytes + other.sharedBytes,
                    registers + other.registers);
        }

        boolean fits(CudaDevice device) {
            return blocks <= device.attribute(DeviceAttribute.MAX_BLOCKS_PER_MULTIPROCESSOR)
                    && sharedBytes
                            <= device.attribute(
                                    DeviceAttribute.MAX_SHARED_MEMORY_PER_MULTIPROCESSOR)
                    && registers
                            <= device.attribute(DeviceAttribute.MAX_REGISTERS_PER_MULTIPROCESSOR);
        }
    }

    /** Returns what the other kernels take. Called within {@link #alone}. */
    Share others(ResidentKernel kernel) {
        Share sum = Share.NONE;
        for (ResidentKernel other : kernels) {
            if (other != kernel) {
                sum = sum.plus(other.share());
            }
        }
        return sum;
    }

    void add(ResidentKernel kernel) {
        locked(() -> kernels.add(kernel));
    }

    void remove(ResidentKernel kernel) {
        locked(() -> kernels.remove(kernel));
    }

    /** Runs an action while no kernel is launched or stopped by another thread. */
    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #locked}, but returns at once, doing nothing, if another thread is at it. */
    void tryLocked(Runnable action) {
        if (lock.tryLock()) {
            try {
                action.run();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Runs an action while no kernel of this process is on the device, then brings those back that
     * were.
     *
     * @throws RingKernelException if one does not leave in time
     */
    <T> T alone(Supplier<T> action) {
        lock.lock();
        List<ResidentKernel> stopped = new ArrayList<>();
        try {
            for (ResidentKernel kernel : kernels) {
                if (kernel.isResident()) {
                    kernel.stop();
                    stopped.add(kernel);
                }
            }
            return action.get();
        } finally {
            try {
                stopped.forEach(ResidentKernel::launch);
            } finally {
                lock.unlock();
            }
        }
    }
}
