package io.ringkernel.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class SpscRingTest extends RingContract {

    @Override
    Ring allocate(int capacity, int slotBytes) {
        return SpscRing.allocate(capacity, slotBytes);
    }

    @Override
    Ring create(MemorySegment memory, int capacity, int slotBytes) {
        return SpscRing.create(memory, capacity, slotBytes);
    }

    @Override
    Ring create(MemorySegment memory, int capacity, int slotBytes, long fingerprint) {
        return SpscRing.create(memory, capacity, slotBytes, fingerprint);
    }

    @Override
    Ring attach(MemorySegment memory) {
        return SpscRing.attach(memory);
    }

    @Override
    Ring attach(MemorySegment memory, long fingerprint) {
        return SpscRing.attach(memory, fingerprint);
    }

    @Override
    long bytes(int capacity, int slotBytes) {
        return SpscRing.bytes(capacity, slotBytes);
    }

    @Override
    String kind() {
        return "SPSC";
    }

    @Test
    void shouldNotAttachToAnotherKind() {
        MemorySegment memory = Arena.ofAuto().allocate(MpscRing.bytes(4, 64), 128);
        MpscRing.create(memory, 4, 64);
        assertThatThrownBy(() -> SpscRing.attach(memory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "memory holds another kind of ring; attach with its class and version:"
                                + " found=MPSC version 1, wanted=SPSC version 1");
    }

    /** A claim is invisible, so who takes over from a dead producer needs no healing. */
    @Test
    void shouldClaimTheSamePositionAgainUntilItIsCommitted() {
        SpscRing ring = SpscRing.allocate(4, 64);
        assertThat(ring.claim()).isZero();
        assertThat(ring.claim(3)).isZero();
        ring.commit(0, 2);
        assertThat(ring.claim()).isEqualTo(2);
        assertThat(ring.size()).isEqualTo(2);
    }
}
