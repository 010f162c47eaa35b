package io.ringkernel.cuda;

/**
 * Whether this process can use CUDA, as a value: a machine without a GPU is a normal place to run,
 * not an exception. Immutable.
 */
public sealed interface CudaAvailability {

    /**
     * The driver is initialised and has at least one device.
     *
     * @param driver the process's driver
     */
    record Available(CudaDriver driver) implements CudaAvailability {}

    /**
     * CUDA cannot be used.
     *
     * @param cause what kind of reason, for code that decides
     * @param reason one sentence saying what was found, for people
     * @param hint one sentence saying what to do about it
     */
    record Unavailable(Cause cause, String reason, String hint) implements CudaAvailability {
        /** Returns reason and hint as one text. */
        public String message() {
            return reason + " " + hint;
        }
    }

    /** The kinds of reason for which CUDA cannot be used. */
    enum Cause {
        /** The operating system or processor has no {@code libcuda.so.1}. */
        UNSUPPORTED_PLATFORM,
        /** Java was started so that this module may not call native code. */
        NATIVE_ACCESS_DENIED,
        /** The driver's library {@code libcuda.so.1} was not found. */
        NO_DRIVER,
        /** The driver lacks a function that is needed. */
        DRIVER_TOO_OLD,
        /** The driver works but sees no device. */
        NO_DEVICE,
        /** {@code CUDA_VISIBLE_DEVICES} hides every device. */
        DEVICES_HIDDEN,
        /** {@code cuInit} failed for another reason. */
        INITIALISATION_FAILED
    }
}
