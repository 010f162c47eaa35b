/**
 * JCStress tests of the slot ring. Each state races two ends once; beside a shipped algorithm
 * stands a weakened twin that must break, so that a test which finds nothing is known to be able to
 * find something.
 */
package io.ringkernel.queue;
