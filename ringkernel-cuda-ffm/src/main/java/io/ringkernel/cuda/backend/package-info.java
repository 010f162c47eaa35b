/**
 * The CUDA backend: actors in one persistent kernel per runtime.
 *
 * <pre>
 *   CudaBackend ---- BehaviorTable   actor class -> transpiled handlers -> kernel source
 *        |
 *        +---------- ResidentKernel  image, launch, stop, relaunch when a new class of actor comes
 *        +---------- Control         words and rings through which host and grid talk
 *        +---------- Conductor       the thread that polls replies, beats the heart, expires asks, sees losses
 *        +---------- CudaActor       one actor: mailbox, replies, lifecycle
 * </pre>
 */
@NullMarked
package io.ringkernel.cuda.backend;

import org.jspecify.annotations.NullMarked;
