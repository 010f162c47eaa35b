package io.ringkernel.clock;

import java.time.Instant;

/**
 * A word and the node whose clock made it: unique among all nodes, and totally ordered, by the word
 * first and then by the node. Hot paths pass the bare {@code long}.
 *
 * @param word see {@link Hlc}
 * @param node the number of the clock's node, not negative
 */
public record HlcTimestamp(long word, int node) implements Comparable<HlcTimestamp> {

    /** Checks both. */
    public HlcTimestamp {
        Hlc.checked(word);
        if (node < 0) {
            throw new IllegalArgumentException("a node has a number from 0 on: node=" + node);
        }
    }

    /** Returns the physical part: milliseconds since 1970. */
    public long millis() {
        return Hlc.millis(word);
    }

    /** Returns the logical part. */
    public int logical() {
        return Hlc.logical(word);
    }

    /** Returns the physical part as a time of day. */
    public Instant instant() {
        return Hlc.instant(word);
    }

    @Override
    public int compareTo(HlcTimestamp other) {
        int words = Hlc.compare(word, other.word);
        return words != 0 ? words : Integer.compare(node, other.node);
    }

    /** Returns {@code 2026-11-22T19:06:44.123Z+17@3}: time, logical part, node. */
    @Override
    public String toString() {
        return Hlc.toString(word) + "@" + node;
    }
}
