/** What experiments share: child processes with a time limit, floors, histograms, reports. */
@NullMarked
package io.ringkernel.bench.harness;

import org.jspecify.annotations.NullMarked;
