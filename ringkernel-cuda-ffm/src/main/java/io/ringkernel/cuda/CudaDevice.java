package io.ringkernel.cuda;

import io.ringkernel.cuda.ffi.CUuuid_st;
import io.ringkernel.cuda.ffi.Cuda;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One GPU that the process can see. Each method asks the driver; nothing needs a context and
 * nothing is cached. Safe for use by any thread. Every method throws {@link CudaException} if the
 * driver refuses.
 */
public final class CudaDevice {
    private static final int NAME_BYTES = 256;
    private static final int PCI_ID_BYTES = 32;

    private final int ordinal;
    private final int handle;

    private CudaDevice(int ordinal, int handle) {
        this.ordinal = ordinal;
        this.handle = handle;
    }

    static CudaDevice of(int ordinal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            CudaException.check(Cuda.cuDeviceGet(out, ordinal), "cuDeviceGet");
            return new CudaDevice(ordinal, out.get(ValueLayout.JAVA_INT, 0));
        }
    }

    int handle() {
        return handle;
    }

    /** Returns the device's number among the visible ones, from 0. */
    public int ordinal() {
        return ordinal;
    }

    /** Returns the product's name, such as {@code NVIDIA H200}. */
    public String name() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(NAME_BYTES);
            CudaException.check(Cuda.cuDeviceGetName(out, NAME_BYTES, handle), "cuDeviceGetName");
            return out.getString(0);
        }
    }

    /**
     * Returns the device's identity as {@code nvidia-smi -L} writes it: {@code GPU-} and a UUID.
     */
    public String uuid() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = CUuuid_st.allocate(arena);
            CudaException.check(Cuda.cuDeviceGetUuid_v2(out, handle), "cuDeviceGetUuid_v2");
            String hex = HexFormat.of().formatHex(out.toArray(ValueLayout.JAVA_BYTE));
            return "GPU-"
                    + hex.substring(0, 8)
                    + '-'
                    + hex.substring(8, 12)
                    + '-'
                    + hex.substring(12, 16)
                    + '-'
                    + hex.substring(16, 20)
                    + '-'
                    + hex.substring(20);
        }
    }

    /**
     * Returns the PCI address as domain:bus:device.function, such as {@code 0000:1b:00.0}, in lower
     * case.
     */
    public String pciBusId() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(PCI_ID_BYTES);
            CudaException.check(
                    Cuda.cuDeviceGetPCIBusId(out, PCI_ID_BYTES, handle), "cuDeviceGetPCIBusId");
            return out.getString(0).toLowerCase(Locale.ROOT);
        }
    }

    /** Returns an attribute; its unit is the attribute's. */
    public int attribute(DeviceAttribute attribute) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            int result = Cuda.cuDeviceGetAttribute(out, attribute.code(), handle);
            if (result != CudaResult.SUCCESS) {
                throw CudaException.of(
                        result,
                        "cuDeviceGetAttribute",
                        "attribute=" + attribute + ", device=" + ordinal);
            }
            return out.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** Returns the compute capability as 10 * major + minor, such as 90. */
    public int computeCapability() {
        return 10 * attribute(DeviceAttribute.COMPUTE_CAPABILITY_MAJOR)
                + attribute(DeviceAttribute.COMPUTE_CAPABILITY_MINOR);
    }

    /** Returns the exact architecture to compile for, such as {@code sm_90}. */
    public String architecture() {
        return "sm_" + computeCapability();
    }

    /** Returns the number of streaming multiprocessors. */
    public int multiprocessors() {
        return attribute(DeviceAttribute.MULTIPROCESSOR_COUNT);
    }

    /** Returns the size of device memory in bytes. */
    public long totalMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            CudaException.check(Cuda.cuDeviceTotalMem_v2(out, handle), "cuDeviceTotalMem_v2");
            return out.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Returns the size of the L2 cache in bytes. */
    public int l2CacheBytes() {
        return attribute(DeviceAttribute.L2_CACHE_SIZE);
    }

    /**
     * Returns how much shared memory a block can have, in bytes, after {@link
     * CudaFunction#setMaxDynamicSharedBytes}.
     */
    public int maxSharedBytesPerBlock() {
        return attribute(DeviceAttribute.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
    }

    /** Returns the clock rate of the multiprocessors in kHz. */
    public int clockKiloHertz() {
        return attribute(DeviceAttribute.CLOCK_RATE);
    }

    /** Returns whether blocks can be launched in clusters. */
    public boolean supportsClusters() {
        return attribute(DeviceAttribute.CLUSTER_LAUNCH) != 0;
    }

    /** Returns whether kernels with a grid-wide barrier can be launched. */
    public boolean supportsCooperativeLaunch() {
        return attribute(DeviceAttribute.COOPERATIVE_LAUNCH) != 0;
    }

    /** Returns whether kernels can read and write pinned host memory. */
    public boolean canMapHostMemory() {
        return attribute(DeviceAttribute.CAN_MAP_HOST_MEMORY) != 0;
    }

    /** Returns whether kernels on this device can be given access to the other's memory. */
    public boolean canAccessPeer(CudaDevice other) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            CudaException.check(
                    Cuda.cuDeviceCanAccessPeer(out, handle, other.handle), "cuDeviceCanAccessPeer");
            return out.get(ValueLayout.JAVA_INT, 0) != 0;
        }
    }

    /**
     * Returns the driver's rank of the link to another device: 0 is the fastest kind of link on
     * this machine.
     */
    public int peerPerformanceRank(CudaDevice other) {
        return peerAttribute(Cuda.CU_DEVICE_P2P_ATTRIBUTE_PERFORMANCE_RANK(), other);
    }

    /**
     * Returns whether atomics on the other's memory are native, which NVLink offers and PCIe does
     * not.
     */
    public boolean peerNativeAtomics(CudaDevice other) {
        return peerAttribute(Cuda.CU_DEVICE_P2P_ATTRIBUTE_NATIVE_ATOMIC_SUPPORTED(), other) != 0;
    }

    private int peerAttribute(int attribute, CudaDevice other) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT);
            CudaException.check(
                    Cuda.cuDeviceGetP2PAttribute(out, attribute, handle, other.handle),
                    "cuDeviceGetP2PAttribute");
            return out.get(ValueLayout.JAVA_INT, 0);
        }
    }

    @Override
    public String toString() {
        return "CudaDevice[ordinal=" + ordinal + "]";
    }
}
