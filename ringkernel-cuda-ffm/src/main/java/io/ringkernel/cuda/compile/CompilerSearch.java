package io.ringkernel.cuda.compile;

import java.util.Optional;

/**
 * The outcome of looking for a compiler. Immutable.
 *
 * @param compiler what was found
 * @param reason if nothing was, one sentence saying where it was looked for; else empty
 */
public record CompilerSearch(Optional<KernelCompiler> compiler, String reason) {
    static CompilerSearch found(KernelCompiler compiler) {
        return new CompilerSearch(Optional.of(compiler), "");
    }

    static CompilerSearch absent(String reason) {
        return new CompilerSearch(Optional.empty(), reason);
    }
}
