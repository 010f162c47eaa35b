/** JMH suites for the parts that need no device. */
@NullMarked
package io.ringkernel.bench.core;

import org.jspecify.annotations.NullMarked;
