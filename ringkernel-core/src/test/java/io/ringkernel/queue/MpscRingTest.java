package io.ringkernel.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class MpscRingTest extends RingContract {

    @Override
    Ring allocate(int capacity, int slotBytes) {
        return MpscRing.allocate(capacity, slotBytes);
    }

    @Override
    Ring create(MemorySegment memory, int capacity, int slotBytes) {
        return MpscRing.create(memory, capacity, slotBytes);
    }

    @Override
    Ring create(MemorySegment memory, int capacity, int slotBytes, long fingerprint) {
        return MpscRing.create(memory, capacity, slotBytes, fingerprint);
    }

    @Override
    Ring attach(MemorySegment memory) {
        return MpscRing.attach(memory);
    }

    @Override
    Ring attach(MemorySegment memory, long fingerprint) {
        return MpscRing.attach(memory, fingerprint);
    }

    @Override
    long bytes(int capacity, int slotBytes) {
        return MpscRing.bytes(capacity, slotBytes);
    }

    @Override
    String kind() {
        return "MPSC";
    }

    @Test
    void shouldHideCommittedSlotsBehindAClaimedOne() {
        MpscRing ring = MpscRing.allocate(4, 64);
        long first = ring.claim();
        offer(ring, 2);
        assertThat(poll(ring)).isEqualTo(-1);
        write(ring.slot(first), 1);
        ring.commit(first);
        assertThat(poll(ring)).isEqualTo(1);
        assertThat(poll(ring)).isEqualTo(2);
    }

    @Test
    void shouldRefuseClaimsAfterCloseAndDeliverWhatWasClaimedBefore() {
        MpscRing ring = MpscRing.allocate(4, 64);
        offer(ring, 1);
        long claimed = ring.claim();
        assertThat(ring.close()).isEqualTo(2);
        assertThat(ring.claim()).isEqualTo(Ring.CLOSED);
        assertThat(ring.claim(2)).isEqualTo(Ring.CLOSED);
        assertThat(ring.offer(MemorySegment.ofArray(new long[1]))).isFalse();
        assertThat(ring.fill((slot, index) -> {}, 3)).isZero();
        write(ring.slot(claimed), 2);
        ring.commit(claimed);
        assertThat(ring.close()).isEqualTo(2);
        assertThat(poll(ring)).isEqualTo(1);
        assertThat(ring.head()).isEqualTo(1);
        assertThat(poll(ring)).isEqualTo(2);
        assertThat(ring.head()).isEqualTo(2);
        assertThat(ring.size()).isZero();
    }

    @Test
    void shouldGiveItsSlotBackWhenAMessageCannotBeRead() {
        MpscRing ring = MpscRing.allocate(4, 64);
        MemorySegment message;
        try (Arena arena = Arena.ofConfined()) {
            message = arena.allocate(64);
        }
        assertThatThrownBy(() -> ring.offer(message)).isInstanceOf(IllegalStateException.class);
        assertThat(offer(ring, 1)).isTrue();
        assertThat(poll(ring)).isEqualTo(1);
    }

    @Test
    void shouldGiveBackSlotsInTheMiddleOfALongDrain() {
        MpscRing ring = MpscRing.allocate(8, 64);
        for (int i = 0; i < 8; i++) {
            offer(ring, i);
        }
        long[] seen = new long[2];
        ring.drain(
                slot -> {
                    seen[0]++;
                    if (ring.claim() >= 0) {
                        seen[1]++;
                    }
                },
                8);
        assertThat(seen).containsExactly(8, 6); // those taken in runs of a quarter, but the last
    }
}
