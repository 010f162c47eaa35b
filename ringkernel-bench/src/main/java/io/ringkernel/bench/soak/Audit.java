package io.ringkernel.bench.soak;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * Accounts for every message of a round by sender and sequence number: each must be handled or
 * refused, once, and what one receiver handles of one sender must come in order. Thread-safe; a
 * {@link Receiver} belongs to one thread at a time.
 */
final class Audit {

    private static final VarHandle COUNT =
            MethodHandles.arrayElementVarHandle(byte[].class).withInvokeExactBehavior();
    private static final VarHandle SEEN;

    static {
        try {
            SEEN =
                    MethodHandles.lookup()
                            .findVarHandle(Receiver.class, "seen", long.class)
                            .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What came of a round's messages. */
    record Tally(long messages, long lost, long duplicated, long disordered, long unknown) {}

    private final byte[][] counts;
    private final List<Receiver> receivers = new CopyOnWriteArrayList<>();
    private final LongAdder refused = new LongAdder();
    private final LongAdder disordered = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final long expected;

    /**
     * Makes an audit.
     *
     * @param each messages of each sender, numbered from 0
     */
    Audit(int senders, int each) {
        counts = new byte[senders][each];
        expected = (long) senders * each;
    }

    /** Returns a receiver to which each sender's messages must come in order. */
    Receiver receiver() {
        Receiver made = new Receiver(true);
        receivers.add(made);
        return made;
    }

    /** Returns a receiver to which messages may come in any order. */
    Receiver unordered() {
        Receiver made = new Receiver(false);
        receivers.add(made);
        return made;
    }

    /** A message was refused, and the refusal made known. */
    void refused(int sender, long sequence) {
        count(sender, sequence);
        refused.increment();
    }

    private boolean count(int sender, long sequence) {
        if (sender < 0
                || sender >= counts.length
                || sequence < 0
                || sequence >= counts[sender].length) {
            unknown.increment();
            return false;
        }
        byte before = (byte) COUNT.getAndAdd(counts[sender], (int) sequence, (byte) 1);
        if (before == -1) { // stays "very often" instead of "never"
            COUNT.setVolatile(counts[sender], (int) sequence, (byte) -1);
        }
        return true;
    }

    /** Something came that nobody sent, or torn. */
    void unknown() {
        unknown.increment();
    }

    long accounted() {
        long sum = refused.sum();
        for (Receiver receiver : receivers) {
            sum += (long) SEEN.getOpaque(receiver);
        }
        return sum;
    }

    boolean isComplete() {
        return accounted() >= expected;
    }

    Tally tally() {
        long lost = 0;
        long duplicated = 0;
        for (byte[] ofSender : counts) {
            for (byte count : ofSender) {
                if (count == 0) {
                    lost++;
                } else if (count != 1) {
                    duplicated += (count & 0xFF) - 1;
                }
            }
        }
        return new Tally(expected, lost, duplicated, disordered.sum(), unknown.sum());
    }

    /** Where messages arrive. */
    final class Receiver {
        private final boolean ordered;
        private final long[] last = new long[counts.length];

        @SuppressWarnings("UnusedVariable") // through SEEN
        private long seen;

        private Receiver(boolean ordered) {
            this.ordered = ordered;
            Arrays.fill(last, -1);
        }

        /** A message arrived. */
        void handled(int sender, long sequence) {
            if (count(sender, sequence)) {
                if (ordered && sequence < last[sender]) {
                    disordered.increment();
                }
                last[sender] = Math.max(last[sender], sequence);
            }
            SEEN.setOpaque(this, seen + 1);
        }
    }
}
