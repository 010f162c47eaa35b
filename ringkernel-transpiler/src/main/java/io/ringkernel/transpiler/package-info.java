/**
 * Actors from class files to CUDA C++.
 *
 * <pre>
 *   class file --frontend--&gt; SSA IR --pass--&gt; SSA IR --emit--&gt; CUDA C++
 *        |                     |                                   |
 *    diagnostics            Verifier, IrPrinter              TranspiledActor
 * </pre>
 */
@NullMarked
package io.ringkernel.transpiler;

import org.jspecify.annotations.NullMarked;
