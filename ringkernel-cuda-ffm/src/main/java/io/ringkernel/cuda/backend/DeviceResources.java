package io.ringkernel.cuda.backend;

import io.ringkernel.RuntimeOptions;
import io.ringkernel.cuda.CudaContext;
import io.ringkernel.memory.CacheLine;

/**
 * Everything that a runtime allocates on a device, taken at once before its kernel is resident.
 *
 * @param pinned pinned host memory for mailboxes and replies
 * @param states device memory for the actors' state
 * @param control the words and rings of control, in {@code pinned}
 * @param kernel the persistent kernel, with no image yet
 */
record DeviceResources(PinnedHeap pinned, DeviceHeap states, Control control, ResidentKernel kernel)
        implements AutoCloseable {

    /**
     * Allocates what the options ask for. No kernel may be on the device.
     *
     * @throws io.ringkernel.cuda.CudaException if the driver refuses; nothing stays allocated
     */
    static DeviceResources allocate(CudaContext context, RuntimeOptions options) {
        long controlBytes = CacheLine.roundUp(Control.bytes(options.maxActors()), CacheLine.BYTES);
        PinnedHeap pinned =
                new PinnedHeap(
                        context,
                        options.pinnedBytes() + controlBytes + ResidentKernel.REPORT_BYTES);
        DeviceHeap states = null;
        boolean done = false;
        try {
            states = new DeviceHeap(context, options.deviceBytes());
            Control control = new Control(pinned.take(controlBytes), options.maxActors());
            ResidentKernel kernel =
                    new ResidentKernel(
                            context,
                            pinned,
                            control,
                            options.maxActors(),
                            options.commandTimeout());
            done = true;
            return new DeviceResources(pinned, states, control, kernel);
        } finally {
            if (!done) {
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
        states.close();
        pinned.close();
    }
}
