package io.ringkernel.cuda;

import io.ringkernel.cuda.CudaAvailability.Available;
import io.ringkernel.cuda.CudaAvailability.Cause;
import io.ringkernel.cuda.CudaAvailability.Unavailable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and initialises a driver and says in one sentence what stands in the way. Where the library
 * is looked for, the environment and the platform are given, so that each sentence is tested
 * without a GPU.
 */
final class DriverProbe {
    private static final Logger LOG = LoggerFactory.getLogger(DriverProbe.class);
    private static final String VISIBLE_DEVICES = "CUDA_VISIBLE_DEVICES";
    private static final String MODULE_LOADING = "CUDA_MODULE_LOADING";
    private static final String EAGER = "EAGER";

    /** {@code System.getenv}, or a test's own; its result may be null. */
    interface Environment {
        @Nullable String get(String name);
    }

    private final List<String> candidates;
    private final Environment environment;
    private final UnaryOperator<String> platform;

    /**
     * @param candidates names or paths of the driver library, in the order tried
     * @param environment reads an environment variable
     * @param platform reads {@code os.name} and {@code os.arch}
     */
    DriverProbe(List<String> candidates, Environment environment, UnaryOperator<String> platform) {
        this.candidates = candidates;
        this.environment = environment;
        this.platform = platform;
    }

    /** The probe of this process. */
    static DriverProbe ofProcess() {
        return new DriverProbe(
                DriverLibrary.CANDIDATES,
                System::getenv,
                property -> System.getProperty(property, "unknown"));
    }

    CudaAvailability probe() {
        String os = platform.apply("os.name");
        if (!os.toLowerCase(Locale.ROOT).contains("linux")) {
            return new Unavailable(
                    Cause.UNSUPPORTED_PLATFORM,
                    "The CUDA backend runs on Linux: os.name=" + os + ".",
                    "Use the CPU backend here.");
        }
        try {
            Optional<DriverLibrary> library = DriverLibrary.open(candidates);
            if (library.isEmpty()) {
                return new Unavailable(
                        Cause.NO_DRIVER,
                        "No NVIDIA driver is installed: "
                                + candidates.getFirst()
                                + " was not found.",
                        "Install the NVIDIA driver (in a container, start it with GPU access, such as docker run --gpus"
                                + " all).");
            }
            return initialise(library.get());
        } catch (IllegalCallerException denied) {
            LOG.debug("native access denied", denied);
            return new Unavailable(
                    Cause.NATIVE_ACCESS_DENIED,
                    "Java may not call native code from " + describeModule() + ".",
                    "Start Java with " + nativeAccessFlag(DriverProbe.class.getModule()) + ".");
        }
    }

    private CudaAvailability initialise(DriverLibrary library) {
        Optional<DriverSymbols.Symbol> missing = DriverSymbols.firstMissing(library.lookup());
        if (missing.isPresent()) {
            return tooOld(library, missing.get());
        }
        makeModuleLoadingEager();
        int result = library.init();
        if (result != CudaResult.SUCCESS) {
            return result == CudaResult.NO_DEVICE
                    ? noDevice(library, result)
                    : failed(library, result);
        }
        int count = library.deviceCount();
        if (count == 0) {
            return noDevice(library, CudaResult.NO_DEVICE);
        }
        return new Available(new CudaDriver(library.lookup(), library.version(), count));
    }

    /**
     * Lazy loading takes a lock that a resident kernel holds until it ends: the first launch of a
     * second kernel would wait for ever. The driver reads the variable in {@code cuInit}.
     */
    private void makeModuleLoadingEager() {
        String before = environment.get(MODULE_LOADING);
        if (EAGER.equals(before)) {
            return;
        }
        if (before != null) {
            LOG.info(
                    "{}={} is replaced by {}: lazy loading would wait for a resident kernel",
                    MODULE_LOADING,
                    before,
                    EAGER);
        }
        ProcessEnvironment.set(MODULE_LOADING, EAGER);
    }

    private static Unavailable tooOld(DriverLibrary library, DriverSymbols.Symbol missing) {
        int version = library.version();
        String needed = DriverSymbols.versionText(missing.version());
        return new Unavailable(
                Cause.DRIVER_TOO_OLD,
                "The NVIDIA driver is too old: it lacks "
                        + missing.name()
                        + ", which drivers for CUDA "
                        + needed
                        + " and newer have"
                        + (version == 0
                                ? "."
                                : " (this one is for CUDA "
                                        + DriverSymbols.versionText(version)
                                        + ")."),
                "Install a newer NVIDIA driver.");
    }

    private Unavailable noDevice(DriverLibrary library, int result) {
        String visible = environment.get(VISIBLE_DEVICES);
        if (visible != null) {
            return new Unavailable(
                    Cause.DEVICES_HIDDEN,
                    visible.isBlank()
                            ? VISIBLE_DEVICES + " is set but empty, which hides every GPU."
                            : VISIBLE_DEVICES + "=" + visible + " leaves no GPU visible.",
                    "Unset it, or name GPUs that exist, such as " + VISIBLE_DEVICES + "=0.");
        }
        return new Unavailable(
                Cause.NO_DEVICE,
                "The NVIDIA driver finds no GPU: cuInit returned " + library.describe(result) + ".",
                "Check that nvidia-smi lists a GPU and that /dev/nvidia* can be read and written.");
    }

    private static Unavailable failed(DriverLibrary library, int result) {
        String hint =
                switch (result) {
                    case CudaResult.STUB_LIBRARY ->
                            "The CUDA toolkit's stub was found instead of the driver: remove its stubs folder from"
                                    + " LD_LIBRARY_PATH.";
                    case CudaResult.SYSTEM_NOT_READY ->
                            "Start the NVIDIA fabric manager (nvidia-fabricmanager), which NVSwitch machines need.";
                    case CudaResult.SYSTEM_DRIVER_MISMATCH ->
                            "The driver's library and kernel module are of different versions: reboot or reload the nvidia"
                                    + " kernel module.";
                    case CudaResult.COMPAT_NOT_SUPPORTED_ON_DEVICE ->
                            "Remove the CUDA forward-compatibility package (cuda-compat) from the library path: this GPU does"
                                    + " not support it.";
                    default ->
                            "Check that nvidia-smi works and that the nvidia_uvm kernel module is loaded.";
                };
        return new Unavailable(
                Cause.INITIALISATION_FAILED,
                "The NVIDIA driver could not be initialised: cuInit returned "
                        + library.describe(result)
                        + ".",
                hint);
    }

    private static String describeModule() {
        Module module = DriverProbe.class.getModule();
        return module.isNamed() ? "module " + module.getName() : "the class path";
    }

    /** The exact flag that permits this module, wherever it was put, to call native code. */
    static String nativeAccessFlag(Module module) {
        return "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }
}
