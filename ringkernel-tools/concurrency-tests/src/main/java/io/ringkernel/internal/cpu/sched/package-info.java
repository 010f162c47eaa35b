/** JCStress tests of the scheduler: its rings, and how it wakes carriers. */
package io.ringkernel.internal.cpu.sched;
