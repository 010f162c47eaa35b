package io.ringkernel.transpiler;

import io.ringkernel.ActorFault;
import java.lang.reflect.Method;
import java.util.List;

/**
 * A kernel as CUDA C++.
 *
 * <p>A translation unit is, in this order: the {@code rk_} types, {@link Transpiler#prelude()},
 * {@link Transpiler#gpuPrelude()}, and the {@code source} of each kernel in it.
 *
 * @param method the Java method
 * @param entry the name of the {@code extern "C"} kernel. For each Java parameter it has one, for
 *     an array two: the address and the {@code int} length; then the address of a {@code
 *     RkKernelFault} in memory of the host, and that of a zeroed 32-bit word
 * @param source the text
 * @param faultSites where it can fail; the first has number 1
 * @param ir the intermediate representation it was written from, for people
 */
public record TranspiledKernel(
        Method method, String entry, String source, List<FaultSite> faultSites, String ir) {

    /** Copies the list. */
    public TranspiledKernel {
        faultSites = List.copyOf(faultSites);
    }

    /**
     * Returns what a fault that the device reported means.
     *
     * @throws IllegalArgumentException if there is no such site
     */
    public ActorFault fault(int site, long a, long b) {
        if (site < 1 || site > faultSites.size()) {
            throw new IllegalArgumentException(
                    "no such fault site: site=" + site + ", sites=" + faultSites.size());
        }
        return faultSites.get(site - 1).toFault(a, b);
    }
}
