package io.ringkernel.queue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotRingTest {

    @Test
    void shouldWriteTheSlotByteForByte() {
        RingFixture fixture = RingFixture.create(4, 64);
        SlotProducer producer = fixture.producer();
        assertThat(producer.claim()).isZero();
        long position = producer.claim();
        MemorySegment memory = producer.memory();
        for (int i = 0; i < 32; i++) {
            memory.set(JAVA_BYTE, producer.payloadOffset(position) + i, (byte) (0xA0 + i));
        }
        producer.commit(position, 0x0102, 0x11121314, 0x21222324, 0x31323334, 0x4142);

        byte[] slot = memory.asSlice(128 + 64, 64).toArray(JAVA_BYTE);
        assertThat(HexFormat.of().formatHex(slot))
                .isEqualTo(
                        "0000000000000000"
                                + "14131211"
                                + "0201"
                                + "0100" // hlc, correlation, type, tag0
                                + "24232221"
                                + "34333231"
                                + "4241"
                                + "aeaf"
                                + "bebf"
                                + "0100" // .. flags, fix2, fix3, tag1
                                + "a0a1a2a3a4a5a6a7a8a9aaabacad"
                                + "0100" // payload, tag2
                                + "b0b1b2b3b4b5b6b7b8b9babbbcbd"
                                + "0100"); // payload, tag3
        assertThat(memory.asSlice(0, 128 + 64).toArray(JAVA_BYTE))
                .containsOnly(0); // head and the slot before
    }

    @Test
    void shouldGiveBackThePayloadThatTheTagsDisplaced() {
        RingFixture fixture = RingFixture.create(4, 64);
        assertThat(fixture.offer(0x0123456789ABCDEFL)).isTrue();
        assertThat(fixture.consumer().poll()).isTrue();
        assertThat(fixture.number()).isEqualTo(0x0123456789ABCDEFL);
        assertThat(fixture.consumer().flags()).isEqualTo(3);
        assertThat(fixture.consumer().hlc()).isZero();
        assertThat(fixture.consumer().poll()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {14, 30, 46, 62})
    void shouldNotTakeASlotWhileAnyTagIsMissing(long tag) {
        RingFixture fixture = RingFixture.create(4, 64);
        fixture.offer(5);
        MemorySegment memory = fixture.producer().memory();
        memory.set(JAVA_SHORT, 128 + tag, (short) 0);
        assertThat(fixture.consumer().isReady()).isFalse();
        assertThat(fixture.consumer().poll()).isFalse();
        memory.set(JAVA_SHORT, 128 + tag, (short) 1);
        assertThat(fixture.consumer().isReady()).isTrue();
        assertThat(fixture.consumer().poll()).isTrue();
        assertThat(fixture.number()).isEqualTo(5);
    }

    @Test
    void shouldNotTakeAClaimedSlotBeforeItIsCommittedNorTheOnesBehindIt() {
        RingFixture fixture = RingFixture.create(4, 64);
        long first = fixture.producer().claim();
        fixture.offer(2);
        assertThat(fixture.consumer().poll()).isFalse();
        fixture.write(first, 1);
        assertThat(fixture.consumer().poll()).isTrue();
        assertThat(fixture.number()).isEqualTo(1);
        assertThat(fixture.consumer().poll()).isTrue();
        assertThat(fixture.number()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256, 4096})
    void shouldRefuseWhenExactlyFullAndAcceptAgainWhenDrained(int slotBytes) {
        RingFixture fixture = RingFixture.create(8, slotBytes);
        for (int lap = 0; lap < 5; lap++) {
            for (int i = 0; i < 8; i++) {
                assertThat(fixture.offer(lap * 8 + i)).isTrue();
            }
            assertThat(fixture.producer().claim()).isEqualTo(SlotProducer.FULL);
            assertThat(fixture.producer().size()).isEqualTo(8);
            assertThat(fixture.producer().free()).isZero();
            for (int i = 0; i < 8; i++) {
                assertThat(fixture.consumer().poll()).isTrue();
                assertThat(fixture.number()).isEqualTo(lap * 8 + i);
            }
            assertThat(fixture.consumer().poll()).isFalse();
            assertThat(fixture.producer().size()).isZero();
            assertThat(fixture.producer().free()).isEqualTo(8);
        }
    }

    @Test
    void shouldCarryOnWhenTheTagsWrapAround() {
        RingFixture fixture = RingFixture.create(2, 64);
        for (long number = 0; number < 2L * 0x10000 + 10; number++) {
            assertThat(fixture.consumer().poll()).isFalse();
            assertThat(fixture.offer(number)).isTrue();
            assertThat(fixture.consumer().poll()).isTrue();
            assertThat(fixture.number()).isEqualTo(number);
        }
    }

    @Test
    void shouldTakeNothingForATagEvenWhenThePayloadLooksLikeTags() {
        RingFixture fixture = RingFixture.create(2, 64);
        long nextLapsTags = 0x0002_0002_0002_0002L;
        fixture.offer(nextLapsTags);
        fixture.offer(nextLapsTags);
        assertThat(fixture.consumer().poll()).isTrue();
        assertThat(fixture.consumer().poll()).isTrue();
        assertThat(fixture.consumer().poll()).isFalse();
        assertThat(fixture.consumer().poll()).isFalse();
    }

    @Test
    void shouldClaimABatchOfConsecutivePositionsOrNothing() {
        RingFixture fixture = RingFixture.create(8, 64);
        assertThat(fixture.producer().claim(5)).isZero();
        assertThat(fixture.producer().claim(4)).isEqualTo(SlotProducer.FULL);
        assertThat(fixture.producer().free()).isEqualTo(3);
        assertThat(fixture.producer().claim(3)).isEqualTo(5);
        assertThat(fixture.producer().claim()).isEqualTo(SlotProducer.FULL);
        for (int i = 0; i < 8; i++) {
            fixture.write(i, i);
        }
        assertThat(fixture.consumer().poll()).isTrue();
        fixture.consumer().publishHead();
        assertThat(fixture.producer().claim(2)).isEqualTo(SlotProducer.FULL);
        assertThat(fixture.producer().claim(1)).isEqualTo(8);
    }

    @Test
    void shouldSkipSlotsThatWereGivenUp() {
        RingFixture fixture = RingFixture.create(4, 64);
        fixture.offer(1);
        fixture.producer().abort(fixture.producer().claim());
        fixture.offer(3);
        fixture.producer().abort(fixture.producer().claim());
        assertThat(fixture.consumer().poll()).isTrue();
        assertThat(fixture.number()).isEqualTo(1);
        assertThat(fixture.consumer().poll()).isTrue();
        assertThat(fixture.number()).isEqualTo(3);
        assertThat(fixture.consumer().poll()).isFalse();
        assertThat(fixture.consumer().head()).isEqualTo(4);
        assertThat(fixture.producer().free()).isEqualTo(4);
    }

    @Test
    void shouldGiveSlotsBackEveryQuarterAndWhenAskedAndWhenEmpty() {
        RingFixture fixture = RingFixture.create(16, 64);
        for (int i = 0; i < 16; i++) {
            fixture.offer(i);
        }
        poll(fixture, 3);
        assertThat(fixture.ring().headAcquire()).isZero();
        poll(fixture, 1);
        assertThat(fixture.ring().headAcquire()).isEqualTo(4);
        poll(fixture, 1);
        fixture.consumer().publishHead();
        assertThat(fixture.ring().headAcquire()).isEqualTo(5);
        poll(fixture, 11);
        assertThat(fixture.ring().headAcquire()).isEqualTo(13);
        assertThat(fixture.consumer().poll()).isFalse();
        assertThat(fixture.ring().headAcquire()).isEqualTo(16);
        assertThat(fixture.producer().memory().get(JAVA_LONG, 0)).isEqualTo(16);
    }

    @Test
    void shouldRefuseClaimsAfterCloseAndDeliverWhatWasClaimedBefore() {
        RingFixture fixture = RingFixture.create(4, 64);
        fixture.offer(1);
        long claimed = fixture.producer().claim();
        assertThat(fixture.producer().close()).isEqualTo(2);
        assertThat(fixture.producer().isClosed()).isTrue();
        assertThat(fixture.producer().claim()).isEqualTo(SlotProducer.CLOSED);
        assertThat(fixture.producer().claim(3)).isEqualTo(SlotProducer.CLOSED);
        fixture.write(claimed, 2);
        assertThat(fixture.producer().close()).isEqualTo(2);
        poll(fixture, 2);
        assertThat(fixture.consumer().poll()).isFalse();
        assertThat(fixture.producer().size()).isZero();
        assertThat(fixture.producer().tail()).isEqualTo(2);
    }

    @Test
    void shouldZeroItsMemoryWhenCreated() {
        MemorySegment memory = Arena.ofAuto().allocate(SlotRing.bytes(2, 64) + 64, 128);
        memory.fill((byte) 0xFF);
        SlotRing ring = SlotRing.create(memory, 2, 64);
        assertThat(ring.memory().byteSize()).isEqualTo(128 + 2 * 64);
        assertThat(ring.memory().toArray(JAVA_BYTE)).containsOnly(0);
        assertThat(memory.get(JAVA_BYTE, ring.memory().byteSize())).isEqualTo((byte) 0xFF);
    }

    @Test
    void shouldSayWhatIsWrongWithItsGeometry() {
        MemorySegment memory = Arena.ofAuto().allocate(1024, 128);
        assertThatThrownBy(() -> SlotRing.bytes(12, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be a power of two from 2 to 1073741824: capacity=12");
        assertThatThrownBy(() -> SlotRing.bytes(16, 96))
                .hasMessage("slotBytes must be a power of two from 64 to 4096: slotBytes=96");
        assertThatThrownBy(() -> SlotRing.create(memory, 16, 64))
                .hasMessage("memory too small for the ring: needed=1152, given=1024");
        assertThatThrownBy(() -> SlotRing.create(memory.asSlice(64), 2, 64))
                .hasMessageStartingWith("ring memory must be aligned to 128 bytes: address=0x");
        SlotRing ring = SlotRing.create(memory, 2, 128);
        assertThatThrownBy(() -> new SlotConsumer(ring, Arena.ofAuto().allocate(64, 16)))
                .hasMessageStartingWith(
                        "scratch must hold one aligned slot: slotBytes=128, given=64");
    }

    @Test
    void shouldCatchACommitWithoutAClaim() {
        RingFixture fixture = RingFixture.create(4, 64);
        assertThatThrownBy(() -> fixture.producer().commit(0, 1, 0))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not claimed: position=0, tail=0");
    }

    private static void poll(RingFixture fixture, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(fixture.consumer().poll()).isTrue();
        }
    }
}
