package io.ringkernel.queue;

import static io.ringkernel.queue.RingContract.offer;
import static io.ringkernel.queue.RingContract.poll;
import static io.ringkernel.queue.RingContract.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producers that die, or seem to, between claim and commit. */
@Timeout(60)
class MpscRingHealTest {

    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void shouldPassOverTheClaimsOfAThreadThatEnded() throws Exception {
        MpscRing ring = MpscRing.allocate(8, 64);
        offer(ring, 1);
        dying(() -> ring.claim(3));
        offer(ring, 2);
        assertThat(poll(ring)).isEqualTo(1);
        assertThat(poll(ring)).isEqualTo(-1);
        assertThat(ring.heal(NEVER)).isEqualTo(3);
        assertThat(poll(ring)).isEqualTo(2);
        assertThat(ring.heal(NEVER)).isZero();
        assertThat(ring.stats()).isEqualTo(new RingStats(8, 0, 5, 2, 3, 3));
        for (int i = 0; i < 8; i++) {
            assertThat(offer(ring, i)).isTrue(); // every slot is in use again
        }
        assertThat(offer(ring, 8)).isFalse();
    }

    @Test
    void shouldLeaveTheClaimOfALivingThreadAlone() {
        MpscRing ring = MpscRing.allocate(8, 64);
        long claimed = ring.claim();
        offer(ring, 2);
        assertThat(ring.heal(NEVER)).isZero();
        write(ring.slot(claimed), 1);
        ring.commit(claimed);
        assertThat(poll(ring)).isEqualTo(1);
        assertThat(poll(ring)).isEqualTo(2);
        assertThat(ring.stats().healed()).isZero();
    }

    @Test
    void shouldNotTakeWhatTheLastLapsOwnerLeftForADeadClaim() throws Exception {
        MpscRing ring = MpscRing.allocate(2, 64);
        dying(() -> offer(ring, 1)); // an owner that ended, but committed
        assertThat(poll(ring)).isEqualTo(1);
        assertThat(ring.heal(NEVER)).isZero();
        offer(ring, 2);
        long claimed = ring.claim(); // its slot names the thread that ended, in an older lap
        assertThat(poll(ring)).isEqualTo(2);
        assertThat(ring.heal(NEVER)).isZero();
        write(ring.slot(claimed), 3);
        ring.commit(claimed);
        assertThat(poll(ring)).isEqualTo(3);
    }

    @Test
    void shouldKeepASlotFromOthersUntilItsLateProducerReturns() {
        MpscRing ring = MpscRing.allocate(4, 64);
        long late = ring.claim();
        MemorySegment stolen = ring.slot(late);
        offer(ring, 1);
        assertThat(ring.heal(0)).isEqualTo(1); // the time is up at once
        assertThat(poll(ring)).isEqualTo(1);
        long next = 2;
        for (int lap = 0; lap < 5; lap++) { // the late producer's slot stays out of use
            for (int i = 0; i < 3; i++) {
                assertThat(offer(ring, next + i)).isTrue();
            }
            write(stolen, 666); // and what it writes harms nobody
            for (int i = 0; i < 3; i++) {
                assertThat(poll(ring)).isEqualTo(next++);
            }
            assertThat(poll(ring)).isEqualTo(-1);
        }
        ring.commit(late); // its message is lost, its slot is not
        assertThat(poll(ring)).isEqualTo(-1);
        RingStats stats = ring.stats();
        assertThat(stats.healed()).isEqualTo(1);
        assertThat(stats.produced()).isEqualTo(stats.delivered() + stats.skipped() + stats.size());
        for (int lap = 0; lap < 3; lap++) {
            for (int i = 0; i < 4; i++) {
                assertThat(offer(ring, i)).isTrue();
            }
            for (int i = 0; i < 4; i++) {
                assertThat(poll(ring)).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldGiveBackItsSlotWhenAClaimFindsItWasLateItself() {
        StallingMemory memory = new StallingMemory(MpscRing.bytes(2, 64));
        MpscRing ring = new MpscRing(RingLayout.format(RingLayout.Kind.MPSC, memory, 2, 64), null);
        memory.whileStalled = () -> assertThat(ring.heal(0)).isEqualTo(1);
        assertThat(offer(ring, 1)).isTrue(); // its first claim is taken from it: it claims again
        assertThat(poll(ring)).isEqualTo(1);
        for (int lap = 0; lap < 3; lap++) {
            assertThat(offer(ring, 2)).isTrue();
            assertThat(offer(ring, 3)).isTrue(); // no slot is missing
            assertThat(poll(ring)).isEqualTo(2);
            assertThat(poll(ring)).isEqualTo(3);
        }
    }

    @Test
    void shouldGiveBackTheSlotsOfABatchThatWasLateItself() {
        StallingMemory memory = new StallingMemory(MpscRing.bytes(4, 64));
        MpscRing ring = new MpscRing(RingLayout.format(RingLayout.Kind.MPSC, memory, 4, 64), null);
        memory.whileStalled = () -> assertThat(ring.heal(0)).isEqualTo(3);
        assertThat(ring.claim(3)).isEqualTo(Ring.FULL);
        assertThat(ring.peek()).isEqualTo(Ring.EMPTY);
        assertThat(ring.claim(4)).isEqualTo(3); // all slots are in use
    }

    @Test
    void shouldGiveUpABatchThatMeetsAWithheldSlot() {
        MpscRing ring = MpscRing.allocate(4, 64);
        ring.claim();
        assertThat(ring.heal(0)).isEqualTo(1);
        assertThat(ring.claim(4)).isEqualTo(Ring.FULL);
        assertThat(ring.peek()).isEqualTo(Ring.EMPTY);
        assertThat(ring.size()).isZero(); // the four positions were skipped
        assertThat(ring.claim(2)).isEqualTo(5);
    }

    @Test
    void shouldNotHurryANewClaimBecauseAnOlderOneTimedOut() {
        MpscRing ring = MpscRing.allocate(4, 64);
        ring.claim();
        assertThat(ring.heal(0)).isEqualTo(1);
        long fresh = ring.claim();
        assertThat(ring.heal(TimeUnit.HOURS.toNanos(1))).isZero();
        write(ring.slot(fresh), 5);
        ring.commit(fresh);
        assertThat(poll(ring)).isEqualTo(5);
    }

    @Test
    void shouldHealThroughAnotherAttachment() throws Exception {
        MemorySegment memory = Arena.ofAuto().allocate(MpscRing.bytes(4, 64), 128);
        MpscRing producers = MpscRing.create(memory, 4, 64);
        MpscRing consumer = MpscRing.attach(memory);
        dying(producers::claim);
        offer(producers, 2);
        assertThat(consumer.heal(NEVER)).isEqualTo(1);
        assertThat(poll(consumer)).isEqualTo(2);
        assertThat(producers.stats()).isEqualTo(new RingStats(4, 0, 2, 1, 1, 1));
    }

    @Test
    void shouldFindOutThatAProcessEnded() throws Exception {
        Process process = new ProcessBuilder("true").start();
        long pid = process.pid();
        process.waitFor();
        long lap = 3;
        assertThat(Owner.isGone(lap << 48 | pid << 26 | 1, lap)).isTrue();
        assertThat(Owner.isGone(lap << 48 | pid << 26 | 1, lap + 1)).isFalse();
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        assertThat(Owner.isGone(lap << 48 | parent << 26 | 1, lap)).isFalse();
        assertThat(Owner.isGone(Owner.current(lap), lap)).isFalse();
        assertThat(Owner.isGone(Owner.nobody(lap), lap)).isFalse();
    }

    @Test
    void shouldTakeAVirtualThreadForAliveUntilTheTimeIsUp() throws Exception {
        MpscRing ring = MpscRing.allocate(4, 64);
        Thread.ofVirtual().start(ring::claim).join();
        assertThat(ring.heal(NEVER)).isZero();
        assertThat(ring.heal(0)).isEqualTo(1);
    }

    /** Threads die with claims in their hands while others send: only those claims are missing. */
    @Test
    void shouldLoseNothingElseWhenProducersKeepDying() throws Exception {
        MpscRing ring = MpscRing.allocate(64, 64);
        int each = 20_000;
        int deaths = 40;
        AtomicInteger abandoned = new AtomicInteger();
        Thread sender =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int sent = 0; sent < each; ) {
                                if (offer(ring, sent)) {
                                    sent++;
                                } else {
                                    Thread.yield();
                                }
                            }
                        });
        Thread killer =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < deaths; i++) {
                                dying(() -> {
                                    if (ring.claim() >= 0) {
                                        abandoned.incrementAndGet();
                                    }
                                });
                            }
                        });
        long expected = 0;
        while (expected < each || killer.isAlive()) {
            long number = poll(ring);
            if (number < 0) {
                ring.heal(NEVER);
                Thread.yield();
                continue;
            }
            assertThat(number).isEqualTo(expected++);
        }
        sender.join();
        killer.join();
        ring.heal(NEVER);
        RingStats stats = ring.stats();
        assertThat(stats.healed()).isEqualTo(abandoned.get()).isPositive();
        assertThat(stats.delivered()).isEqualTo(each);
        assertThat(stats.size()).isZero();
        assertThat(stats.produced()).isEqualTo(each + stats.healed());
    }

    private static void dying(Runnable work) {
        try {
            Thread thread = Thread.ofPlatform().start(work);
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Memory whose next producer stops right behind its claim, while the consumer heals. */
    private static final class StallingMemory extends ArrayRingMemory {
        private Runnable whileStalled = () -> {};

        StallingMemory(long bytes) {
            super(bytes);
        }

        @Override
        boolean compareAndSet(long offset, long expected, long value) {
            boolean done = super.compareAndSet(offset, expected, value);
            if (done && offset == RingLayout.TAIL) {
                Runnable now = whileStalled;
                whileStalled = () -> {};
                now.run();
            }
            return done;
        }
    }
}
