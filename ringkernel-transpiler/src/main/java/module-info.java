/**
 * Translates actors from class files to CUDA C++. Needs neither a GPU nor a CUDA toolkit.
 *
 * <p>{@link io.ringkernel.transpiler.Transpiler} is the way in.
 */
module io.ringkernel.transpiler {
    requires transitive io.ringkernel;
    requires static org.jspecify;

    exports io.ringkernel.transpiler;
}
