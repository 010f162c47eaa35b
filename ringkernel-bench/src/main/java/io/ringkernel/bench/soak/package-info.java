/**
 * The soak: every path of the core, loaded at random and audited message by message.
 *
 * <pre>
 *   SoakCommand -> Soak (workers, watch) -> Round (one shape, one seed) -> SoakPath
 *                                             Audit: each sequence number once, in order
 * </pre>
 */
@NullMarked
package io.ringkernel.bench.soak;

import org.jspecify.annotations.NullMarked;
