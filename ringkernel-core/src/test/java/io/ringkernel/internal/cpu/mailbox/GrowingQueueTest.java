package io.ringkernel.internal.cpu.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.AbstractList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GrowingQueueTest extends MessageQueueContract {

    @Override
    GrowingQueue create(int capacity) {
        return new GrowingQueue(capacity);
    }

    @Test
    void shouldHaveNoChunkBeforeTheFirstMessage() {
        GrowingQueue queue = create(1024);

        assertThat(queue.chunkLength()).isZero();
        queue.offer(1);
        assertThat(queue.chunkLength()).isEqualTo(GrowingQueue.FIRST_CHUNK);
    }

    @Test
    void shouldKeepTheFirstChunkWhileFewMessagesWait() {
        GrowingQueue queue = create(1024);
        for (int i = 0; i < 100; i++) {
            queue.offer(i);
            queue.offer(i);
            queue.offer(i);
            queue.poll();
            queue.poll();
            queue.poll();
        }
        assertThat(queue.chunkLength()).isEqualTo(GrowingQueue.FIRST_CHUNK);
    }

    @Test
    void shouldDoubleItsChunksUpToTheLongest() {
        GrowingQueue queue = create(1 << 14);
        while (queue.offer(1)) {}

        int longest = 0;
        int length = 0;
        while (queue.poll() != null) {
            assertThat(queue.chunkLength())
                    .isIn(length, 2 * length, GrowingQueue.FIRST_CHUNK, longest);
            length = queue.chunkLength();
            longest = Math.max(longest, length);
        }
        assertThat(longest).isEqualTo(GrowingQueue.MAX_CHUNK);
    }

    @Test
    void shouldNotGrowBeyondItsCapacity() {
        GrowingQueue queue = create(16);
        for (int lap = 0; lap < 10; lap++) {
            while (queue.offer(1)) {}
            while (queue.poll() != null) {}
        }
        assertThat(queue.chunkLength()).isEqualTo(16);
    }

    @Test
    void shouldTakeABatchInOneChunk() {
        GrowingQueue queue = create(1024);

        queue.offerAll(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 0, 10);

        assertThat(queue.chunkLength()).isEqualTo(16);
    }

    @Test
    void shouldHoldNoChunkAfterABurstWhenTrimmed() {
        GrowingQueue queue = create(1024);
        for (int i = 0; i < 500; i++) {
            queue.offer(i);
        }
        assertThat(queue.trim()).isFalse();
        while (queue.poll() != null) {}

        assertThat(queue.trim()).isTrue();

        assertThat(queue.chunkLength()).isZero();
        assertThat(queue.hasClaimed()).isFalse();
        assertThat(queue.size()).isZero();
        assertThat(queue.trim()).isFalse();
        assertThat(queue.offer(1)).isTrue();
        assertThat(queue.chunkLength()).isEqualTo(GrowingQueue.FIRST_CHUNK);
        assertThat(queue.poll()).isEqualTo(1);
    }

    @Test
    void shouldNotTrimWhatASmallBurstNeeds() {
        GrowingQueue queue = create(1024);
        for (int i = 0; i < GrowingQueue.KEPT_CHUNK - 1; i++) {
            queue.offer(i);
        }
        while (queue.poll() != null) {}

        assertThat(queue.trim()).isFalse();
        assertThat(queue.chunkLength()).isPositive().isLessThanOrEqualTo(GrowingQueue.KEPT_CHUNK);
    }

    @Test
    void shouldGiveUpPlacesWhoseMessagesTheListDoesNotGive() {
        GrowingQueue queue = create(8);
        queue.offerAll(List.of(0, 0, 0, 0, 0, 0, 0, 0), 0, 8);
        while (queue.poll() != null) {}
        List<Integer> broken =
                new AbstractList<>() {
                    @Override
                    public Integer get(int index) {
                        if (index == 2) {
                            throw new IllegalStateException("broken");
                        }
                        return index;
                    }

                    @Override
                    public int size() {
                        return 6;
                    }
                };
        queue.offer(7); // the limit is raised, so that several are claimed together

        assertThatThrownBy(() -> queue.offerAll(broken, 0, 6)).hasMessage("broken");

        assertThat(queue.size()).isEqualTo(7);
        assertThat(queue.poll()).isEqualTo(7);
        assertThat(queue.poll()).isEqualTo(0);
        assertThat(queue.poll()).isEqualTo(1);
        assertThat(queue.poll()).isNull();
        assertThat(queue.hasClaimed()).isFalse();
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldNotKeepPolledMessagesAlive() throws InterruptedException {
        GrowingQueue queue = create(64);
        WeakReference<Object> message = offerAndPoll(queue);
        for (int i = 0; i < 100 && message.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(message.get()).isNull();
        assertThat(queue.poll()).isNull();
    }

    private static WeakReference<Object> offerAndPoll(GrowingQueue queue) {
        Object message = new Object();
        queue.offer(message);
        queue.poll();
        return new WeakReference<>(message);
    }

    @Test
    void shouldNotDisplace() {
        assertThatThrownBy(() -> create(1).offerDisplacing(1))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
