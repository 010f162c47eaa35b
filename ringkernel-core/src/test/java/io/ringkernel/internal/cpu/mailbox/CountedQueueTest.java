package io.ringkernel.internal.cpu.mailbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queues whose memory is counted. */
@Timeout(60)
final class CountedQueueTest {

    private static final int PLACE_BYTES = 100;

    /** Says scarce or not, at times in turn. */
    private static final class Count implements MailboxMemory {
        final AtomicLong bytes = new AtomicLong();
        volatile boolean scarce;

        @Override
        public void allocated(long more) {
            bytes.addAndGet(more);
        }

        @Override
        public boolean isScarce() {
            return scarce;
        }
    }

    enum Kind {
        GROWING(count -> new CountedQueue(1 << 13, PLACE_BYTES, count)),
        FIFO(count -> LockedQueue.fifo(1 << 13, PLACE_BYTES, count)),
        PRIORITY(count ->
                LockedQueue.byPriority(1 << 13, message -> (int) message & 3, PLACE_BYTES, count));

        final Function<Count, MessageQueue> make;

        Kind(Function<Count, MessageQueue> make) {
            this.make = make;
        }
    }

    private final Count count = new Count();

    @ParameterizedTest
    @EnumSource
    void shouldCountWhatPilesUpAndGiveItBack(Kind kind) {
        MessageQueue queue = kind.make.apply(count);
        assertThat(count.bytes).hasValue(0);
        for (int i = 0; i < 5_000; i++) {
            assertThat(queue.offer(i)).isTrue();
        }
        assertThat(count.bytes.get()).isBetween(5_000L * PLACE_BYTES, 6_200L * PLACE_BYTES);
        for (int i = 0; i < 5_000; i++) {
            assertThat(queue.poll()).isNotNull();
        }
        assertThat(count.bytes.get()).isBetween(0L, 1_100L * PLACE_BYTES);
        assertThat(queue.trim()).isTrue();
        assertThat(count.bytes).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepNothingWhenItIsEmptyAndMemoryIsScarce(Kind kind) {
        MessageQueue queue = kind.make.apply(count);
        count.scarce = true;
        assertThat(queue.offer(1)).isTrue();
        assertThat(count.bytes.get()).isPositive();
        assertThat(queue.poll()).isEqualTo(1);
        assertThat(queue.poll()).isNull();
        assertThat(count.bytes).hasValue(0);
        assertThat(queue.offer(2)).isTrue();
        assertThat(queue.poll()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveEverythingBackInTheEnd(Kind kind) {
        MessageQueue queue = kind.make.apply(count);
        queue.offer(1);
        queue.close();
        queue.discard();
        assertThat(queue.poll()).isEqualTo(1); // was not drained yet
        assertThat(queue.drained()).isTrue();
        queue.discard();
        queue.discard();
        assertThat(count.bytes).hasValue(0);
        assertThat(queue.poll()).isNull();
        assertThat(queue.offer(2)).isFalse();
        assertThat(queue.drained()).isTrue();
    }

    /** Several threads offer bursts while one polls, trims, and memory is scarce at times. */
    @ParameterizedTest
    @EnumSource
    void shouldLeaveNothingCountedWhenThreadsCompete(Kind kind) throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("CountedQueueTest: -Dtest.argLine=-Dtest.seed=" + seed);
        int senders = 3;
        int each = 60_000;
        MessageQueue queue = kind.make.apply(count);
        try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
            List<Future<?>> sending = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                Random random = new Random(seed + sender);
                sending.add(threads.submit(() -> sendBursts(queue, random, each)));
            }
            Random random = new Random(seed - 1);
            long deadline = System.nanoTime() + SECONDS.toNanos(40);
            int polled = 0;
            while (polled < senders * each && System.nanoTime() < deadline) {
                if (queue.poll() != null) {
                    polled++;
                } else if (random.nextInt(8) == 0) {
                    queue.trim();
                    count.scarce = random.nextBoolean();
                }
                if (random.nextInt(5_000) == 0) {
                    Thread.yield(); // lets messages pile up
                }
            }
            for (Future<?> sender : sending) {
                sender.get(10, SECONDS);
            }
            assertThat(polled).isEqualTo(senders * each);
        }
        assertThat(queue.poll()).isNull();
        queue.close();
        assertThat(queue.drained()).isTrue();
        queue.discard();
        assertThat(count.bytes).hasValue(0);
    }

    private static void sendBursts(MessageQueue queue, Random random, int messages) {
        long deadline = System.nanoTime() + SECONDS.toNanos(40);
        for (int sent = 0; sent < messages && System.nanoTime() < deadline; ) {
            int burst = Math.min(messages - sent, 1 + random.nextInt(3_000));
            for (int i = 0; i < burst && System.nanoTime() < deadline; ) {
                if (queue.offer(sent + i)) {
                    i++;
                } else {
                    Thread.yield();
                }
            }
            sent += burst;
        }
    }

    /** What every queue promises, whether memory is scarce or not. */
    @Nested
    class Plenty extends MessageQueueContract {
        @Override
        MessageQueue create(int capacity) {
            return new CountedQueue(capacity, PLACE_BYTES, new Count());
        }
    }

    @Nested
    class Scarce extends MessageQueueContract {
        @Override
        MessageQueue create(int capacity) {
            Count scarce = new Count();
            scarce.scarce = true;
            return new CountedQueue(capacity, PLACE_BYTES, scarce);
        }

        @Test
        void shouldTrimToNothing() {
            MessageQueue queue = create(64);
            queue.offer(1);
            queue.poll();
            assertThat(queue.trim()).isTrue();
            assertThat(queue.trim()).isFalse();
        }
    }
}
