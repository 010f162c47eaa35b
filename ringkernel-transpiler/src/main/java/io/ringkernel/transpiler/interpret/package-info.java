/**
 * Runs the IR itself, on the JVM: the meaning of each operation written down once more, in Java, to
 * hold passes and generated code against.
 *
 * <pre>
 *   Transpiler.transpile(protocol, observer)
 *        |  after construction and after each pass that changed something
 *      Stage --- ir()       the program as text
 *            --- receive()  Machine runs it: FunctionCode* prepared for it, Operations for what is pure
 *                           values are {@link io.ringkernel.transpiler.Cells}
 * </pre>
 */
@NullMarked
package io.ringkernel.transpiler.interpret;

import org.jspecify.annotations.NullMarked;
