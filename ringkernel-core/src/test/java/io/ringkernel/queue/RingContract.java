package io.ringkernel.queue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.SchemaMismatchException;
import io.ringkernel.message.MessageProtocol;
import io.ringkernel.message.Schema;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ring promises, on one thread. */
abstract class RingContract {

    abstract Ring allocate(int capacity, int slotBytes);

    abstract Ring create(MemorySegment memory, int capacity, int slotBytes);

    abstract Ring create(MemorySegment memory, int capacity, int slotBytes, long fingerprint);

    abstract Ring attach(MemorySegment memory);

    abstract Ring attach(MemorySegment memory, long fingerprint);

    abstract long bytes(int capacity, int slotBytes);

    /** The word of this kind in error messages. */
    abstract String kind();

    static boolean offer(Ring ring, long number) {
        long position = ring.claim();
        if (position < 0) {
            return false;
        }
        write(ring.slot(position), number);
        ring.commit(position);
        return true;
    }

    /** Returns the number of the next message, or -1. */
    static long poll(Ring ring) {
        long position = ring.peek();
        if (position < 0) {
            return -1;
        }
        long number = read(ring.slot(position));
        ring.release(position);
        return number;
    }

    static void write(MemorySegment slot, long number) {
        for (long at = 0; at < slot.byteSize(); at += Long.BYTES) {
            slot.set(JAVA_LONG, at, number);
        }
    }

    /** Returns the message's number, or fails if the message is torn. */
    static long read(MemorySegment slot) {
        long number = slot.get(JAVA_LONG, 0);
        for (long at = 0; at < slot.byteSize(); at += Long.BYTES) {
            if (slot.get(JAVA_LONG, at) != number) {
                throw new AssertionError(
                        "torn: number="
                                + number
                                + ", at="
                                + at
                                + ", found="
                                + slot.get(JAVA_LONG, at));
            }
        }
        return number;
    }

    @ParameterizedTest
    @CsvSource({"2,8", "4,64", "8,72", "64,1024"})
    void shouldRefuseWhenExactlyFullAndAcceptAgainWhenDrained(int capacity, int slotBytes) {
        Ring ring = allocate(capacity, slotBytes);
        assertThat(ring.capacity()).isEqualTo(capacity);
        assertThat(ring.slotBytes()).isEqualTo(slotBytes);
        for (int lap = 0; lap < 5; lap++) {
            assertThat(poll(ring)).isEqualTo(-1);
            for (int i = 0; i < capacity; i++) {
                assertThat(ring.size()).isEqualTo(i);
                assertThat(offer(ring, lap * 100 + i)).isTrue();
            }
            assertThat(ring.claim()).isEqualTo(Ring.FULL);
            assertThat(ring.size()).isEqualTo(capacity);
            for (int i = 0; i < capacity; i++) {
                assertThat(poll(ring)).isEqualTo(lap * 100 + i);
            }
            assertThat(ring.size()).isZero();
        }
        assertThat(ring.stats())
                .isEqualTo(new RingStats(capacity, 0, 5L * capacity, 5L * capacity, 0, 0));
    }

    @Test
    void shouldStartAtAnyLapAlthoughItsSlotsHoldOldMessages() {
        Ring ring = allocate(2, 16);
        for (long number = 0; number < 200_000; number++) { // beyond 16 bits of laps
            assertThat(ring.peek()).isEqualTo(Ring.EMPTY);
            assertThat(offer(ring, number)).isTrue();
            assertThat(poll(ring)).isEqualTo(number);
        }
    }

    @Test
    void shouldNotShowAMessageBeforeItIsCommitted() {
        Ring ring = allocate(4, 64);
        long position = ring.claim();
        write(ring.slot(position), 7);
        assertThat(ring.peek()).isEqualTo(Ring.EMPTY);
        ring.commit(position);
        assertThat(ring.peek()).isEqualTo(position).isEqualTo(ring.peek());
        assertThat(poll(ring)).isEqualTo(7);
    }

    @Test
    void shouldSkipWhatWasAborted() {
        Ring ring = allocate(4, 64);
        ring.abort(ring.claim());
        offer(ring, 1);
        ring.abort(ring.claim());
        ring.abort(ring.claim());
        assertThat(offer(ring, 2)).isEqualTo(ring instanceof SpscRing);
        assertThat(poll(ring)).isEqualTo(1);
        if (ring instanceof MpscRing) {
            assertThat(ring.peek()).isEqualTo(Ring.EMPTY);
            assertThat(offer(ring, 2)).isTrue();
            assertThat(ring.stats()).isEqualTo(new RingStats(4, 1, 5, 1, 3, 0));
        }
        assertThat(poll(ring)).isEqualTo(2);
        assertThat(poll(ring)).isEqualTo(-1);
        assertThat(ring.size()).isZero();
    }

    @Test
    void shouldClaimABatchOrNothing() {
        Ring ring = allocate(8, 64);
        long first = ring.claim(5);
        assertThat(first).isZero();
        for (int i = 0; i < 5; i++) {
            write(ring.slot(first + i), i);
        }
        ring.commit(first, 5);
        assertThat(ring.claim(4)).isEqualTo(Ring.FULL);
        assertThat(ring.claim(3)).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(poll(ring)).isEqualTo(i);
        }
    }

    @Test
    void shouldFillWhatIsFreeAndDrainWhatIsThere() {
        Ring ring = allocate(8, 64);
        List<Long> read = new ArrayList<>();
        assertThat(ring.fill((slot, index) -> write(slot, index), 0)).isZero();
        assertThat(ring.fill((slot, index) -> write(slot, index), 3)).isEqualTo(3);
        assertThat(ring.fill((slot, index) -> write(slot, 3 + index), 100)).isEqualTo(5);
        assertThat(ring.fill((slot, index) -> write(slot, -1), 1)).isZero();
        assertThat(ring.drain(slot -> read.add(read(slot)), 2)).isEqualTo(2);
        assertThat(ring.fill((slot, index) -> write(slot, 8 + index), 100)).isEqualTo(2);
        assertThat(ring.drain(slot -> read.add(read(slot)), Integer.MAX_VALUE)).isEqualTo(8);
        assertThat(ring.drain(slot -> read.add(read(slot)), 10)).isZero();
        assertThat(read).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(ring.size()).isZero();
    }

    @Test
    void shouldPublishWhatWasWrittenBeforeTheWriterThrew() {
        Ring ring = allocate(8, 64);
        assertThatThrownBy(() ->
                        ring.fill(
                                (slot, index) -> {
                                    if (index == 2) {
                                        throw new IllegalStateException("third");
                                    }
                                    write(slot, index);
                                },
                                5))
                .hasMessage("third");
        assertThat(offer(ring, 9)).isTrue();
        assertThat(poll(ring)).isZero();
        assertThat(poll(ring)).isEqualTo(1);
        assertThat(poll(ring)).isEqualTo(9);
        assertThat(poll(ring)).isEqualTo(-1);
        assertThat(ring.size()).isZero();
    }

    @Test
    void shouldKeepWhatTheReaderDidNotReachWhenItThrew() {
        Ring ring = allocate(8, 64);
        for (int i = 0; i < 4; i++) {
            offer(ring, i);
        }
        assertThatThrownBy(() ->
                        ring.drain(
                                slot -> {
                                    if (read(slot) == 1) {
                                        throw new IllegalStateException("second");
                                    }
                                },
                                10))
                .hasMessage("second");
        assertThat(ring.size()).isEqualTo(2);
        assertThat(poll(ring)).isEqualTo(2);
        assertThat(poll(ring)).isEqualTo(3);
        assertThat(poll(ring)).isEqualTo(-1);
    }

    @Test
    void shouldCopyMessagesInAndOut() {
        Ring ring = allocate(2, 16);
        MemorySegment target = MemorySegment.ofArray(new long[3]);
        assertThat(ring.poll(target)).isFalse();
        assertThat(ring.offer(MemorySegment.ofArray(new long[] {1, 2}))).isTrue();
        assertThat(ring.offer(MemorySegment.ofArray(new long[] {3}))).isTrue();
        assertThat(ring.offer(MemorySegment.ofArray(new long[] {4}))).isFalse();
        assertThat(ring.poll(target)).isTrue();
        assertThat(target.toArray(JAVA_LONG)).containsExactly(1, 2, 0);
        assertThat(ring.poll(target)).isTrue();
        assertThat(target.get(JAVA_LONG, 0)).isEqualTo(3);
        assertThat(ring.poll(target)).isFalse();
        assertThatThrownBy(() -> ring.offer(MemorySegment.ofArray(new long[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("message longer than a slot: bytes=24, slotBytes=16");
        assertThatThrownBy(() -> ring.poll(MemorySegment.ofArray(new long[1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target shorter than a slot: bytes=8, slotBytes=16");
        assertThat(ring.claim()).isEqualTo(2); // the refused message took nothing
    }

    @Test
    void shouldNotLetAnybodyOutOfASlot() {
        Ring ring = allocate(2, 64);
        MemorySegment slot = ring.slot(ring.claim());
        assertThatThrownBy(() -> slot.set(JAVA_LONG, 64, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slot.get(JAVA_LONG, -8))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldCarryOnWhereItWasWhenAttachedToAMappedFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ring");
        long bytes = bytes(4, 64);
        try (FileChannel channel =
                        FileChannel.open(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                Arena first = Arena.ofConfined()) {
            Ring ring = create(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, first), 4, 64);
            for (int i = 0; i < 7; i++) {
                offer(ring, i);
                if (i < 5) {
                    poll(ring);
                }
            }
        }
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena second = Arena.ofShared()) {
            Ring ring = attach(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, second));
            assertThat(ring.capacity()).isEqualTo(4);
            assertThat(ring.slotBytes()).isEqualTo(64);
            assertThat(ring.size()).isEqualTo(2);
            assertThat(offer(ring, 7)).isTrue();
            assertThat(poll(ring)).isEqualTo(5);
            assertThat(poll(ring)).isEqualTo(6);
            assertThat(poll(ring)).isEqualTo(7);
            assertThat(ring.stats().produced()).isEqualTo(8);
        }
    }

    @Test
    void shouldThrowAndNotCrashWhenItsArenaIsClosed() {
        Ring ring;
        MemorySegment slot;
        try (Arena arena = Arena.ofShared()) {
            ring = create(arena.allocate(bytes(4, 64), 128), 4, 64);
            offer(ring, 1);
            slot = ring.slot(0);
        }
        assertThatThrownBy(ring::claim).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ring::peek).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> slot.get(JAVA_LONG, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldZeroExactlyItsMemory() {
        long bytes = bytes(2, 64);
        for (MemorySegment memory :
                List.of(
                        Arena.global().allocate(bytes + 64, 128),
                        MemorySegment.ofArray(new long[(int) bytes / 8 + 8]))) {
            memory.fill((byte) 0xFF);
            Ring ring = create(memory, 2, 64);
            assertThat(memory.get(JAVA_BYTE, bytes)).isEqualTo((byte) 0xFF);
            assertThat(memory.get(JAVA_BYTE, bytes - 1)).isZero();
            assertThat(poll(ring)).isEqualTo(-1);
            assertThat(offer(ring, -1)).isTrue();
            assertThat(offer(ring, -1)).isTrue();
            assertThat(memory.get(JAVA_BYTE, bytes - 1)).isEqualTo((byte) 0xFF);
            assertThat(memory.get(JAVA_BYTE, bytes)).isEqualTo((byte) 0xFF);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 3, 12, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void shouldSayWhichCapacityIsWrong(int capacity) {
        assertThatThrownBy(() -> allocate(capacity, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "capacity must be a power of two from 2 to 1073741824: capacity="
                                + capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, 0, 7, 12, (1 << 20) + 8})
    void shouldSayWhichSlotSizeIsWrong(int slotBytes) {
        assertThatThrownBy(() -> allocate(4, slotBytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "slotBytes must be a multiple of 8 from 8 to 1048576: slotBytes="
                                + slotBytes);
    }

    @Test
    void shouldSayWhatIsWrongWithTheMemory() {
        long bytes = bytes(4, 64);
        MemorySegment memory = Arena.ofAuto().allocate(bytes, 128);
        assertThatThrownBy(() -> create(memory.asSlice(0, bytes - 1), 4, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "memory too small for the ring: needed="
                                + bytes
                                + ", given="
                                + (bytes - 1));
        assertThatThrownBy(() -> create(memory.asSlice(64), 2, 8))
                .hasMessageStartingWith("ring memory must be aligned to 128 bytes: address=0x");
        assertThatThrownBy(() -> create(memory.asReadOnly(), 4, 64))
                .hasMessage("ring memory must be writable: it is read-only");
        assertThatThrownBy(() -> attach(memory.asSlice(0, 128)))
                .hasMessage("memory too small for the ring: needed=384, given=128");
        assertThatThrownBy(() -> attach(memory))
                .hasMessage(
                        "memory holds no ring; create one there first: magic=0x0,"
                                + " expected=0x474e49522d4b52");
        create(memory, 4, 64);
        assertThatThrownBy(() -> attach(memory.asSlice(0, bytes - 64)))
                .hasMessage(
                        "memory too small for the ring: needed="
                                + bytes
                                + ", given="
                                + (bytes - 64));
        assertThat(attach(memory).capacity()).isEqualTo(4);
        memory.set(JAVA_LONG, 16, 5);
        assertThatThrownBy(() -> attach(memory))
                .hasMessage("capacity must be a power of two from 2 to 1073741824: capacity=5");
        memory.set(JAVA_LONG, 16, 4 | 1L << 40);
        assertThatThrownBy(() -> attach(memory))
                .hasMessageStartingWith("the ring's header is damaged: capacity=1099511627780");
        memory.set(JAVA_LONG, 8, 9 | 3L << 32);
        assertThatThrownBy(() -> attach(memory))
                .hasMessage(
                        "memory holds another kind of ring; attach with its class and version:"
                                + " found=unknown kind 3 version 9, wanted="
                                + kind()
                                + " version 1");
    }

    @Test
    void shouldRefuseOneWhoExpectsMessagesOfAnotherSchema() {
        MemorySegment memory = Arena.ofAuto().allocate(bytes(4, 64), 128);
        long fingerprint = Schema.of(MessageProtocol.of(Point.class)).fingerprint();
        Ring ring = create(memory, 4, 64, fingerprint);
        assertThat(ring.fingerprint()).isEqualTo(fingerprint);
        offer(ring, 7);

        assertThatThrownBy(() -> attach(memory, 0xABCL))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessage(
                        "the ring carries messages of another schema; attach with the version that"
                                + " made it, or without a fingerprint and compare the schemas:"
                                + " found=0x%016x, wanted=0x0000000000000abc",
                        fingerprint);
        assertThat(poll(attach(memory, fingerprint))).isEqualTo(7);
        assertThat(attach(memory).fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void shouldRefuseAFingerprintWhereTheRingHasNone() {
        MemorySegment memory = Arena.ofAuto().allocate(bytes(4, 64), 128);
        create(memory, 4, 64, -1);
        Ring ring = create(memory, 4, 64);
        assertThat(ring.fingerprint()).isZero();
        assertThat(attach(memory).fingerprint()).isZero();
        assertThatThrownBy(() -> attach(memory, -1))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageEndingWith("found=none, wanted=0xffffffffffffffff");
        assertThatThrownBy(() -> attach(memory, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fingerprint is never 0; leave it out for a ring without one");
        assertThatThrownBy(() -> create(memory, 4, 64, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fingerprint is never 0; leave it out for a ring without one");
        assertThat(attach(memory).capacity()).isEqualTo(4);
    }

    record Point(int x, int y) {}

    @Test
    void shouldCatchACommitWithoutAClaim() {
        Ring ring = allocate(4, 64);
        assertThatThrownBy(() -> ring.commit(3))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not claimed: position=3, tail=0");
        assertThatThrownBy(() -> ring.release(3))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not peeked: position=3, head=0");
    }

    @Test
    void shouldCallTheWatermarksInTurn() {
        List<String> calls = new ArrayList<>();
        Watermarks levels = new Watermarks(2, 6, () -> calls.add("high"), () -> calls.add("low"));
        Ring ring = allocate(8, 64).withWatermarks(levels);
        for (int i = 0; i < 5; i++) {
            offer(ring, i);
        }
        assertThat(calls).isEmpty();
        offer(ring, 5);
        offer(ring, 6);
        assertThat(calls).containsExactly("high");
        assertThat(levels.isRaised()).isTrue();
        for (int i = 0; i < 4; i++) {
            poll(ring);
        }
        assertThat(calls).containsExactly("high");
        poll(ring);
        assertThat(calls).containsExactly("high", "low");
        assertThat(ring.size()).isEqualTo(2);
        ring.fill((slot, index) -> write(slot, index), 10);
        assertThat(calls).containsExactly("high", "low", "high");
        ring.drain(slot -> {}, 10);
        assertThat(calls).containsExactly("high", "low", "high", "low");
        assertThat(levels.isRaised()).isFalse();
    }

    @Test
    void shouldRefuseWatermarksThatCannotBeReached() {
        assertThatThrownBy(() -> new Watermarks(5, 5, () -> {}, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("watermarks must be 0 <= low < high: low=5, high=5");
        Watermarks levels = new Watermarks(0, 9, () -> {}, () -> {});
        assertThatThrownBy(() -> allocate(8, 64).withWatermarks(levels))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the high watermark must not be above the capacity: high=9, capacity=8");
    }
}
