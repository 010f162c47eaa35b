package io.ringkernel.bench.soak;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.ringkernel.queue.MpscRing;
import io.ringkernel.queue.Ring;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.SlotRing;
import io.ringkernel.queue.SpscRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The rings of slots. A message is its sender and number, twice where there is room. */
final class RingPaths {

    private static final int SENDER_SHIFT = 40;
    private static final long SEQUENCE = (1L << SENDER_SHIFT) - 1;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int TYPE = 1;
    private static final int SMALL = 64;

    private RingPaths() {}

    static List<SoakPath.Named> all() {
        return List.of(
                new SoakPath.Named("spsc-ring", RingPaths::spsc),
                new SoakPath.Named("mpsc-ring", RingPaths::mpsc),
                new SoakPath.Named("mpsc-heal", RingPaths::heal),
                new SoakPath.Named("slot-ring", RingPaths::slots));
    }

    private static void spsc(Round round) {
        ring(round, SpscRing.allocate(capacity(round), 8 * round.between(1, 16)), 1);
    }

    private static void mpsc(Round round) {
        int slotBytes = 8 * round.between(1, 16);
        ring(round, MpscRing.allocate(capacity(round), slotBytes), round.between(1, 4));
    }

    /** Small rings are slow, as each few messages need a switch of threads; so they are fewer. */
    private static int capacity(Round round) {
        return round.between(0, 7) == 0
                ? round.powerOfTwo(2, SMALL / 2)
                : round.powerOfTwo(SMALL, 1 << 14);
    }

    private static int messages(Round round, int capacity) {
        return capacity < SMALL ? Math.min(round.budget(), 5_000) : round.budget();
    }

    private static void ring(Round round, Ring ring, int senders) {
        int messages = messages(round, ring.capacity());
        Audit audit = round.audit(senders, messages);
        int each = Math.max(1, messages / senders);
        round.start(senders, (sender, random) -> produce(ring, sender, each, random));
        consume(round, ring, audit);
        round.join();
        if (ring.size() != 0) {
            round.error("not empty at the end: size=" + ring.size());
        }
    }

    private static void produce(Ring ring, int sender, int each, SplittableRandom random) {
        long first = (long) sender << SENDER_SHIFT;
        int most = Math.min(256, Math.max(1, ring.capacity() / 2));
        for (int sent = 0; sent < each; ) {
            int batch = Math.min(each - sent, 1 + random.nextInt(most));
            int done = send(ring, first + sent, batch, random.nextInt(16));
            if (done == 0) {
                Thread.yield();
            }
            sent += done;
            Round.pause(random);
        }
    }

    private static int send(Ring ring, long from, int batch, int how) {
        if (how == 0) { // give one up
            long given = ring.claim();
            if (given >= 0) {
                ring.abort(given);
            }
            return 0;
        }
        if (how < 4) {
            long position = ring.claim();
            if (position < 0) {
                return 0;
            }
            write(ring.slot(position), from);
            ring.commit(position);
            return 1;
        }
        if (how < 10) {
            return ring.fill((slot, index) -> write(slot, from + index), batch);
        }
        long position = ring.claim(batch);
        if (position < 0) {
            return 0;
        }
        for (int i = 0; i < batch; i++) {
            write(ring.slot(position + i), from + i);
        }
        ring.commit(position, batch);
        return batch;
    }

    private static void write(MemorySegment slot, long number) {
        slot.set(JAVA_LONG_UNALIGNED, 0, number);
        if (slot.byteSize() > Long.BYTES) {
            slot.set(JAVA_LONG_UNALIGNED, slot.byteSize() - Long.BYTES, number);
        }
    }

    private static void check(MemorySegment slot, Audit audit, Audit.Receiver receiver) {
        long number = slot.get(JAVA_LONG_UNALIGNED, 0);
        if (slot.get(JAVA_LONG_UNALIGNED, slot.byteSize() - Long.BYTES) != number) {
            audit.unknown();
        }
        receiver.handled((int) (number >>> SENDER_SHIFT), number & SEQUENCE);
    }

    private static void consume(Round round, Ring ring, Audit audit) {
        Audit.Receiver receiver = audit.receiver();
        Ring.Reader reader = slot -> check(slot, audit, receiver);
        Round.Quiet quiet = round.quiet();
        while (!round.complete()) {
            int limit = 1 + round.random().nextInt(512);
            if (ring.drain(reader, limit) == 0) {
                long position = ring.peek();
                if (position >= 0) {
                    check(ring.slot(position), audit, receiver);
                    ring.release(position);
                } else if (quiet.tooLong()) {
                    return;
                } else {
                    Thread.yield();
                }
            }
            Round.pause(round.random());
        }
        if (ring.peek() >= 0) {
            round.error("more than was sent");
        }
    }

    // ---- producers that die between claim and commit

    private static void heal(Round round) {
        int senders = round.between(1, 3);
        MpscRing ring = MpscRing.allocate(round.powerOfTwo(8, 1024), 64);
        int messages = Math.min(round.budget(), 400_000);
        Audit audit = round.audit(senders, messages);
        int each = Math.max(1, messages / senders);
        int deaths = round.between(1, 12);
        round.start(
                senders + 1,
                (sender, random) -> {
                    if (sender < senders) {
                        produce(ring, sender, each, random);
                    } else {
                        die(ring, deaths);
                    }
                });
        Audit.Receiver receiver = audit.receiver();
        Round.Quiet quiet = round.quiet();
        long healed = 0;
        while (!(round.complete() && healed >= deaths)) {
            if (ring.drain(slot -> check(slot, audit, receiver), 64) == 0) {
                healed += ring.heal(NEVER);
                if (quiet.tooLong()) {
                    break;
                }
                Thread.yield();
            }
        }
        round.join();
        if (ring.stats().healed() != deaths) {
            round.error("healed=" + ring.stats().healed() + ", deaths=" + deaths);
        }
    }

    /** Threads that claim a slot and end, one after the other. */
    private static void die(MpscRing ring, int deaths) throws InterruptedException {
        for (int i = 0; i < deaths; i++) {
            Thread dying =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                while (ring.claim() < 0
                                        && !Thread.currentThread().isInterrupted()) {
                                    Thread.yield();
                                }
                            });
            if (!dying.join(Duration.ofSeconds(60))) {
                dying.interrupt();
                throw new IllegalStateException("no room for a claim within 60 s");
            }
        }
    }

    // ---- slots with tags

    private static void slots(Round round) {
        int senders = round.between(1, 4);
        int slotBytes = round.powerOfTwo(64, 256);
        int capacity = capacity(round);
        int messages = messages(round, capacity);
        Audit audit = round.audit(senders, messages);
        int each = Math.max(1, messages / senders);
        try (Arena arena = Arena.ofShared()) {
            SlotRing ring =
                    SlotRing.create(
                            arena.allocate(SlotRing.bytes(capacity, slotBytes), 128),
                            capacity,
                            slotBytes);
            SlotProducer producer = new SlotProducer(ring);
            SlotConsumer consumer = new SlotConsumer(ring, arena.allocate(slotBytes, 128));
            round.start(senders, (sender, random) -> produce(producer, sender, each, random));
            Audit.Receiver receiver = audit.receiver();
            Round.Quiet quiet = round.quiet();
            while (!round.complete()) {
                if (consumer.poll()) {
                    check(consumer, audit, receiver);
                } else if (quiet.tooLong()) {
                    break;
                } else {
                    Thread.yield();
                }
            }
            round.join();
            if (round.sending()) {
                throw new IllegalStateException("senders at work: the memory cannot be freed");
            }
        }
    }

    private static void produce(
            SlotProducer producer, int sender, int each, SplittableRandom random) {
        long first = (long) sender << SENDER_SHIFT;
        int most = Math.min(256, Math.max(1, producer.ring().capacity() / 2));
        for (int sent = 0; sent < each; ) {
            int batch = Math.min(each - sent, 1 + random.nextInt(most));
            long position = producer.claim(batch);
            if (position < 0) {
                Thread.yield();
                continue;
            }
            if (random.nextInt(64) == 0) {
                for (int i = 0; i < batch; i++) {
                    producer.abort(position + i);
                }
                continue;
            }
            commit(producer, position, first + sent, batch, random.nextBoolean());
            sent += batch;
            Round.pause(random);
        }
    }

    private static void commit(
            SlotProducer producer, long position, long number, int batch, boolean together) {
        for (int i = 0; i < batch; ) {
            int run = together ? Math.min(batch - i, producer.adjacent(position + i)) : 1;
            for (int j = i; j < i + run; j++) {
                producer.memory().set(JAVA_LONG, producer.payloadOffset(position + j), number + j);
            }
            if (together) {
                producer.commitAll(position + i, run, TYPE);
            } else {
                producer.commit(position + i, TYPE, (int) (number + i));
            }
            i += run;
        }
    }

    private static void check(SlotConsumer consumer, Audit audit, Audit.Receiver receiver) {
        long number = consumer.scratch().get(JAVA_LONG, SlotLayout.PAYLOAD_OFFSET);
        int correlation = consumer.correlation();
        if (consumer.type() != TYPE || correlation != 0 && correlation != (int) number) {
            audit.unknown();
        }
        receiver.handled((int) (number >>> SENDER_SHIFT), number & SEQUENCE);
    }
}
