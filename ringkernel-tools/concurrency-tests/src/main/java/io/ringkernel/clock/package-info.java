/**
 * JCStress tests of the hybrid clock: what two or three threads that share one may see, and beside
 * it the twins that must break.
 */
package io.ringkernel.clock;
