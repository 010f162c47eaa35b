package io.ringkernel.bench.core;

import io.ringkernel.internal.cpu.mailbox.GrowingQueue;
import io.ringkernel.internal.cpu.mailbox.LockedQueue;
import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jctools.queues.MpscChunkedArrayQueue;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/** Our queues of references and others', behind one interface. */
public enum QueueKind {
    /** Ours, lock-free. */
    GROWING {
        @Override
        Ends create() {
            return new Ours(new GrowingQueue(CAPACITY));
        }
    },
    /** Ours, under a lock. */
    LOCKED {
        @Override
        Ends create() {
            return new Ours(LockedQueue.fifo(CAPACITY));
        }
    },
    /** JCTools, bounded, padded: starts with 4 references, chunks of up to the capacity. */
    JCTOOLS_CHUNKED {
        @Override
        Ends create() {
            return new Theirs(new MpscChunkedArrayQueue<>(4, CAPACITY));
        }
    },
    /** JCTools, unbounded, padded, chunks of 1024. */
    JCTOOLS_UNBOUNDED {
        @Override
        Ends create() {
            return new Theirs(new MpscUnboundedArrayQueue<>(1024));
        }
    },
    /** The JDK's, unbounded, a node for each message. */
    CONCURRENT_LINKED {
        @Override
        Ends create() {
            return new Theirs(new ConcurrentLinkedQueue<>());
        }
    };

    static final int CAPACITY = 1 << 16;

    /** Makes an empty one. */
    abstract Ends create();

    /** The two ends of a queue. */
    interface Ends {
        boolean offer(Object message);

        @Nullable Object poll();

        default void trim() {}
    }

    private record Ours(MessageQueue queue) implements Ends {
        @Override
        public boolean offer(Object message) {
            return queue.offer(message);
        }

        @Override
        public @Nullable Object poll() {
            return queue.poll();
        }

        @Override
        public void trim() {
            boolean _ = queue.trim();
        }
    }

    private record Theirs(Queue<Object> queue) implements Ends {
        @Override
        public boolean offer(Object message) {
            return queue.offer(message);
        }

        @Override
        public @Nullable Object poll() {
            return queue.poll();
        }
    }
}
