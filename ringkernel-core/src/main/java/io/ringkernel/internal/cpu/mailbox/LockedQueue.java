package io.ringkernel.internal.cpu.mailbox;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue under a lock, for what {@link GrowingQueue} cannot do: {@link #fifo} can displace
 * its oldest message, {@link #byPriority} also polls urgent messages first.
 *
 * <p>All operations block while another thread is in one; none calls foreign code there. The lock
 * is the object's own monitor, which costs no memory. Memory for messages is allocated with the
 * first one.
 */
public abstract sealed class LockedQueue implements MessageQueue {

    /** Messages that the queue may have room for when it is idle. */
    private static final int KEPT = 16;

    /** Messages that are counted together. */
    private static final int BLOCK = 16;

    private final int capacity;
    private final int placeBytes;
    private final @Nullable MailboxMemory memory;

    /* Guarded by this. */
    private int blocks;
    private long claimed;
    private int size;
    private int peak;
    private boolean closed;

    private LockedQueue(int capacity, int placeBytes, @Nullable MailboxMemory memory) {
        this.capacity = GrowingQueue.checkCapacity(capacity);
        this.placeBytes = placeBytes;
        this.memory = memory;
    }

    /** Returns a queue that polls messages in the order of their arrival. */
    public static LockedQueue fifo(int capacity) {
        return new Fifo(capacity, 0, null);
    }

    /**
     * Returns such a queue whose memory is counted, a number of messages at a time.
     *
     * @param placeBytes what a place takes with its message
     * @param memory told when the number changes; null for nobody
     */
    public static LockedQueue fifo(int capacity, int placeBytes, @Nullable MailboxMemory memory) {
        return new Fifo(capacity, placeBytes, memory);
    }

    /**
     * Returns a queue that polls messages of lower priority numbers first, those of the same number
     * in the order of their arrival. A full one displaces the oldest of those with the highest
     * number, as that is what would wait longest.
     *
     * @param priority called by the sending thread, before the lock is taken
     */
    public static LockedQueue byPriority(int capacity, ToIntFunction<Object> priority) {
        return byPriority(capacity, priority, 0, null);
    }

    /** Returns such a queue whose memory is counted, as that of {@link #fifo}. */
    public static LockedQueue byPriority(
            int capacity,
            ToIntFunction<Object> priority,
            int placeBytes,
            @Nullable MailboxMemory memory) {
        return new ByPriority(
                capacity, Objects.requireNonNull(priority, "priority"), placeBytes, memory);
    }

    /* The five that know the order; under the lock, but for the first. */

    abstract int priority(Object message);

    abstract void add(Object message, int priority);

    /** Removes the next message; there is one. */
    abstract Object next();

    /** Removes the message to give up; there is one. */
    abstract Object displace();

    /** Gives back all memory; there is no message. */
    abstract void clear();

    @Override
    public final boolean offer(Object message) {
        int priority = priority(Objects.requireNonNull(message, "message"));
        int change;
        synchronized (this) {
            if (closed || size == capacity) {
                return false;
            }
            added(message, priority);
            change = change();
        }
        count(change);
        return true;
    }

    @Override
    public final int offerAll(List<?> messages, int from, int count) {
        Objects.checkFromIndexSize(from, count, messages.size());
        Object[] several = new Object[count];
        int[] priorities = new int[count];
        for (int i = 0; i < count; i++) {
            several[i] = Objects.requireNonNull(messages.get(from + i), "message");
            priorities[i] = priority(several[i]);
        }
        int room;
        int change;
        synchronized (this) {
            room = closed ? 0 : Math.min(count, capacity - size);
            for (int i = 0; i < room; i++) {
                added(several[i], priorities[i]);
            }
            change = change();
        }
        count(change);
        return room;
    }

    @Override
    public final @Nullable Object offerDisplacing(Object message) {
        int priority = priority(Objects.requireNonNull(message, "message"));
        Object displaced = null;
        int change;
        synchronized (this) {
            if (closed) {
                return message;
            }
            if (size == capacity) {
                displaced = displace();
                size--;
            }
            added(message, priority);
            change = change();
        }
        count(change);
        return displaced;
    }

    private void added(Object message, int priority) {
        add(message, priority);
        claimed++;
        size++;
        peak = Math.max(peak, size);
    }

    @Override
    public final @Nullable Object poll() {
        Object message;
        int change;
        synchronized (this) {
            message = size == 0 ? null : next();
            size -= message == null ? 0 : 1;
            change = change();
        }
        count(change);
        if (message == null && memory != null && memory.isScarce()) {
            trim(0);
        }
        return message;
    }

    /**
     * Returns by how many blocks the count changes, which it then is; a block that was just emptied
     * still counts, lest every other message change it.
     */
    private int change() {
        int needed = (size + BLOCK - 1) / BLOCK;
        int change = needed > blocks || needed < blocks - 1 ? needed - blocks : 0;
        blocks += change;
        return change;
    }

    /** Tells what changed; with no lock held. */
    private void count(int change) {
        if (change != 0 && memory != null) {
            memory.allocated((long) change * BLOCK * placeBytes);
        }
    }

    @Override
    public final synchronized boolean hasClaimed() {
        return size > 0;
    }

    @Override
    public final synchronized int size() {
        return size;
    }

    @Override
    public final int capacity() {
        return capacity;
    }

    @Override
    public final synchronized long close() {
        closed = true;
        return claimed;
    }

    @Override
    public final synchronized boolean drained() {
        return closed && size == 0;
    }

    @Override
    public final boolean trim() {
        return trim(memory != null && memory.isScarce() ? 0 : KEPT);
    }

    private boolean trim(int kept) {
        int change;
        synchronized (this) {
            if (size > 0 || peak <= kept) {
                return false;
            }
            clear();
            peak = 0;
            change = -blocks;
            blocks = 0;
        }
        count(change);
        return true;
    }

    @Override
    public final void discard() {
        trim(0);
    }

    private static final class Fifo extends LockedQueue {
        private @Nullable ArrayDeque<Object> messages;

        Fifo(int capacity, int placeBytes, @Nullable MailboxMemory memory) {
            super(capacity, placeBytes, memory);
        }

        @Override
        int priority(Object message) {
            return 0;
        }

        @Override
        void add(Object message, int priority) {
            ArrayDeque<Object> queue = messages;
            if (queue == null) {
                queue = new ArrayDeque<>(GrowingQueue.FIRST_CHUNK);
                messages = queue;
            }
            queue.addLast(message);
        }

        @Override
        Object next() {
            return Objects.requireNonNull(messages).removeFirst();
        }

        @Override
        Object displace() {
            return next();
        }

        @Override
        void clear() {
            messages = null;
        }
    }

    /** A queue for each priority that has messages. */
    private static final class ByPriority extends LockedQueue {
        private final ToIntFunction<Object> function;
        private @Nullable TreeMap<Integer, ArrayDeque<Object>> messages;

        ByPriority(
                int capacity,
                ToIntFunction<Object> function,
                int placeBytes,
                @Nullable MailboxMemory memory) {
            super(capacity, placeBytes, memory);
            this.function = function;
        }

        @Override
        int priority(Object message) {
            return function.applyAsInt(message);
        }

        @Override
        void add(Object message, int priority) {
            TreeMap<Integer, ArrayDeque<Object>> queues = messages;
            if (queues == null) {
                queues = new TreeMap<>();
                messages = queues;
            }
            queues.computeIfAbsent(priority, p -> new ArrayDeque<>(GrowingQueue.FIRST_CHUNK))
                    .addLast(message);
        }

        @Override
        Object next() {
            return removeFrom(Objects.requireNonNull(messages).firstEntry());
        }

        @Override
        Object displace() {
            return removeFrom(Objects.requireNonNull(messages).lastEntry());
        }

        private Object removeFrom(Map.Entry<Integer, ArrayDeque<Object>> queue) {
            Object message = queue.getValue().removeFirst();
            if (queue.getValue().isEmpty()) {
                Objects.requireNonNull(messages).remove(queue.getKey());
            }
            return message;
        }

        @Override
        void clear() {
            messages = null;
        }
    }
}
