/**
 * The device runtime: the CUDA C++ of the persistent kernel and the structures that it shares with
 * the host.
 */
module io.ringkernel.kernels {
    requires transitive io.ringkernel;
    requires static org.jspecify;

    exports io.ringkernel.kernels;
}
