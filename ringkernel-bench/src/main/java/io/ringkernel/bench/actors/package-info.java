/** The actors that are measured. */
@NullMarked
package io.ringkernel.bench.actors;

import org.jspecify.annotations.NullMarked;
