package io.ringkernel.bench.soak;

import io.ringkernel.bench.soak.Traffic.Item;
import io.ringkernel.internal.cpu.mailbox.GrowingQueue;
import io.ringkernel.internal.cpu.mailbox.LockedQueue;
import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The queues of references behind the mailboxes. */
final class QueuePaths {

    private static final int PRIORITIES = 3;

    private QueuePaths() {}

    static List<SoakPath.Named> all() {
        return List.of(
                new SoakPath.Named("growing-queue", QueuePaths::growing),
                new SoakPath.Named("locked-drop-oldest", QueuePaths::dropOldest),
                new SoakPath.Named("locked-priority", QueuePaths::priority));
    }

    private static void growing(Round round) {
        int senders = round.between(1, 4);
        queue(round, new GrowingQueue(round.powerOfTwo(32, 8192)), senders);
    }

    static void queue(Round round, MessageQueue queue, int senders) {
        Audit audit = round.audit(senders);
        int each = round.each(senders);
        round.start(senders, (sender, random) -> offer(queue, sender, each, random));
        poll(round, queue, audit);
        round.join();
    }

    private static void offer(MessageQueue queue, int sender, int each, SplittableRandom random) {
        for (int sent = 0; sent < each; ) {
            int done;
            if (random.nextBoolean()) {
                done = queue.offer(new Item(sender, sent)) ? 1 : 0;
            } else {
                int count = Math.min(each - sent, 1 + random.nextInt(64));
                List<Item> batch = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    batch.add(new Item(sender, sent + i));
                }
                done = queue.offerAll(batch, 0, count);
            }
            if (done == 0) {
                Thread.yield();
            }
            sent += done;
            Round.pause(random);
        }
    }

    private static void poll(Round round, MessageQueue queue, Audit audit) {
        Audit.Receiver receiver = audit.receiver();
        Round.Quiet quiet = round.quiet();
        while (!round.complete()) {
            if (queue.poll() instanceof Item(int sender, long sequence)) {
                receiver.handled(sender, sequence);
                Round.pause(round.random());
            } else if (quiet.tooLong()) {
                return;
            } else {
                if (round.random().nextInt(256) == 0) {
                    queue.trim();
                }
                Thread.yield();
            }
        }
        if (queue.poll() != null) {
            round.error("more than was sent");
        }
    }

    private static void dropOldest(Round round) {
        int senders = round.between(1, 4);
        LockedQueue queue = LockedQueue.fifo(round.powerOfTwo(1, 1024));
        Audit audit = round.audit(senders);
        int each = round.each(senders);
        round.start(
                senders,
                (sender, random) -> {
                    for (int sent = 0; sent < each; sent++) {
                        if (queue.offerDisplacing(new Item(sender, sent))
                                instanceof Item(int displaced, long sequence)) {
                            audit.refused(displaced, sequence);
                        }
                        Round.pause(random);
                    }
                });
        poll(round, queue, audit);
        round.join();
    }

    /** Each priority of a thread is a sender: its messages stay in order, whatever passes them. */
    private static void priority(Round round) {
        int threads = round.between(1, 4);
        LockedQueue queue =
                LockedQueue.byPriority(
                        round.powerOfTwo(1, 1024), item -> ((Item) item).sender() % PRIORITIES);
        int senders = threads * PRIORITIES;
        Audit audit = round.audit(senders);
        int each = round.each(senders);
        round.start(
                threads,
                (thread, random) -> {
                    int[] sent = new int[PRIORITIES];
                    for (int left = each * PRIORITIES; left > 0; ) {
                        int priority = random.nextInt(PRIORITIES);
                        if (sent[priority] == each) {
                            continue;
                        }
                        Item item = new Item(thread * PRIORITIES + priority, sent[priority]);
                        if (queue.offer(item)) {
                            sent[priority]++;
                            left--;
                        } else {
                            Thread.yield();
                        }
                    }
                });
        poll(round, queue, audit);
        round.join();
    }
}
