/** Kernels that tests run on each backend. */
@org.jspecify.annotations.NullMarked
package io.ringkernel.kernelcases;
