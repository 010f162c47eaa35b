package io.ringkernel.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Audits by sequence number: none lost, none twice, none torn, and each producer's in its order.
 */
class SlotRingAuditTest {

    private static final int SENDER_SHIFT = 56;

    @ParameterizedTest
    @CsvSource({
        "1,2,64,200000",
        "1,1024,64,1000000",
        "2,64,64,200000",
        "3,16,256,60000",
        "4,1024,64,200000",
        "4,8,128,40000"
    })
    @Timeout(60)
    void shouldDeliverEveryMessageOnceAndInOrder(
            int producers, int capacity, int slotBytes, int each) throws Exception {
        RingFixture fixture = RingFixture.create(capacity, slotBytes);
        try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
            List<Future<?>> sending = new ArrayList<>();
            for (long sender = 0; sender < producers; sender++) {
                long first = sender << SENDER_SHIFT;
                sending.add(threads.submit(() -> produce(fixture, first, each)));
            }
            consume(fixture, producers, each);
            for (Future<?> future : sending) {
                future.get(10, SECONDS);
            }
        }
        assertThat(fixture.consumer().poll()).isFalse();
        assertThat(fixture.producer().size()).isZero();
    }

    /** Alternates single claims and batches, and gives a slot up now and then. */
    private static void produce(RingFixture fixture, long first, int count) {
        SlotProducer producer = fixture.producer();
        int maxBatch = Math.max(1, fixture.ring().capacity() / 4);
        for (int sent = 0; sent < count; ) {
            int batch = Math.min(count - sent, 1 + sent % maxBatch);
            long position = producer.claim(batch);
            if (position < 0) {
                Thread.yield();
                continue;
            }
            for (int i = 0; i < batch; i++) {
                fixture.write(position + i, first + sent++);
            }
            if (sent % 1000 == 0) {
                abortOne(producer);
            }
        }
    }

    private static void abortOne(SlotProducer producer) {
        long position = producer.claim();
        if (position >= 0) {
            producer.abort(position);
        }
    }

    private static void consume(RingFixture fixture, int producers, int each) {
        long[] next = new long[producers];
        for (long received = 0; received < (long) producers * each; ) {
            if (!fixture.consumer().poll()) {
                Thread.yield();
                continue;
            }
            long number = fixture.number();
            int sender = (int) (number >>> SENDER_SHIFT);
            long sequence = number & ((1L << SENDER_SHIFT) - 1);
            if (sequence != next[sender]) {
                throw new AssertionError(
                        "out of order: sender="
                                + sender
                                + ", expected="
                                + next[sender]
                                + ", found="
                                + sequence);
            }
            next[sender]++;
            received++;
        }
    }
}
