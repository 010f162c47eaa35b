package io.ringkernel.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TickBatchTest {

    private static final long NOW = 1_795_374_404_123L;

    private final ManualTime time = new ManualTime(NOW);
    private final HybridClock clock = new HybridClock(0, time, Duration.ofMillis(500));
    private final TickBatch batch = clock.batch(4);

    @Test
    void shouldHandOutItsReservationBeforeItTakesAnother() {
        assertThat(batch.remaining()).isZero();
        assertThat(clock.latest()).isZero();
        for (int i = 0; i < 4; i++) {
            assertThat(batch.next()).isEqualTo(Hlc.of(NOW, i));
            assertThat(clock.latest()).isEqualTo(Hlc.of(NOW, 3));
            assertThat(batch.remaining()).isEqualTo(3 - i);
        }
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW, 4));
        assertThat(batch.next()).isEqualTo(Hlc.of(NOW, 5));
        assertThat(clock.latest()).isEqualTo(Hlc.of(NOW, 8));
    }

    @Test
    void shouldKeepItsReservationForAMessageThatIsEarlier() {
        long first = batch.next();
        assertThat(batch.update(first)).isEqualTo(first + 1);
        assertThat(batch.update(0)).isEqualTo(first + 2);
        assertThat(batch.remaining()).isEqualTo(1);
    }

    @Test
    void shouldGiveItsReservationUpForAMessageThatIsNotEarlier() {
        long first = batch.next();
        TickBatch other = clock.batch(4);
        long message = other.next();
        assertThat(batch.update(message)).isEqualTo(first + 8).isGreaterThan(message);
        assertThat(batch.remaining()).isEqualTo(3);
        long next = batch.next() + 1;
        assertThat(batch.update(next)).isGreaterThan(next); // the very next stamp, from elsewhere
    }

    @Test
    void shouldUpdateWithoutAReservation() {
        assertThat(batch.update(Hlc.of(NOW + 5, 9))).isEqualTo(Hlc.of(NOW + 5, 10));
        assertThat(batch.next()).isEqualTo(Hlc.of(NOW + 5, 11));
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW + 5, 14));
    }

    @Test
    void shouldShowTheTimeOfItsReservationUntilRenewed() {
        batch.next();
        time.move(10);
        assertThat(batch.next()).isEqualTo(Hlc.of(NOW, 1));
        batch.renew();
        assertThat(batch.remaining()).isZero();
        assertThat(batch.next()).isEqualTo(Hlc.of(NOW + 10, 0));
    }

    @Test
    void shouldTickWithItsReservationWhileThatIsNotBehindThePhysicalClock() {
        assertThat(batch.tick()).isEqualTo(Hlc.of(NOW, 0));
        assertThat(clock.tick()).isEqualTo(Hlc.of(NOW, 4));
        assertThat(batch.tick()).isEqualTo(Hlc.of(NOW, 1));
        time.move(-1000);
        assertThat(batch.tick()).isEqualTo(Hlc.of(NOW, 2));
        time.move(1001);
        assertThat(batch.tick()).isEqualTo(Hlc.of(NOW + 1, 0));
        assertThat(batch.remaining()).isEqualTo(3);
        assertThat(batch.update(Hlc.of(NOW + 7, 0))).isEqualTo(Hlc.of(NOW + 7, 1));
        assertThat(batch.tick()).isEqualTo(Hlc.of(NOW + 7, 2));
    }

    @Test
    void shouldKeepItsReservationWhenAMessageIsRefused() {
        long first = batch.next();
        assertThatThrownBy(() -> batch.update(Hlc.of(NOW + 501, 0)))
                .isInstanceOf(ClockDriftException.class);
        assertThatThrownBy(() -> batch.update(-5)).isInstanceOf(IllegalArgumentException.class);
        assertThat(batch.next()).isEqualTo(first + 1);
    }
}
