package io.ringkernel.bench.device;

import io.ringkernel.ActorRef;
import io.ringkernel.bench.actors.Checker;
import io.ringkernel.bench.actors.Checker.Message.Item;
import io.ringkernel.bench.actors.Checker.Message.Query;
import io.ringkernel.bench.actors.Checker.Tally;
import io.ringkernel.cli.CommandException;
import java.util.Arrays;
import java.util.List;

/**
 * One sender's stream to its actors: batches in turn until time is up, then the tallies. Confined
 * to one thread.
 */
final class Stream {

    /** Messages told together, and the period of the sequences of messages made ahead. */
    static final int BATCH = 256;

    static final int PERIOD = 1 << 16;

    /** Where the messages come from, and how they are sent. */
    enum Mode {
        /**
         * Each message is made as it is sent, as programs do; {@code tellAll} of {@value #BATCH}.
         */
        TELL_ALL(-1),
        /**
         * The messages exist already: what sending alone costs; {@code tellAll} of {@value #BATCH}.
         */
        TELL_ALL_PREBUILT(PERIOD - 1),
        /** Each message is made as it is sent; {@code tell}, one by one. */
        TELL(-1);

        private final long mask;

        Mode(long mask) {
            this.mask = mask;
        }

        /** Returns the actor that checks this stream. */
        Checker checker() {
            return new Checker(mask);
        }
    }

    private final Mode mode;
    private final List<ActorRef<Checker.Message, Tally>> actors;
    private final long[] sent;
    private final long[] sums;
    private final Item[] batch = new Item[BATCH];
    private final List<Item> batchView = Arrays.asList(batch);
    private final List<Item> prebuilt;

    Stream(Mode mode, List<ActorRef<Checker.Message, Tally>> actors) {
        this.mode = mode;
        this.actors = actors;
        sent = new long[actors.size()];
        sums = new long[actors.size()];
        Item[] items = new Item[mode == Mode.TELL_ALL_PREBUILT ? PERIOD : 0];
        Arrays.setAll(items, Stream::item);
        prebuilt = Arrays.asList(items);
    }

    private static Item item(long sequence) {
        long left = sequence * 0x9E3779B97F4A7C15L;
        long right = ~sequence;
        return new Item(sequence, left, right, left + right);
    }

    /**
     * Sends until {@code deadline} of {@link System#nanoTime}, waits until everything has been
     * handled, and returns how many messages this call sent. The sequences go on from call to call.
     */
    long run(long deadline) {
        long before = Arrays.stream(sent).sum();
        do {
            for (int actor = 0; actor < sent.length; actor++) {
                switch (mode) {
                    case TELL_ALL -> tellAll(actor);
                    case TELL_ALL_PREBUILT -> tellPrebuilt(actor);
                    case TELL -> tell(actor);
                }
                sent[actor] += BATCH;
            }
        } while (System.nanoTime() - deadline < 0);
        for (int actor = 0; actor < sent.length; actor++) {
            check(actor);
        }
        return Arrays.stream(sent).sum() - before;
    }

    private void tellAll(int actor) {
        long first = sent[actor];
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            Item item = item(first + i);
            sum += item.total();
            batch[i] = item;
        }
        sums[actor] += sum;
        actors.get(actor).tellAll(batchView);
    }

    private void tellPrebuilt(int actor) {
        int first = (int) (sent[actor] & (PERIOD - 1));
        List<Item> items = prebuilt.subList(first, first + BATCH);
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += items.get(i).total();
        }
        sums[actor] += sum;
        actors.get(actor).tellAll(items);
    }

    private void tell(int actor) {
        ActorRef<Checker.Message, Tally> target = actors.get(actor);
        long first = sent[actor];
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            Item item = item(first + i);
            sum += item.total();
            target.tell(item);
        }
        sums[actor] += sum;
    }

    private void check(int actor) {
        Tally tally = actors.get(actor).ask(new Query()).toCompletableFuture().join();
        Tally expected = new Tally(sent[actor], 0, sums[actor]);
        if (!tally.equals(expected)) {
            throw new CommandException(
                    actors.get(actor).name()
                            + " says "
                            + tally
                            + ", its sender "
                            + expected
                            + " ("
                            + mode
                            + ")");
        }
    }
}
