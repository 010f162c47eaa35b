/**
 * What a backend implements, and what the runtime gives it.
 *
 * <pre>
 *   ServiceLoader --> BackendProvider --open(BackendEnvironment)--> BackendInstance --spawn(ActorSpec)--> ActorCell
 * </pre>
 */
@NullMarked
package io.ringkernel.spi;

import org.jspecify.annotations.NullMarked;
