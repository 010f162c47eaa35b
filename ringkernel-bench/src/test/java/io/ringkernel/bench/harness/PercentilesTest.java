package io.ringkernel.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class PercentilesTest {

    @Test
    void shouldReadMicrosecondsFromNanoseconds() {
        Histogram nanos = new Histogram(3);
        for (int i = 1; i <= 1000; i++) {
            nanos.recordValue(i);
        }

        assertThat(Percentiles.of(nanos))
                .isEqualTo(new Percentiles(1000, 0.5, 0.9, 0.99, 0.999, 1.0));
    }

    @Test
    void shouldTakeTheMedianOfEachPercentile() {
        assertThat(
                        Percentiles.medians(
                                List.of(
                                        new Percentiles(10, 1, 2, 3, 4, 50),
                                        new Percentiles(10, 3, 9, 4, 5, 6),
                                        new Percentiles(10, 2, 3, 9, 9, 9))))
                .isEqualTo(new Percentiles(30, 2, 3, 4, 5, 9));
        assertThat(Percentiles.median(List.of(4.0, 1.0), Double::doubleValue)).isEqualTo(2.5);
    }
}
