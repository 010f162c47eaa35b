/** JCStress tests of how the CPU backend schedules its actors. */
package io.ringkernel.internal.cpu;
