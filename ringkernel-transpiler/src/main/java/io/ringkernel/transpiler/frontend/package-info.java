/**
 * Class file to IR: abstract interpretation of the operand stack, phi functions after Braun et al.
 * (CC 2013).
 */
@NullMarked
package io.ringkernel.transpiler.frontend;

import org.jspecify.annotations.NullMarked;
