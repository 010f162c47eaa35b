/**
 * {@code ringkernel bench}: experiments on the device with their floors in CUDA C++, and JMH
 * suites.
 */
@NullMarked
package io.ringkernel.bench;

import org.jspecify.annotations.NullMarked;
