package io.ringkernel.internal.cpu.mailbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link MessageQueue} promises. */
abstract class MessageQueueContract {

    private static final int SENDER_SHIFT = 40;

    /** Makes an empty queue. */
    abstract MessageQueue create(int capacity);

    @Test
    void shouldBeEmptyWhenNew() {
        MessageQueue queue = create(8);

        assertThat(queue.poll()).isNull();
        assertThat(queue.hasClaimed()).isFalse();
        assertThat(queue.size()).isZero();
        assertThat(queue.capacity()).isEqualTo(8);
        assertThat(queue.drained()).isFalse();
        assertThat(queue.trim()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3, 12, (1 << 24) + 1, 1 << 25, Integer.MIN_VALUE})
    void shouldRejectACapacityThatIsNoPowerOfTwoInRange(int capacity) {
        assertThatThrownBy(() -> create(capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("" + capacity);
    }

    @Test
    void shouldRejectNull() {
        MessageQueue queue = create(8);

        assertThatThrownBy(() -> queue.offer(null)).isInstanceOf(NullPointerException.class);
        assertThat(queue.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 64, 512, 1024, 2048, 4096, 1 << 15})
    void shouldHoldExactlyItsCapacityInOrder(int capacity) {
        MessageQueue queue = create(capacity);
        int next = 0;
        for (int lap = 0; lap < 3; lap++) {
            for (int i = 0; i < capacity; i++) {
                assertThat(queue.size()).isEqualTo(i);
                assertThat(queue.offer(next + i)).isTrue();
                assertThat(queue.hasClaimed()).isTrue();
            }
            assertThat(queue.offer(-1)).isFalse();
            assertThat(queue.size()).isEqualTo(capacity);
            for (int i = 0; i < capacity; i++) {
                assertThat(queue.hasClaimed()).isTrue();
                assertThat(queue.poll()).isEqualTo(next++);
            }
            assertThat(queue.hasClaimed()).isFalse();
            assertThat(queue.poll()).isNull();
            if (lap == 1) {
                queue.trim();
            }
        }
    }

    /** One in, one out at every fill level, so that every boundary of a chunk is met. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 32, 64, 128, 4096})
    void shouldKeepOrderAtEveryLevel(int capacity) {
        MessageQueue queue = create(capacity);
        int sent = 0;
        int received = 0;
        for (int level = 0; level < capacity; level += 1 + level / 100) {
            while (sent - received < level) {
                assertThat(queue.offer(sent++)).isTrue();
            }
            for (int i = 0; i < 2 * Math.min(capacity, 64) + 1; i++) {
                assertThat(queue.offer(sent++)).isTrue();
                assertThat(queue.poll()).isEqualTo(received++);
                assertThat(queue.size()).isEqualTo(level);
            }
        }
    }

    @Test
    void shouldAcceptOneForEachOneTakenWhenFull() {
        MessageQueue queue = create(4096);
        int sent = 0;
        while (queue.offer(sent)) {
            sent++;
        }
        for (int received = 0; received < 20_000; received++) {
            assertThat(queue.poll()).isEqualTo(received);
            assertThat(queue.offer(sent++)).isTrue();
            assertThat(queue.offer(-1)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldBehaveLikeABoundedQueueUnderRandomOperations(long seed) {
        Random random = new Random(seed);
        int capacity = 1 << random.nextInt(13);
        MessageQueue queue = create(capacity);
        int sent = 0;
        int received = 0;
        for (int step = 0; step < 20_000; step++) {
            int room = capacity - (sent - received);
            switch (random.nextInt(6)) {
                case 0, 1 -> sent += queue.offer(sent) ? 1 : 0;
                case 2 -> {
                    int from = random.nextInt(3);
                    int count = random.nextInt(random.nextBoolean() ? 5 : 2000);
                    int first = sent - from;
                    List<Integer> list =
                            IntStream.range(first, first + from + count + 2).boxed().toList();
                    int added = queue.offerAll(list, from, count);
                    assertThat(added).as("seed=%d", seed).isEqualTo(Math.min(room, count));
                    sent += added;
                }
                case 3 -> {
                    for (int i = random.nextInt(1 + capacity); i > 0 && received < sent; i--) {
                        assertThat(queue.poll()).as("seed=%d", seed).isEqualTo(received++);
                    }
                }
                case 4 -> {
                    if (queue.trim()) {
                        assertThat(received).as("seed=%d", seed).isEqualTo(sent);
                    }
                }
                default -> {
                    Object polled = queue.poll();
                    assertThat(polled)
                            .as("seed=%d", seed)
                            .isEqualTo(received < sent ? (Integer) received++ : null);
                }
            }
            assertThat(queue.size()).as("seed=%d", seed).isEqualTo(sent - received);
            assertThat(queue.hasClaimed()).as("seed=%d", seed).isEqualTo(sent != received);
        }
    }

    @Test
    void shouldRejectARangeOutsideTheList() {
        MessageQueue queue = create(8);

        assertThatThrownBy(() -> queue.offerAll(List.of(1, 2), 1, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(queue.offerAll(List.of(1, 2), 2, 0)).isZero();
        assertThat(queue.hasClaimed()).isFalse();
    }

    @Test
    void shouldStayUsableWhenAListHasANull() {
        MessageQueue queue = create(64);
        queue.offerAll(List.of(0, 1, 2, 3, 4, 5, 6), 0, 7); // so that there is room for several
        while (queue.poll() != null) {}

        assertThatThrownBy(() -> queue.offerAll(Arrays.asList(1, 2, null, 4), 0, 4))
                .isInstanceOf(NullPointerException.class);
        assertThat(queue.offer(5)).isTrue();

        List<Object> polled = new ArrayList<>();
        for (Object message = queue.poll(); message != null; message = queue.poll()) {
            polled.add(message);
        }
        assertThat(polled).endsWith(5).doesNotContain(4);
        assertThat(queue.hasClaimed()).isFalse();
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldLetNothingInAfterItsEnd() {
        MessageQueue queue = create(8);
        queue.offer(1);
        queue.offer(2);

        long end = queue.close();

        assertThat(queue.offer(3)).isFalse();
        assertThat(queue.offerAll(List.of(3, 4), 0, 2)).isZero();
        assertThat(queue.close()).isEqualTo(end);
        assertThat(queue.drained()).isFalse();
        assertThat(queue.hasClaimed()).isTrue();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo(1);
        assertThat(queue.poll()).isEqualTo(2);
        assertThat(queue.drained()).isTrue();
        assertThat(queue.hasClaimed()).isFalse();
        assertThat(queue.poll()).isNull();
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldBeDrainedAtOnceWhenClosedBeforeTheFirstMessage() {
        MessageQueue queue = create(8);

        assertThat(queue.close()).isZero();
        assertThat(queue.drained()).isTrue();
        assertThat(queue.hasClaimed()).isFalse();
        assertThat(queue.offer(1)).isFalse();
    }

    /**
     * None lost, none twice, each producer's in order; with batches, trims and watchers of the
     * size.
     */
    @ParameterizedTest
    @CsvSource({
        "1,1,50000,false",
        "2,4,100000,false",
        "1,1024,2000000,true",
        "2,16,200000,true",
        "2,65536,3000000,true",
        "3,128,300000,false",
        "4,4096,1000000,true",
        "4,8,50000,true"
    })
    @Timeout(120)
    void shouldDeliverEveryMessageOnceAndInOrder(
            int producers, int capacity, int each, boolean trimming) throws Exception {
        MessageQueue queue = create(capacity);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (long sender = 0; sender < producers; sender++) {
                long first = sender << SENDER_SHIFT;
                boolean batches = sender % 2 == 1;
                running.add(threads.submit(() -> produce(queue, first, each, batches)));
            }
            running.add(threads.submit(() -> watchSize(queue, done)));
            try {
                consume(queue, producers, each, trimming);
            } finally {
                done.set(true);
            }
            for (Future<?> future : running) {
                future.get(10, SECONDS);
            }
        }
        assertThat(queue.poll()).isNull();
        assertThat(queue.hasClaimed()).isFalse();
        assertThat(queue.size()).isZero();
    }

    private static void produce(MessageQueue queue, long first, int count, boolean batches) {
        List<Long> batch = new ArrayList<>();
        for (int sent = 0; sent < count; ) {
            int added;
            if (batches && sent % 3 == 0) {
                batch.clear();
                for (int i = 0; i < Math.min(count - sent, 1 + sent % 97); i++) {
                    batch.add(first + sent + i);
                }
                added = queue.offerAll(batch, 0, batch.size());
            } else {
                added = queue.offer(first + sent) ? 1 : 0;
            }
            if (added == 0) {
                Thread.yield();
            }
            sent += added;
        }
    }

    private static void consume(MessageQueue queue, int producers, int each, boolean trimming) {
        long[] next = new long[producers];
        for (long received = 0; received < (long) producers * each; ) {
            Object message = queue.poll();
            if (message == null) {
                if (trimming) {
                    queue.trim();
                }
                Thread.yield();
                continue;
            }
            long number = (Long) message;
            int sender = (int) (number >>> SENDER_SHIFT);
            long sequence = number & ((1L << SENDER_SHIFT) - 1);
            if (sequence != next[sender]++) {
                throw new AssertionError("out of order: sender=" + sender + ", found=" + sequence);
            }
            received++;
        }
    }

    private static void watchSize(MessageQueue queue, AtomicBoolean done) {
        while (!done.get()) {
            int size = queue.size();
            if (size < 0 || size > queue.capacity()) {
                throw new AssertionError("size=" + size + ", capacity=" + queue.capacity());
            }
            Thread.yield();
        }
    }

    /** Whatever was accepted comes out after the end, and the end says how much it is. */
    @Test
    @Timeout(60)
    void shouldDrainWhatWasAcceptedBeforeTheEnd() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 2000; round++) {
                MessageQueue queue = create(1 << 12);
                List<Future<Integer>> sending = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    sending.add(threads.submit(() -> offerUntilClosed(queue)));
                }
                long polled = 0;
                for (int i = 0; i < round % 50; i++) {
                    polled += queue.poll() == null ? 0 : 1;
                }
                long end = queue.close();
                while (!queue.drained()) {
                    polled += queue.poll() == null ? 0 : 1;
                }
                long accepted = sending.get(0).get(10, SECONDS) + sending.get(1).get(10, SECONDS);
                assertThat(polled).isEqualTo(accepted);
                assertThat(end).as("a trim skips a position").isGreaterThanOrEqualTo(polled);
                assertThat(queue.poll()).isNull();
            }
        }
    }

    private static int offerUntilClosed(MessageQueue queue) {
        int accepted = 0;
        while (queue.offer(accepted)) {
            accepted++;
        }
        return accepted;
    }
}
