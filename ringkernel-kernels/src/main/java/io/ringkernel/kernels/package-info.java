/**
 * The device runtime: that of pinned actors, drawn here, and that of pooled ones ({@link
 * io.ringkernel.kernels.PoolLayouts}).
 *
 * <pre>
 *   host                             GPU: one persistent kernel
 *   ----                             ----------------------------------------------
 *   commands ring   ---------------&gt; block 0, the supervisor --device memory--+
 *   heartbeat, stop ---------------&gt; (only it polls for control)              |
 *                                                                             v
 *   mailbox ring    ---------------&gt; block i+1, actor i: poll or stream, unseal, receive, seal
 *   reply ring      &lt;--------------- replies, faults
 *   acknowledged    &lt;--------------- state after each command
 * </pre>
 *
 * {@link io.ringkernel.kernels.DeviceLayouts} declares every shared structure once; {@link
 * io.ringkernel.kernels.KernelSource} joins them with {@code rk/*.cuh} and the generated handlers.
 */
@NullMarked
package io.ringkernel.kernels;

import org.jspecify.annotations.NullMarked;
