/**
 * The slot ring that carries every message and every reply, between threads of the JVM and between
 * the JVM and a kernel.
 *
 * <pre>
 *   any thread ---+
 *   any thread ---+--> SlotProducer --> [ head | slot | slot | slot | ... ] --> SlotConsumer --> one thread
 *   any thread ---+     tail (CAS)          SlotRing over a MemorySegment          or a kernel
 * </pre>
 *
 * <p>{@link io.ringkernel.queue.SlotLayout} draws a slot and explains its commit tags, {@link
 * io.ringkernel.queue.SlotRing} the ring. Whoever has only one end on the JVM uses only that class.
 */
@NullMarked
package io.ringkernel.queue;

import org.jspecify.annotations.NullMarked;
