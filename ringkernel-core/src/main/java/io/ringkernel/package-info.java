/**
 * Actors that run unchanged on the JVM and inside persistent CUDA kernels.
 *
 * <pre>
 *   your code                    RingKernel                        the backend
 *   ---------                    ----------                        -----------
 *   spawn(name, actor) --------> registry, protocol, slot size --> ActorCell
 *
 *   ActorRef.tell(record) -----> mailbox: encode into a slot ----> ring --> poll, decode --> Actor.receive
 *   ActorRef.ask(record) ------> + an entry for the reply                        |
 *        CompletionStage &lt;------------------- reply &lt;---------------- context.reply(record)
 *
 *   deadLetters() &lt;------------- what could not be delivered, with its reason
 * </pre>
 *
 * <p>The ring and its slots ({@link io.ringkernel.queue}) are the same on every backend: in native
 * memory between threads of the JVM for {@link io.ringkernel.Backend#CPU}, in pinned memory between
 * the JVM and a kernel for {@link io.ringkernel.Backend#CUDA}. Start at {@link
 * io.ringkernel.RingKernel} and {@link io.ringkernel.Actor}.
 */
@NullMarked
package io.ringkernel;

import org.jspecify.annotations.NullMarked;
