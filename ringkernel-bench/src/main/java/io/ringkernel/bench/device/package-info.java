/**
 * The experiments: each measures through the public API, beside its floor, and reports percentiles
 * and ratios.
 */
@NullMarked
package io.ringkernel.bench.device;

import org.jspecify.annotations.NullMarked;
