package io.ringkernel.cuda.compile;

/** Compiles CUDA C++ to a cubin. Implementations are safe for use by any thread. */
public interface KernelCompiler {

    /** Returns the compiler's name and version, such as {@code NVRTC 13.0}. */
    String identity();

    /** Returns the file it was found in, or the name under which the dynamic linker found it. */
    String location();

    /**
     * Compiles one translation unit.
     *
     * @param source CUDA C++; header-free source compiles twenty times as fast as with the
     *     cooperative-groups headers
     * @param architecture the exact architecture, such as {@code sm_90}
     * @param options how to compile
     * @throws KernelCompilationException if the source is wrong or the compiler does not work
     * @throws IllegalArgumentException if {@code architecture} is not of the form {@code sm_NN}
     */
    CompiledImage compile(String source, String architecture, CompileOptions options);
}
