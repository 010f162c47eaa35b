/**
 * The intermediate representation: functions of basic blocks in static single assignment form, with
 * types, effects and source positions on every instruction.
 *
 * <pre>
 *   Program --- Function* --- Block* --- Phi*, Instruction*, Terminator
 *                                          |
 *              Value = Constant | Parameter | Phi | Instruction        Op = what an instruction does
 * </pre>
 *
 * {@link io.ringkernel.transpiler.ir.Verifier} states the invariants and runs after construction
 * and after every pass.
 */
@NullMarked
package io.ringkernel.transpiler.ir;

import org.jspecify.annotations.NullMarked;
