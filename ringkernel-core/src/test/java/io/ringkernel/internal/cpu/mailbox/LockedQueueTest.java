package io.ringkernel.internal.cpu.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LockedQueueTest {

    @Nested
    class Fifo extends MessageQueueContract {
        @Override
        MessageQueue create(int capacity) {
            return LockedQueue.fifo(capacity);
        }

        @Test
        void shouldDisplaceTheOldestWhenFull() {
            MessageQueue queue = create(2);

            assertThat(queue.offerDisplacing(1)).isNull();
            assertThat(queue.offerDisplacing(2)).isNull();
            assertThat(queue.offerDisplacing(3)).isEqualTo(1);
            assertThat(queue.size()).isEqualTo(2);
            assertThat(queue.offer(4)).isFalse();
            assertThat(queue.poll()).isEqualTo(2);
            assertThat(queue.poll()).isEqualTo(3);
            assertThat(queue.hasClaimed()).isFalse();
        }

        @Test
        void shouldReturnTheOfferedMessageWhenClosed() {
            MessageQueue queue = create(2);
            queue.close();

            assertThat(queue.offerDisplacing(1)).isEqualTo(1);
            assertThat(queue.drained()).isTrue();
        }

        @Test
        void shouldGiveMemoryBackAfterABurst() {
            MessageQueue queue = create(64);
            while (queue.offer(1)) {}
            assertThat(queue.trim()).isFalse();
            while (queue.poll() != null) {}

            assertThat(queue.trim()).isTrue();
            assertThat(queue.trim()).isFalse();
            assertThat(queue.offer(2)).isTrue();
            assertThat(queue.poll()).isEqualTo(2);
        }
    }

    /** Where all messages are alike, a queue with priorities is one without. */
    @Nested
    class OnePriority extends MessageQueueContract {
        @Override
        MessageQueue create(int capacity) {
            return LockedQueue.byPriority(capacity, message -> 7);
        }
    }

    @Nested
    class ByPriority {
        private record Job(int priority, int number) {}

        private final MessageQueue queue =
                LockedQueue.byPriority(8, message -> ((Job) message).priority());

        @Test
        void shouldPollUrgentMessagesFirstAndEqualOnesInOrder() {
            Random random = new Random(42);
            MessageQueue large =
                    LockedQueue.byPriority(1 << 10, message -> ((Job) message).priority());
            List<Job> jobs = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                Job job = new Job(random.nextInt(-3, 4), i);
                jobs.add(job);
                assertThat(large.offer(job)).isTrue();
            }
            jobs.sort(Comparator.comparingInt(Job::priority)); // stable
            for (Job job : jobs) {
                assertThat(large.poll()).isEqualTo(job);
            }
        }

        @Test
        void shouldOrderExtremePriorities() {
            Job last = new Job(Integer.MAX_VALUE, 1);
            Job first = new Job(Integer.MIN_VALUE, 2);
            queue.offerAll(List.of(last, first), 0, 2);

            assertThat(queue.poll()).isEqualTo(first);
            assertThat(queue.poll()).isEqualTo(last);
        }

        @Test
        void shouldDisplaceTheOldestOfTheLeastUrgent() {
            for (int i = 0; i < 8; i++) {
                queue.offer(new Job(i % 2, i));
            }

            assertThat(queue.offerDisplacing(new Job(0, 8))).isEqualTo(new Job(1, 1));
            assertThat(queue.offerDisplacing(new Job(5, 9))).isEqualTo(new Job(1, 3));
            assertThat(queue.offerDisplacing(new Job(9, 10))).isEqualTo(new Job(5, 9));
            assertThat(queue.size()).isEqualTo(8);
        }

        @Test
        void shouldAddNothingWhenThePriorityCannotBeTold() {
            assertThatThrownBy(() -> queue.offer("no job")).isInstanceOf(ClassCastException.class);
            assertThatThrownBy(() -> queue.offerAll(List.of(new Job(1, 1), "no job"), 0, 2))
                    .isInstanceOf(ClassCastException.class);
            assertThat(queue.size()).isZero();
        }
    }
}
