package io.ringkernel.cuda;

import io.ringkernel.cuda.compile.ToolPaths;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this machine can do for RingKernel: plain data, to be printed by others. Sizes are in bytes.
 *
 * @param java the Java runtime
 * @param system operating system, processors and memory
 * @param driver the NVIDIA driver
 * @param gpus the visible GPUs by ordinal; empty without a working driver
 * @param links every ordered pair of different GPUs
 * @param nvrtc the run-time compiler
 * @param nvcc the toolkit's compiler
 * @param imageCache the folder of compiled kernels, or empty if switched off
 * @param advice what is missing and what to do about it, most important first; empty if nothing is
 */
public record MachineReport(
        Java java,
        OperatingSystem system,
        Driver driver,
        List<Gpu> gpus,
        List<Link> links,
        Tool nvrtc,
        Tool nvcc,
        Optional<String> imageCache,
        List<Advice> advice) {

    /** Copies the lists. */
    public MachineReport {
        gpus = List.copyOf(gpus);
        links = List.copyOf(links);
        advice = List.copyOf(advice);
    }

    /**
     * The Java runtime.
     *
     * @param version such as {@code 25.0.3+9-LTS}
     * @param vendor who built it
     * @param home its folder
     * @param nativeAccess whether this module was given native access by a flag or manifest
     */
    public record Java(String version, String vendor, String home, boolean nativeAccess) {}

    /**
     * Operating system, processors and memory.
     *
     * @param name such as {@code Linux}
     * @param version the kernel's version
     * @param architecture such as {@code amd64}
     * @param processors how many this process may use
     * @param memoryTotal installed memory, if known
     * @param memoryAvailable what could be allocated now without swapping, if known
     * @param lockedMemoryLimit how much memory the process may lock, if limited
     */
    public record OperatingSystem(
            String name,
            String version,
            String architecture,
            int processors,
            OptionalLong memoryTotal,
            OptionalLong memoryAvailable,
            OptionalLong lockedMemoryLimit) {}

    /**
     * The NVIDIA driver.
     *
     * @param usable whether CUDA can be used
     * @param cudaVersion the newest CUDA version that it supports, such as {@code 13.0}; empty if
     *     not usable
     * @param kernelModule the kernel module's version, such as {@code 580.159.03}; empty if not
     *     loaded
     * @param problem why it is not usable, in one sentence; empty if it is
     */
    public record Driver(
            boolean usable,
            Optional<String> cudaVersion,
            Optional<String> kernelModule,
            Optional<String> problem) {}

    /**
     * A GPU.
     *
     * @param ordinal its number among the visible ones
     * @param name product name
     * @param uuid {@code GPU-} and a UUID
     * @param pciBusId domain:bus:device.function
     * @param architecture such as {@code sm_90}
     * @param multiprocessors streaming multiprocessors
     * @param clockKiloHertz their highest clock rate
     * @param memoryTotal device memory
     * @param memoryFree device memory free now; empty if the device could not be opened
     * @param l2Cache L2 cache
     * @param sharedMemoryPerBlock most shared memory of a block
     * @param clusters whether blocks can be launched in clusters
     * @param cooperativeLaunch whether grid-wide barriers are possible
     * @param mapsHostMemory whether kernels can use pinned host memory in place
     */
    public record Gpu(
            int ordinal,
            String name,
            String uuid,
            String pciBusId,
            String architecture,
            int multiprocessors,
            int clockKiloHertz,
            long memoryTotal,
            OptionalLong memoryFree,
            long l2Cache,
            long sharedMemoryPerBlock,
            boolean clusters,
            boolean cooperativeLaunch,
            boolean mapsHostMemory) {}

    /**
     * What one GPU can do to another's memory.
     *
     * @param from ordinal of the GPU that accesses
     * @param to ordinal of the GPU whose memory it is
     * @param access whether it can
     * @param nativeAtomics whether its atomics there are native, as they are over NVLink
     * @param performanceRank 0 for the fastest kind of link on this machine
     */
    public record Link(
            int from, int to, boolean access, boolean nativeAtomics, int performanceRank) {
        /** Returns whether this is NVLink, which is told by native atomics. */
        public boolean nvlink() {
            return access && nativeAtomics;
        }
    }

    /**
     * A compiler.
     *
     * @param identity name and version, such as {@code nvcc 13.0}; empty if not found
     * @param location the file or library name it was found by; empty if not found
     * @param problem where it was looked for; empty if found
     */
    public record Tool(
            Optional<String> identity, Optional<String> location, Optional<String> problem) {
        /** Returns whether it was found. */
        public boolean found() {
            return identity.isPresent();
        }
    }

    /**
     * Something to put right.
     *
     * @param missing what is missing
     * @param consequence what does not work without it
     * @param remedy what to install or change
     */
    public record Advice(String missing, String consequence, String remedy) {}

    /**
     * Looks at this machine. Takes about a second; opens and releases every GPU once to ask for its
     * free memory. What cannot be found out is empty: throws nothing.
     */
    public static MachineReport gather() {
        return new MachineProbe(CudaDriver.availability(), ToolPaths.ofProcess()).report();
    }
}
