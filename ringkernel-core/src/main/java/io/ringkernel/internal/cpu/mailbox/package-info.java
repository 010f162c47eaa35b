/**
 * The queues in which an actor on the CPU keeps references to its messages.
 *
 * <pre>
 *   producers --offer--> GrowingQueue   lock-free claim, chunks that grow and go  --poll--> the carrier that runs the actor
 *             --offer--> LockedQueue    DROP_OLDEST, priorities
 * </pre>
 */
@NullMarked
package io.ringkernel.internal.cpu.mailbox;

import org.jspecify.annotations.NullMarked;
