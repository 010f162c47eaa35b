/**
 * Random programs against the transpiler.
 *
 * <pre>
 *   ProgramGenerator (Statements, Expressions, Literals, Calls; Kind, Scope) --- Tree, the source in pieces
 *        |  JavaBatch compiles many in memory
 *      Trial   Messages to the actor on the JVM; the interpreter before and after the passes
 *        |  Batch: many programs as one translation unit
 *      HostCode (g++, a process of its own)   DeviceCode (NVRTC or nvcc, the GPU)
 *        |
 *      Finding --- Shrinker tries smaller Trees
 *
 *   TranspilerFuzz runs Fuzzer, which runs all this on several threads
 * </pre>
 */
@NullMarked
package io.ringkernel.cli.fuzz;

import org.jspecify.annotations.NullMarked;
