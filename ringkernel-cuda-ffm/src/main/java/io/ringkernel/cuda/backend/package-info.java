/**
 * The CUDA backend: actors in one persistent kernel per runtime.
 *
 * <pre>
 *   CudaBackend ---- BehaviorTable   actor class -> transpiled handlers -> kernel source
 *        |
 *        +---------- ResidentKernel  image, launch, stop, relaunch when a new class of actor comes
 *        +---------- Control         words and rings through which host and grid talk
 *        +---------- Conductor       the thread that polls replies, beats the heart, expires asks, sees losses
 *        +---------- CudaActor       one pinned actor: mailbox, replies, lifecycle
 *        +---------- Pool            rings and numbers that pooled actors share
 *        +---------- PooledActor     one of these
 * </pre>
 */
@NullMarked
package io.ringkernel.cuda.backend;

import org.jspecify.annotations.NullMarked;
