package io.ringkernel.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Audits by sequence number while producers and consumer race through every way in and out: none
 * lost, none twice, none torn, each producer's in its order, and what a producer wrote to the heap
 * before it committed is seen by the consumer.
 */
class RingAuditTest {

    private static final int SENDER_SHIFT = 56;
    private static final long SEQUENCE = (1L << SENDER_SHIFT) - 1;

    @ParameterizedTest
    @CsvSource({
        "SPSC,1,2,64,100000",
        "SPSC,1,1024,64,1000000",
        "SPSC,1,16,8,500000",
        "SPSC,1,64,1024,50000",
        "MPSC,1,2,64,100000",
        "MPSC,1,1024,64,1000000",
        "MPSC,2,64,64,200000",
        "MPSC,3,16,256,60000",
        "MPSC,4,1024,8,200000"
    })
    @Timeout(60)
    void shouldDeliverEveryMessageOnceAndInOrder(
            String kind, int producers, int capacity, int slotBytes, int each) throws Exception {
        Ring ring =
                kind.equals("SPSC")
                        ? SpscRing.allocate(capacity, slotBytes)
                        : MpscRing.allocate(capacity, slotBytes);
        long[][] heap = new long[producers][each]; // plain: only the ring orders its accesses
        try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
            List<Future<?>> sending = new ArrayList<>();
            for (int sender = 0; sender < producers; sender++) {
                int number = sender;
                sending.add(threads.submit(() -> produce(ring, number, heap[number])));
            }
            Consumer consumer = new Consumer(ring, heap);
            consumer.run((long) producers * each);
            for (Future<?> future : sending) {
                future.get(10, SECONDS);
            }
        }
        assertThat(ring.peek()).isEqualTo(Ring.EMPTY);
        RingStats stats = ring.stats();
        assertThat(stats.size()).isZero();
        assertThat(stats.delivered()).isEqualTo((long) producers * each);
        assertThat(stats.produced()).isEqualTo(stats.delivered() + stats.skipped());
        assertThat(stats.healed()).isZero();
    }

    /**
     * Filled and drained without end, in batches of random size, so that the ring wraps many times
     * full, empty and in between; what a message says beside its number is only ordered by the
     * ring.
     */
    @ParameterizedTest
    @CsvSource({"SPSC,2", "SPSC,8", "SPSC,256", "MPSC,2", "MPSC,8", "MPSC,256"})
    @Timeout(60)
    void shouldHoldWhileItIsFilledAndDrainedInRandomBatches(String kind, int capacity)
            throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.printf("%s, capacity=%d, -Dtest.seed=%d%n", kind, capacity, seed);
        Ring ring =
                kind.equals("SPSC")
                        ? SpscRing.allocate(capacity, 64)
                        : MpscRing.allocate(capacity, 64);
        int laps = capacity < 256 ? 20_000 : 2_000;
        long[] heap = new long[capacity * laps]; // plain: only the ring orders its accesses
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> producer =
                    threads.submit(() -> {
                        Random random = new Random(seed);
                        for (int sent = 0; sent < heap.length && !over.get(); ) {
                            int batch = 1 + random.nextInt(capacity + 2);
                            int done = fill(ring, sent, heap, Math.min(batch, heap.length - sent));
                            sent += done;
                            if (done == 0) {
                                Thread.yield();
                            }
                        }
                    });
            try {
                drainAll(ring, new Consumer(ring, new long[][] {heap}), heap.length, ~seed);
            } finally {
                over.set(true); // before the threads are waited for
            }
            producer.get(10, SECONDS);
        }
        assertThat(ring.peek()).isEqualTo(Ring.EMPTY);
        assertThat(ring.stats())
                .isEqualTo(new RingStats(capacity, 0, heap.length, heap.length, 0, 0));
    }

    private static void drainAll(Ring ring, Consumer consumer, int count, long seed) {
        Random random = new Random(seed);
        long deadline = System.nanoTime() + SECONDS.toNanos(40);
        while (consumer.received < count) {
            int limit = 1 + random.nextInt(ring.capacity() + 2);
            int drained = ring.drain(slot -> consumer.check(RingContract.read(slot)), limit);
            assertThat(drained).isBetween(0, limit);
            if (drained == 0) {
                assertThat(System.nanoTime())
                        .as("received=%d", consumer.received)
                        .isLessThan(deadline);
                Thread.yield();
            }
        }
    }

    private static void produce(Ring ring, int sender, long[] heap) {
        long first = (long) sender << SENDER_SHIFT;
        int each = heap.length;
        int maxBatch = Math.max(1, ring.capacity() / 4);
        for (int sent = 0; sent < each; ) {
            int batch = Math.min(each - sent, 1 + sent % maxBatch);
            int done =
                    switch (sent % 3) {
                        case 0 -> fill(ring, first + sent, heap, batch);
                        case 1 -> one(ring, first + sent, heap);
                        default -> claimed(ring, first + sent, heap, batch);
                    };
            if (done == 0) {
                Thread.yield();
            }
            sent += done;
        }
    }

    private static int fill(Ring ring, long from, long[] heap, int batch) {
        return ring.fill(
                (slot, index) -> {
                    heap[(int) (from + index & SEQUENCE)] = ~(from + index);
                    RingContract.write(slot, from + index);
                },
                batch);
    }

    private static int one(Ring ring, long number, long[] heap) {
        if (number % 7 == 0) {
            long given = ring.claim();
            if (given >= 0) {
                ring.abort(given);
            }
        }
        heap[(int) (number & SEQUENCE)] = ~number;
        return RingContract.offer(ring, number) ? 1 : 0;
    }

    private static int claimed(Ring ring, long from, long[] heap, int batch) {
        long position = ring.claim(batch);
        if (position < 0) {
            return 0;
        }
        for (int i = 0; i < batch; i++) {
            heap[(int) (from + i & SEQUENCE)] = ~(from + i);
            RingContract.write(ring.slot(position + i), from + i);
        }
        ring.commit(position, batch);
        return batch;
    }

    private static final class Consumer {
        private final Ring ring;
        private final long[][] heap;
        private final long[] next;
        private long received;

        Consumer(Ring ring, long[][] heap) {
            this.ring = ring;
            this.heap = heap;
            this.next = new long[heap.length];
        }

        void run(long count) {
            while (received < count) {
                int size = ring.size();
                if (size < 0 || size > ring.capacity()) {
                    throw new AssertionError("size out of range: " + size);
                }
                long number = received % 5 == 0 ? RingContract.poll(ring) : -1;
                if (number >= 0) {
                    check(number);
                } else if (ring.drain(slot -> check(RingContract.read(slot)), 64) == 0) {
                    Thread.yield();
                }
            }
        }

        private void check(long number) {
            int sender = (int) (number >>> SENDER_SHIFT);
            long sequence = number & SEQUENCE;
            if (sequence != next[sender] || heap[sender][(int) sequence] != ~number) {
                throw new AssertionError(
                        "sender="
                                + sender
                                + ", expected="
                                + next[sender]
                                + ", found="
                                + sequence
                                + ", heap="
                                + heap[sender][(int) sequence]);
            }
            next[sender]++;
            received++;
        }
    }
}
