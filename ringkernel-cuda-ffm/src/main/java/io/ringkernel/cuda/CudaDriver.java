package io.ringkernel.cuda;

import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The NVIDIA driver of this process, opened and initialised once at the first question. Safe for
 * use by any thread.
 *
 * <p>{@code CUDA_MODULE_LOADING=EAGER} is set in the process before {@code cuInit}: lazy loading
 * blocks behind a resident kernel.
 */
public final class CudaDriver {
    private static final Logger LOG = LoggerFactory.getLogger(CudaDriver.class);

    private static final class Holder {
        private static final CudaAvailability INSTANCE = probe();

        private static CudaAvailability probe() {
            CudaAvailability found = DriverProbe.ofProcess().probe();
            switch (found) {
                case CudaAvailability.Available(CudaDriver driver) ->
                        LOG.debug(
                                "driver ready: cuda={}, devices={}",
                                driver.versionText(),
                                driver.deviceCount());
                case CudaAvailability.Unavailable unavailable ->
                        LOG.debug("no CUDA: {}", unavailable.message());
            }
            return found;
        }
    }

    private final SymbolLookup lookup;
    private final int version;
    private final int deviceCount;

    CudaDriver(SymbolLookup lookup, int version, int deviceCount) {
        this.lookup = lookup;
        this.version = version;
        this.deviceCount = deviceCount;
    }

    /**
     * Returns whether CUDA can be used, and if not, why and what to do. The first call opens and
     * initialises the driver (about 0.2 s on a GPU machine); later calls return the same value.
     * Throws nothing.
     */
    public static CudaAvailability availability() {
        return Holder.INSTANCE;
    }

    /**
     * Returns the driver.
     *
     * @throws CudaUnavailableException with reason and hint where CUDA cannot be used
     */
    public static CudaDriver require() {
        return switch (availability()) {
            case CudaAvailability.Available(CudaDriver driver) -> driver;
            case CudaAvailability.Unavailable unavailable ->
                    throw new CudaUnavailableException(unavailable);
        };
    }

    /**
     * Returns the newest CUDA version that the driver supports, as 1000 * major + 10 * minor, such
     * as 13000.
     */
    public int version() {
        return version;
    }

    /** Returns {@link #version()} as people write it, such as {@code 13.0}. */
    public String versionText() {
        return DriverSymbols.versionText(version);
    }

    /** Returns the number of visible devices, at least 1. */
    public int deviceCount() {
        return deviceCount;
    }

    /**
     * Returns a device.
     *
     * @param ordinal its number among the visible devices, from 0
     * @throws IndexOutOfBoundsException if there is no such device
     * @throws CudaException if the driver refuses
     */
    public CudaDevice device(int ordinal) {
        if (ordinal < 0 || ordinal >= deviceCount) {
            throw new IndexOutOfBoundsException(
                    "no such device: ordinal=" + ordinal + ", devices=" + deviceCount);
        }
        return CudaDevice.of(ordinal);
    }

    /** Returns all visible devices in the order of their ordinals. */
    public List<CudaDevice> devices() {
        return IntStream.range(0, deviceCount).mapToObj(CudaDevice::of).toList();
    }

    /**
     * Returns whether the driver exports a function. Functions newer than CUDA 11.4 are to be asked
     * for before their first call: calling one that is absent disables its generated binding for
     * the life of the process.
     *
     * @param function the real symbol, such as {@code cuGreenCtxCreate}
     */
    public boolean supports(String function) {
        return lookup.find(function).isPresent();
    }
}
