package io.ringkernel.cuda;

import io.ringkernel.cuda.CudaAvailability.Available;
import io.ringkernel.cuda.CudaAvailability.Unavailable;
import io.ringkernel.cuda.MachineReport.Advice;
import io.ringkernel.cuda.MachineReport.Driver;
import io.ringkernel.cuda.MachineReport.Gpu;
import io.ringkernel.cuda.MachineReport.Link;
import io.ringkernel.cuda.MachineReport.Tool;
import io.ringkernel.cuda.compile.CompilerSearch;
import io.ringkernel.cuda.compile.ImageCache;
import io.ringkernel.cuda.compile.KernelCompiler;
import io.ringkernel.cuda.compile.NvccCompiler;
import io.ringkernel.cuda.compile.NvrtcCompiler;
import io.ringkernel.cuda.compile.ToolPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers a {@link MachineReport} from what it is given. */
final class MachineProbe {
    private static final Logger LOG = LoggerFactory.getLogger(MachineProbe.class);

    private final CudaAvailability availability;
    private final ToolPaths paths;

    MachineProbe(CudaAvailability availability, ToolPaths paths) {
        this.availability = availability;
        this.paths = paths;
    }

    MachineReport report() {
        List<CudaDevice> devices =
                switch (availability) {
                    case Available(CudaDriver driver) -> driver.devices();
                    case Unavailable unavailable -> List.of();
                };
        List<Gpu> gpus = devices.stream().map(MachineProbe::gpu).toList();
        Tool nvrtc = tool(NvrtcCompiler.find(paths));
        Tool nvcc = tool(NvccCompiler.find(paths));
        return new MachineReport(
                java(),
                system(),
                driver(),
                gpus,
                links(devices),
                nvrtc,
                nvcc,
                ImageCache.of(paths).folder().map(Object::toString),
                advice(gpus, nvrtc, nvcc));
    }

    private static MachineReport.Java java() {
        return new MachineReport.Java(
                Runtime.version().toString(),
                property("java.vendor"),
                property("java.home"),
                MachineProbe.class.getModule().isNativeAccessEnabled());
    }

    private static MachineReport.OperatingSystem system() {
        return new MachineReport.OperatingSystem(
                property("os.name"),
                property("os.version"),
                property("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                ProcFiles.memory("MemTotal"),
                ProcFiles.memory("MemAvailable"),
                ProcFiles.lockedMemoryLimit());
    }

    private Driver driver() {
        Optional<String> kernelModule = ProcFiles.nvidiaKernelModule();
        return switch (availability) {
            case Available(CudaDriver driver) ->
                    new Driver(
                            true,
                            Optional.of(driver.versionText()),
                            kernelModule,
                            Optional.empty());
            case Unavailable unavailable ->
                    new Driver(
                            false,
                            Optional.empty(),
                            kernelModule,
                            Optional.of(unavailable.reason()));
        };
    }

    private static Gpu gpu(CudaDevice device) {
        return new Gpu(
                device.ordinal(),
                device.name(),
                device.uuid(),
                device.pciBusId(),
                device.architecture(),
                device.multiprocessors(),
                device.clockKiloHertz(),
                device.totalMemory(),
                freeMemory(device),
                device.l2CacheBytes(),
                device.maxSharedBytesPerBlock(),
                device.supportsClusters(),
                device.supportsCooperativeLaunch(),
                device.canMapHostMemory());
    }

    private static OptionalLong freeMemory(CudaDevice device) {
        try (CudaContext context = CudaContext.retain(device)) {
            return OptionalLong.of(context.memoryInfo().freeBytes());
        } catch (CudaException busy) {
            LOG.debug("device not opened: ordinal={}", device.ordinal(), busy);
            return OptionalLong.empty();
        }
    }

    private static List<Link> links(List<CudaDevice> devices) {
        List<Link> links = new ArrayList<>();
        for (CudaDevice from : devices) {
            for (CudaDevice to : devices) {
                if (from.ordinal() != to.ordinal()) {
                    links.add(
                            new Link(
                                    from.ordinal(),
                                    to.ordinal(),
                                    from.canAccessPeer(to),
                                    from.peerNativeAtomics(to),
                                    from.peerPerformanceRank(to)));
                }
            }
        }
        return links;
    }

    private static Tool tool(CompilerSearch search) {
        return new Tool(
                search.compiler().map(KernelCompiler::identity),
                search.compiler().map(KernelCompiler::location),
                search.compiler().isPresent() ? Optional.empty() : Optional.of(search.reason()));
    }

    private List<Advice> advice(List<Gpu> gpus, Tool nvrtc, Tool nvcc) {
        List<Advice> advice = new ArrayList<>();
        if (availability instanceof Unavailable unavailable) {
            advice.add(
                    new Advice(
                            unavailable.reason(),
                            "Actors run on the CPU backend.",
                            unavailable.hint()));
        }
        for (Gpu gpu : gpus) {
            if (!gpu.mapsHostMemory() || !gpu.cooperativeLaunch()) {
                advice.add(
                        new Advice(
                                "GPU "
                                        + gpu.ordinal()
                                        + " ("
                                        + gpu.name()
                                        + ") lacks mapped host memory or cooperative launch.",
                                "The CUDA backend cannot use it.",
                                "Use a GPU of compute capability 6.0 or newer, natively or through WSL 2."));
            }
        }
        if (!nvrtc.found() && !nvcc.found()) {
            advice.add(
                    new Advice(
                            "Neither NVRTC nor nvcc was found.",
                            "Only kernels that are cached or on the class path run on the GPU.",
                            "Install NVRTC (package cuda-nvrtc of the CUDA toolkit) or the toolkit with nvcc on the PATH."));
        } else if (!nvrtc.found()) {
            advice.add(
                    new Advice(
                            "NVRTC was not found.",
                            "New kernels are compiled by nvcc, ten times as slowly.",
                            "Install NVRTC (package cuda-nvrtc of the CUDA toolkit), or set -D"
                                    + ToolPaths.NVRTC_PROPERTY
                                    + "=/path/to/libnvrtc.so."));
        }
        Module module = MachineProbe.class.getModule();
        if (!module.isNativeAccessEnabled()) {
            advice.add(
                    new Advice(
                            "Java was not told that native access is wanted.",
                            "It prints a warning, and later versions will refuse.",
                            "Start Java with " + DriverProbe.nativeAccessFlag(module) + "."));
        }
        return advice;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
