/**
 * What every backend shares behind the public interfaces: mailboxes, asks, endings and faults.
 * Exported to RingKernel's own modules only.
 *
 * <pre>
 *   ActorEndpoint (tell, ask, state) --+--> Mailbox ------> SlotProducer --> ring --> whoever runs the actor
 *                                      +--> PendingAsks --> AskFuture   &lt;-- replied / unanswered / Ending
 * </pre>
 */
@NullMarked
package io.ringkernel.internal;

import org.jspecify.annotations.NullMarked;
