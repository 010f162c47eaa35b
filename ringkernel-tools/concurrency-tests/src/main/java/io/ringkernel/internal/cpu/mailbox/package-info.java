/**
 * JCStress tests of the queues in which an actor on the CPU keeps its messages, with weakened twins
 * as for the slot ring.
 */
package io.ringkernel.internal.cpu.mailbox;
