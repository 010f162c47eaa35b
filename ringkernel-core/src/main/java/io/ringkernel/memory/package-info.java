/**
 * Layouts that host and device share, each declared once as a {@link io.ringkernel.memory.Struct}:
 * the host takes its offsets from it, the CUDA headers are printed from it, and at start the device
 * is asked whether it agrees.
 */
@NullMarked
package io.ringkernel.memory;

import org.jspecify.annotations.NullMarked;
