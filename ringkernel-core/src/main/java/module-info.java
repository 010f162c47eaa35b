/**
 * RingKernel's core: the API, the rings and codecs that every backend uses, and the CPU backend.
 *
 * <p>A module whose messages or actors are not public opens their package: {@code opens com.acme to
 * io.ringkernel;}.
 */
@SuppressWarnings("module") // io.ringkernel.cuda and .bench are built after this module
module io.ringkernel {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires jdk.unsupported; // sun.reflect.ReflectionFactory makes instances of actors from

    // snapshots

    exports io.ringkernel;
    exports io.ringkernel.clock;
    exports io.ringkernel.gpu;
    exports io.ringkernel.memory;
    exports io.ringkernel.message;
    exports io.ringkernel.queue;
    exports io.ringkernel.spi;
    exports io.ringkernel.internal to
            io.ringkernel.cuda;
    exports io.ringkernel.internal.cpu.mailbox to
            io.ringkernel.bench;
    exports io.ringkernel.internal.cpu.sched to
            io.ringkernel.bench;

    uses io.ringkernel.spi.BackendProvider;
    uses io.ringkernel.spi.KernelProvider;

    provides io.ringkernel.spi.BackendProvider with
            io.ringkernel.internal.cpu.CpuBackendProvider;
}
