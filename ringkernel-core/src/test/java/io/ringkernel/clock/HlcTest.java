package io.ringkernel.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HlcTest {

    private static final long MILLIS = 1_795_374_404_123L;

    @Test
    void shouldPackTheLogicalPartBelowTheMilliseconds() {
        long word = Hlc.of(0x123_4567_89ABL, 0xCDEF);
        assertThat(word).isEqualTo(0x0123_4567_89AB_CDEFL);
        assertThat(Hlc.millis(word)).isEqualTo(0x123_4567_89ABL);
        assertThat(Hlc.logical(word)).isEqualTo(0xCDEF);
        assertThat(Hlc.of(Hlc.MAX_MILLIS, Hlc.MAX_LOGICAL)).isEqualTo(Long.MAX_VALUE);
        assertThat(Hlc.instant(Long.MAX_VALUE)).isAfter(Instant.parse("6429-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"-1,0", "140737488355328,0", "0,-1", "0,65536"})
    void shouldRefusePartsThatDoNotFit(long millis, int logical) {
        assertThatThrownBy(() -> Hlc.of(millis, logical))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("does not fit into a stamp: millis=" + millis + ", logical=" + logical);
    }

    @Test
    void shouldCompareByTimeThenLogicalPartThenNode() {
        HlcTimestamp first = new HlcTimestamp(Hlc.of(MILLIS, 65535), 9);
        HlcTimestamp second = new HlcTimestamp(Hlc.of(MILLIS + 1, 0), 0);
        HlcTimestamp third = new HlcTimestamp(Hlc.of(MILLIS + 1, 1), 0);
        HlcTimestamp fourth = new HlcTimestamp(Hlc.of(MILLIS + 1, 1), 7);
        assertThat(Stream.of(third, fourth, first, second).sorted())
                .containsExactlyElementsOf(List.of(first, second, third, fourth));
        assertThat(fourth).isEqualByComparingTo(new HlcTimestamp(fourth.word(), 7));
        assertThat(Hlc.compare(first.word(), second.word())).isNegative();
        assertThat(Hlc.compare(third.word(), second.word())).isPositive();
        assertThat(Hlc.compare(third.word(), fourth.word())).isZero();
    }

    @Test
    void shouldBeReadable() {
        HlcTimestamp stamp = new HlcTimestamp(Hlc.of(MILLIS, 17), 3);
        assertThat(stamp).hasToString("2026-11-22T19:06:44.123Z+17@3");
        assertThat(stamp.instant()).isEqualTo(Instant.parse("2026-11-22T19:06:44.123Z"));
        assertThat(stamp.millis()).isEqualTo(MILLIS);
        assertThat(stamp.logical()).isEqualTo(17);
        assertThat(Hlc.toString(stamp.word())).isEqualTo("2026-11-22T19:06:44.123Z+17");
    }

    @Test
    void shouldRefuseStampsThatNoClockMakes() {
        assertThatThrownBy(() -> new HlcTimestamp(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a stamp, as its sign bit is set: word=0xffffffffffffffff");
        assertThatThrownBy(() -> new HlcTimestamp(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a node has a number from 0 on: node=-1");
    }
}
