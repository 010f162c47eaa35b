package io.ringkernel.bench.actors;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.bench.actors.Checker.Message.Item;
import io.ringkernel.bench.actors.Checker.Message.Query;

/** Checks every message that it consumes: its place in the sequence and its sum. */
public final class Checker implements Actor<Checker.Message, Checker.Tally> {

    /** What it understands. */
    public sealed interface Message {

        /**
         * Fills the payload of a 64-byte slot.
         *
         * @param sequence its place in the stream, from 0, modulo what the checker was told
         * @param total the sum of {@code left} and {@code right}
         */
        record Item(long sequence, long left, long right, long total) implements Message {}

        /** Asks for the tally. */
        record Query() implements Message {}
    }

    /**
     * What it found.
     *
     * @param count items consumed
     * @param mismatches items out of sequence or with a wrong total
     * @param sum of all totals
     */
    public record Tally(long count, long mismatches, long sum) {}

    private long mask;
    private long count;
    private long mismatches;
    private long sum;

    /**
     * Makes a checker of sequences that count modulo {@code mask + 1}.
     *
     * @param mask a power of two less one, or -1 for sequences that never wrap
     */
    public Checker(long mask) {
        this.mask = mask;
    }

    @Override
    public void receive(Message message, ActorContext<Tally> context) {
        switch (message) {
            case Item(long sequence, long left, long right, long total) -> {
                long wrong = (sequence ^ (count & mask)) | (left + right ^ total);
                if (wrong != 0) {
                    mismatches++;
                }
                count++;
                sum += total;
            }
            case Query query -> context.reply(new Tally(count, mismatches, sum));
        }
    }
}
