package io.ringkernel.cuda.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringkernel.MemoryPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeListTest {

    private static final long CAPACITY = 1 << 20;

    private record Range(long offset, long bytes) {
        boolean overlaps(Range other) {
            return offset < other.offset + other.bytes && other.offset < offset + bytes;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldNeverHandOutOverlappingRangesAndJoinWhatComesBack(long seed) {
        Random random = new Random(seed);
        FreeList list = new FreeList("memory", "bytes", CAPACITY);
        List<Range> taken = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (taken.isEmpty() || random.nextInt(100) < 55) {
                long bytes = 1 + random.nextInt(20_000);
                try {
                    Range range = new Range(list.take(bytes), bytes);
                    assertThat(range.offset() % 128).isZero();
                    assertThat(range.offset() + bytes).isLessThanOrEqualTo(CAPACITY);
                    assertThat(taken).as("seed %d", seed).noneMatch(range::overlaps);
                    taken.add(range);
                } catch (OutOfDeviceMemoryException e) {
                    giveBack(list, taken, random);
                }
            } else {
                giveBack(list, taken, random);
            }
        }
        taken.forEach(range -> list.give(range.offset(), range.bytes()));
        assertThat(list.freeBytes()).isEqualTo(CAPACITY);
        assertThat(list.take(CAPACITY)).isZero();
    }

    private static void giveBack(FreeList list, List<Range> taken, Random random) {
        Range range = taken.remove(random.nextInt(taken.size()));
        list.give(range.offset(), range.bytes());
    }

    @Test
    void shouldNameTheOptionWhenNothingFits() {
        FreeList list = new FreeList("pinned host memory", "pinnedBytes", CAPACITY);
        list.take(CAPACITY / 2);
        assertThatExceptionOfType(OutOfDeviceMemoryException.class)
                .isThrownBy(() -> list.take(CAPACITY))
                .withMessageContaining("pinned host memory exhausted: needed=" + CAPACITY)
                .withMessageContaining("free=" + CAPACITY / 2)
                .withMessageContaining("raise pinnedBytes of the builder");
        assertThat(list.freeBytes()).isEqualTo(CAPACITY / 2);
        assertThat(list.pool())
                .isEqualTo(new MemoryPool("pinned host memory", CAPACITY, CAPACITY / 2));
    }
}
