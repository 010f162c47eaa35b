package io.ringkernel.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringkernel.RingKernelException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HybridClockTest {

    private static final long NOW = 1_795_374_404_123L;
    private static final long HOUR = 3_600_000;
    private static final Duration DRIFT = Duration.ofMillis(2);
    private static final int FULL = HybridClock.MAX_BATCH;

    private final ManualTime time = new ManualTime(NOW);
    private final HybridClock clock = new HybridClock(3, time, DRIFT);

    @Test
    void shouldStartAtThePhysicalClockAndCountWithinTheMillisecond() {
        assertThat(clock.latest()).isZero();
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW, 0));
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW, 1));
        time.move(1);
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 1, 0));
        assertThat(clock.latest()).isEqualTo(Hlc.of(NOW + 1, 0));
        assertThat(clock.timestamp()).isEqualTo(new HlcTimestamp(Hlc.of(NOW + 1, 1), 3));
        assertThat(clock)
                .hasToString(
                        "HybridClock[latest=2026-11-22T19:06:44.124Z+1, node=3, maxDrift=PT0.002S]");
    }

    @Test
    void shouldNeverIssueZero() {
        HybridClock atEpoch = new HybridClock(0, new ManualTime(0), DRIFT);
        assertThat(atEpoch.tick()).isEqualTo(1);
    }

    @Test
    void shouldReserveConsecutiveStamps() {
        assertThat(clock.tick(10)).isEqualTo(Hlc.of(NOW, 0));
        assertThat(clock.tick(5)).isEqualTo(Hlc.of(NOW, 10));
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW, 15));
        time.move(1);
        assertThat(clock.tick(10)).isEqualTo(Hlc.of(NOW + 1, 0));
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 1, 10));
    }

    @Test
    void shouldCarryIntoThePhysicalPartWhenTheLogicalOneIsFull() {
        clock.tick(FULL - 1);
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW, 65535));
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 1, 0));
        time.move(1);
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 1, 1));
    }

    @Test
    void shouldReserveABatchAcrossTheCarry() {
        clock.tick(FULL - 2);
        assertThat(clock.tick(5)).isEqualTo(Hlc.of(NOW, 65534));
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 1, 3));
    }

    @Test
    void shouldIssueEveryStampUpToTheBoundAndNoneBeyondWhileTheClockStandsStill() {
        for (int ahead = 0; ahead <= 2; ahead++) {
            assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + ahead, 0));
        }
        assertThatThrownBy(clock::tick)
                .isInstanceOf(ClockExhaustedException.class)
                .isInstanceOf(RingKernelException.class)
                .hasMessage(
                        "no stamp left within the bound ahead of the physical clock:"
                                + " next=2026-11-22T19:06:44.126Z+0,"
                                + " local=2026-11-22T19:06:44.123Z, maxDrift=PT0.002S, waited=PT1S."
                                + " The time source stands still, or stamps are drawn faster than"
                                + " 65,536 a millisecond: look at the TimeSource, reserve smaller"
                                + " batches, or use more than one HybridClock.");
        time.move(1);
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 3, 1)); // the failed one is a gap
        assertThat(clock.tick(FULL - 2)).isEqualTo(Hlc.of(NOW + 3, 2));
        time.move(100);
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 101, 0));
    }

    @Test
    void shouldRefuseABatchWhoseEndIsBeyondTheBound() {
        clock.tick(FULL);
        clock.tick(FULL);
        clock.tick(FULL - 1);
        assertThatThrownBy(() -> clock.tick(2)).isInstanceOf(ClockExhaustedException.class);
        time.move(1);
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 3, 1));
    }

    @Test
    void shouldWaitForThePhysicalClockAtTheBound() {
        AtomicInteger reads = new AtomicInteger();
        int lateRead = 1000;
        TimeSource late = () -> reads.incrementAndGet() < lateRead ? NOW : NOW + 1;
        HybridClock waiting = new HybridClock(0, late, Duration.ofMillis(1));
        waiting.tick(FULL);
        waiting.tick(FULL);
        assertThat(reads).hasValueLessThan(lateRead);
        assertThat(waiting.tick()).isEqualTo(Hlc.of(NOW + 2, 0));
        assertThat(reads).hasValue(lateRead);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 1000, HOUR})
    void shouldGoOnCountingWhenThePhysicalClockIsSetBack(long back) {
        long before = clock.tick();
        time.move(-back);
        for (int i = 1; i <= 1000; i++) {
            assertThat(clock.tick()).isEqualTo(before + i);
        }
        time.set(NOW + 1);
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 1, 0));
    }

    @Test
    void shouldCountTheBoundFromWhereTheClockWouldBeHadItNotBeenSetBack() {
        clock.tick();
        time.move(-HOUR);
        clock.tick(FULL - 1);
        assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + 1, 0));
        assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + 2, 0));
        time.move(1); // time goes on, an hour behind
        assertThat(clock.tick(FULL - 1)).isEqualTo(Hlc.of(NOW + 3, 0));
        time.move(-HOUR); // set back again
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 3, 65535));
        time.move(1);
        assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + 4, 0));
        assertThatThrownBy(clock::tick).isInstanceOf(ClockExhaustedException.class);
    }

    @Test
    void shouldNotLoseTimeThatPassedWhileStampsOnlyCarried() {
        for (int i = 0; i < 1000; i++) {
            assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + i, 0)); // never raised
            time.move(1);
        }
        time.move(-HOUR);
        assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + 1000, 0));
        assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + 1001, 0));
    }

    /** Found by the specification tla/HybridClock: such a call was not bounded at all. */
    @Test
    void shouldCountAStepBackOnceForACallThatReadTheTimeBeforeIt() {
        AtomicReference<Runnable> behindTheReading = new AtomicReference<>(() -> {});
        TimeSource slow =
                () -> {
                    long reading = time.millis();
                    behindTheReading.getAndSet(() -> {}).run();
                    return reading;
                };
        HybridClock bounded = new HybridClock(1, slow, Duration.ofMillis(1));
        bounded.tick();
        bounded.tick(Hlc.MAX_LOGICAL);
        bounded.tick(Hlc.MAX_LOGICAL);
        assertThat(bounded.tick()).isEqualTo(Hlc.of(NOW + 1, Hlc.MAX_LOGICAL)); // at the bound
        behindTheReading.set(() -> {
            time.move(-HOUR);
            assertThatThrownBy(bounded::tick).isInstanceOf(ClockExhaustedException.class);
        });
        assertThatThrownBy(bounded::tick).isInstanceOf(ClockExhaustedException.class);
    }

    @Test
    void shouldForgetASetBackOnceThePhysicalClockHasCaughtUp() {
        clock.tick();
        time.move(-HOUR);
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW, 1));
        time.move(HOUR + 10);
        assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + 10, 0));
        assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + 11, 0));
        assertThat(clock.tick(FULL)).isEqualTo(Hlc.of(NOW + 12, 0));
        assertThatThrownBy(clock::tick).isInstanceOf(ClockExhaustedException.class);
    }

    @Test
    void shouldSeeASetBackAlsoOnANodeThatOthersLead() {
        long stamp = clock.update(Hlc.of(NOW + 2, 0));
        for (int i = 0; i < 100; i++) {
            time.move(1);
            stamp = clock.update(Hlc.of(NOW + i + 3, 0));
        }
        time.move(-HOUR);
        assertThat(clock.tick()).isEqualTo(stamp + 1);
    }

    @Test
    void shouldMergeARemoteStampThatIsAhead() {
        clock.tick();
        assertThat(clock.update(Hlc.of(NOW, 41))).isEqualTo(Hlc.of(NOW, 42));
        assertThat(clock.update(Hlc.of(NOW + 1, 7))).isEqualTo(Hlc.of(NOW + 1, 8));
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 1, 9));
        assertThat(clock.update(Hlc.of(NOW + 1, 65535))).isEqualTo(Hlc.of(NOW + 2, 0));
    }

    @Test
    void shouldOnlyTickForARemoteStampThatIsNotAhead() {
        long stamp = clock.tick(100);
        assertThat(clock.update(Hlc.of(NOW, 50))).isEqualTo(stamp + 100);
        assertThat(clock.update(stamp + 100)).isEqualTo(stamp + 101);
        assertThat(clock.update(0)).isEqualTo(stamp + 102);
    }

    @Test
    void shouldTakeThePhysicalClockWhenItIsAheadOfBoth() {
        clock.tick();
        time.move(5);
        assertThat(clock.update(Hlc.of(NOW + 3, 12))).isEqualTo(Hlc.of(NOW + 5, 0));
    }

    @Test
    void shouldRefuseARemoteStampBeyondTheBoundAndStayAsItWas() {
        long before = clock.tick();
        long remote = Hlc.of(NOW + 3, 0);
        ClockDriftException refused =
                catchThrowableOfType(ClockDriftException.class, () -> clock.update(remote));
        assertThat(refused)
                .isInstanceOf(RingKernelException.class)
                .hasMessage(
                        "remote stamp too far ahead of the local physical clock:"
                                + " remote=2026-11-22T19:06:44.126Z+0,"
                                + " local=2026-11-22T19:06:44.123Z, ahead=PT0.003S,"
                                + " maxDrift=PT0.002S. Synchronise the clocks of both machines"
                                + " (NTP, PTP), or make the HybridClock with a larger maxDrift.");
        assertThat(refused.remote()).isEqualTo(remote);
        assertThat(refused.localMillis()).isEqualTo(NOW);
        assertThat(clock.latest()).isEqualTo(before);
        assertThat(clock.tick()).isEqualTo(before + 1);
        assertThatThrownBy(() -> clock.update(Long.MAX_VALUE))
                .isInstanceOf(ClockDriftException.class);
        assertThat(clock.tick()).isEqualTo(before + 2);
    }

    @Test
    void shouldAcceptARemoteStampAtTheBound() {
        long remote = Hlc.of(NOW + 2, 65534);
        assertThat(clock.update(remote)).isEqualTo(remote + 1);
    }

    @Test
    void shouldNotRefuseAStampThatIsNotAheadOfThisClock() {
        long own = clock.tick();
        time.move(-HOUR);
        assertThat(clock.update(own)).isEqualTo(own + 1);
        assertThatThrownBy(() -> clock.update(own + 2)).isInstanceOf(ClockDriftException.class);
        assertThat(clock.latest()).isEqualTo(own + 1);
    }

    @Test
    void shouldRefuseBadInput() {
        assertThatThrownBy(() -> clock.update(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a stamp, as its sign bit is set: word=0xffffffffffffffff");
        for (int count : new int[] {0, -1, FULL + 1}) {
            assertThatThrownBy(() -> clock.tick(count))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("out of range: count=" + count + ", least=1, most=65536");
            assertThatThrownBy(() -> clock.batch(count))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(clock.latest()).isZero();
        assertThatThrownBy(() -> new HybridClock(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a node has a number from 0 on: node=-1");
        assertThatThrownBy(() -> new HybridClock(0, time, Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("out of range: maxDrift=PT0.000999999S, least=PT0.001S, most=PT24H");
        assertThatThrownBy(() -> new HybridClock(0, time, Duration.ofDays(1).plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HybridClock(0, null, DRIFT))
                .isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 47})
    void shouldRefuseATimeSourceOutOfRange(long millis) {
        assertThatThrownBy(() -> new HybridClock(0, () -> millis, DRIFT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the time source returned no time that fits: millis=" + millis);
        clock.tick();
        time.set(millis);
        assertThatThrownBy(clock::tick).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldShowTheTimeOfTheMachineByDefault() {
        long before = System.currentTimeMillis();
        HybridClock machine = new HybridClock(1);
        Instant instant = Hlc.instant(machine.tick());
        long after = System.currentTimeMillis();
        assertThat(instant).isBetween(Instant.ofEpochMilli(before), Instant.ofEpochMilli(after));
        assertThat(machine.maxDrift()).isEqualTo(HybridClock.DEFAULT_MAX_DRIFT);
        assertThat(machine.node()).isEqualTo(1);
    }
}
