package io.ringkernel.queue;

import java.lang.foreign.MemorySegment;

/**
 * A bounded queue of fixed-size slots in a memory segment. {@link SpscRing} has one producer thread
 * and one consumer thread, {@link MpscRing} any number of producers and one consumer.
 *
 * <p>Nothing here blocks, and no method allocates on the heap unless it says so. A full ring is
 * refused with {@link #FULL} or {@code false}: nothing is overwritten, nothing dropped. What a
 * producer did before it committed a slot happens-before what the consumer does after it found that
 * slot; what the consumer did before it gave a slot back happens-before what a producer does after
 * it claimed that slot again. Messages of one producer arrive in the order in which it claimed
 * their slots.
 *
 * <p>Two levels of use. By copy: {@link #offer} and {@link #poll}. In place, without a copy: {@link
 * #claim()}, write into {@link #slot}, {@link #commit(long)}; and {@link #peek}, read from {@link
 * #slot}, {@link #release}. {@link #fill} and {@link #drain} do the same for batches, and publish
 * once.
 *
 * <p>A slot is aligned to 8 bytes. Layouts without alignment, such as {@code
 * ValueLayout.JAVA_LONG_UNALIGNED}, are the faster way to its fields: they spare a check.
 */
public sealed interface Ring permits SpscRing, MpscRing {

    /** Returned by a claim that found too few free slots. */
    long FULL = -1;

    /** Returned by a claim after the ring was closed. */
    long CLOSED = -2;

    /** Returned by {@link #peek} when no committed slot is there. */
    long EMPTY = -1;

    /** Writes one message of a batch. */
    @FunctionalInterface
    interface Writer {
        /**
         * Writes a message.
         *
         * @param slot the whole slot; it may hold bytes of an older message; valid only in this
         *     call
         * @param index the message's number in the batch, from 0
         */
        void write(MemorySegment slot, int index);
    }

    /** Reads one message of a batch. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads a message.
         *
         * @param slot the whole slot; valid only in this call
         */
        void read(MemorySegment slot);
    }

    /** Returns the number of slots, a power of two; all of them can be full at once. */
    int capacity();

    /** Returns the size of a slot in bytes. */
    int slotBytes();

    /**
     * Returns the fingerprint of the messages' schema that the ring was created with, or 0 if it
     * was created without one. Any thread.
     */
    long fingerprint();

    /**
     * Claims one slot. Producer.
     *
     * @return its position, or {@link #FULL} or {@link #CLOSED}
     */
    long claim();

    /**
     * Claims consecutive positions, all or none. Producer.
     *
     * @param count from 1 to the capacity
     * @return the first position, or {@link #FULL} or {@link #CLOSED}
     */
    long claim(int count);

    /**
     * Returns the slot of a position that the caller has claimed or peeked; valid until it is
     * committed, aborted or released, and only while the ring is reachable. The compiler usually
     * removes the view's allocation.
     */
    MemorySegment slot(long position);

    /** Publishes a claimed slot whose message has been written. Producer; wait-free. */
    void commit(long position);

    /**
     * Publishes consecutive claimed slots, in order. Producer; wait-free.
     *
     * @param position the first
     * @param count how many
     */
    void commit(long position, int count);

    /** Gives up a claimed slot: the consumer will not see it. Producer; wait-free. */
    void abort(long position);

    /**
     * Copies a message into the ring. Producer.
     *
     * @param message at most {@link #slotBytes} long; bytes of the slot behind it are undefined
     * @return false if the ring is full or closed
     * @throws IllegalArgumentException if the message is longer than a slot
     */
    boolean offer(MemorySegment message);

    /**
     * Claims as many slots as are free, up to a limit, lets a writer fill each, and publishes them
     * together. Producer. If the writer throws, the messages before are published, that one and
     * those behind it are given up, and the exception goes on.
     *
     * @param limit from 0
     * @return how many messages were published; 0 if the ring is full or closed
     */
    int fill(Writer writer, int limit);

    /**
     * Looks for the next message. Consumer.
     *
     * @return its position, or {@link #EMPTY}; the same until {@link #release}
     */
    long peek();

    /** Gives back the slot that {@link #peek} has just returned. Consumer; wait-free. */
    void release(long position);

    /**
     * Takes the next message and copies its slot. Consumer.
     *
     * @param target at least {@link #slotBytes} long
     * @return false if no message is there
     * @throws IllegalArgumentException if the target is shorter than a slot
     */
    boolean poll(MemorySegment target);

    /**
     * Takes the messages that are there, up to a limit. Consumer. If the reader throws, that
     * message counts as taken, those behind it stay, and the exception goes on.
     *
     * @param limit from 0
     * @return how many messages were read
     */
    int drain(Reader reader, int limit);

    /**
     * Returns how many slots are taken, from 0 to the capacity; exact when nobody else works, else
     * a value from during the call. Any thread.
     */
    int size();

    /** Returns what went through so far, from the ring's positions. Any thread; allocates. */
    RingStats stats();

    /**
     * Returns this ring with callbacks at fill levels. Both ends must use the ring returned, in
     * this JVM.
     */
    Ring withWatermarks(Watermarks watermarks);
}
