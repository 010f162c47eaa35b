package io.ringkernel.cuda.backend;

import io.ringkernel.RuntimeOptions;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.memory.CacheLine;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a runtime allocates on a device, taken at once before its kernel is resident.
 *
 * @param pinned pinned host memory for mailboxes and replies
 * @param states device memory for the actors' state
 * @param control the words and rings of control, in {@code pinned}
 * @param pool what pooled actors share; null if there are to be none
 * @param kernel the persistent kernel, with no image yet
 */
record DeviceResources(
        PinnedHeap pinned,
        DeviceHeap states,
        Control control,
        @Nullable Pool pool,
        ResidentKernel kernel)
        implements AutoCloseable {

    /**
     * Allocates what the options ask for. No kernel may be on the device.
     *
     * @throws io.ringkernel.cuda.CudaException if the driver refuses; nothing stays allocated
     */
    static DeviceResources allocate(CudaContext context, RuntimeOptions options) {
        long controlBytes = CacheLine.roundUp(Control.bytes(options.maxActors()), CacheLine.BYTES);
        boolean pooled = options.maxPooled() > 0;
        PinnedHeap pinned =
                new PinnedHeap(
                        context,
                        options.pinnedBytes()
                                + controlBytes
                                + ResidentKernel.REPORT_BYTES
                                + (pooled ? Pool.pinnedBytes(options) : 0));
        DeviceHeap states = null;
        Pool pool = null;
        boolean done = false;
        try {
            states = new DeviceHeap(context, options.deviceBytes());
            Control control = new Control(pinned.take(controlBytes), options.maxActors());
            pool = pooled ? new Pool(context, pinned, options) : null;
            ResidentKernel kernel =
                    new ResidentKernel(
                            context,
                            pinned,
                            control,
                            pool,
                            options.maxActors(),
                            options.commandTimeout());
            done = true;
            return new DeviceResources(pinned, states, control, pool, kernel);
        } finally {
            if (!done) {
                if (pool != null) {
                    pool.close();
                }
                if (states != null) {
                    states.close();
                }
                pinned.close();
            }
        }
    }

    /** Returns how many bytes are in use, of both kinds of memory. */
    long usedBytes() {
        return pinned.pool().used() + states.pool().used();
    }

    /** Frees everything. No kernel may be on the device. */
    @Override
    public void close() {
        kernel.close();
        if (pool != null) {
            pool.close();
        }
        states.close();
        pinned.close();
    }
}
