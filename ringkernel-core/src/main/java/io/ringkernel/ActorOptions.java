package io.ringkernel;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How one actor is spawned.
 *
 * @param mailboxCapacity slots in its mailbox, a power of two from 16 to 2^24
 * @param slotBytes size of a slot, a power of two from 64 to 4096, or 0 for the smallest that fits
 *     its largest record
 * @param maxAsks how many asks may wait for their reply at once, a power of two from 16 to 2^20
 * @param overflow what a send does when the mailbox is full
 * @param sendTimeout how long {@link OverflowPolicy#WAIT} waits
 * @param askTimeout how long {@link ActorRef#ask(Object)} waits for the reply
 * @param tags words by which {@link Registry#tagged} finds it, each of letters, digits, {@code .},
 *     {@code _} and {@code -}
 */
public record ActorOptions(
        int mailboxCapacity,
        int slotBytes,
        int maxAsks,
        OverflowPolicy overflow,
        Duration sendTimeout,
        Duration askTimeout,
        Set<String> tags) {

    private static final ActorOptions DEFAULTS =
            new ActorOptions(
                    1024,
                    0,
                    256,
                    OverflowPolicy.WAIT,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Set.of());

    /** Checks every value. */
    public ActorOptions {
        powerOfTwo("mailboxCapacity", mailboxCapacity, 16, 1 << 24);
        if (slotBytes != 0) {
            powerOfTwo("slotBytes", slotBytes, 64, 4096);
        }
        powerOfTwo("maxAsks", maxAsks, 16, 1 << 20);
        Objects.requireNonNull(overflow, "overflow");
        positive("sendTimeout", sendTimeout);
        positive("askTimeout", askTimeout);
        tags = Set.copyOf(tags);
        tags.forEach(Paths::checkedTag);
    }

    /**
     * Returns 1024 slots sized by the records, 256 asks, and waits of up to 5 s for a slot and for
     * a reply.
     */
    public static ActorOptions defaults() {
        return DEFAULTS;
    }

    /** Returns these options with another mailbox capacity. */
    public ActorOptions withMailboxCapacity(int slots) {
        return new ActorOptions(slots, slotBytes, maxAsks, overflow, sendTimeout, askTimeout, tags);
    }

    /** Returns these options with another slot size. */
    public ActorOptions withSlotBytes(int bytes) {
        return new ActorOptions(
                mailboxCapacity, bytes, maxAsks, overflow, sendTimeout, askTimeout, tags);
    }

    /** Returns these options with another bound on waiting asks. */
    public ActorOptions withMaxAsks(int asks) {
        return new ActorOptions(
                mailboxCapacity, slotBytes, asks, overflow, sendTimeout, askTimeout, tags);
    }

    /** Returns these options with another overflow policy. */
    public ActorOptions withOverflow(OverflowPolicy policy) {
        return new ActorOptions(
                mailboxCapacity, slotBytes, maxAsks, policy, sendTimeout, askTimeout, tags);
    }

    /** Returns these options with another send timeout. */
    public ActorOptions withSendTimeout(Duration timeout) {
        return new ActorOptions(
                mailboxCapacity, slotBytes, maxAsks, overflow, timeout, askTimeout, tags);
    }

    /** Returns these options with another ask timeout. */
    public ActorOptions withAskTimeout(Duration timeout) {
        return new ActorOptions(
                mailboxCapacity, slotBytes, maxAsks, overflow, sendTimeout, timeout, tags);
    }

    /** Returns these options with these tags instead of those that it had. */
    public ActorOptions withTags(String... words) {
        return new ActorOptions(
                mailboxCapacity,
                slotBytes,
                maxAsks,
                overflow,
                sendTimeout,
                askTimeout,
                Set.copyOf(List.of(words)));
    }

    private static void powerOfTwo(String what, int value, int min, int max) {
        if (value < min || value > max || Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(
                    what
                            + " must be a power of two from "
                            + min
                            + " to "
                            + max
                            + ": "
                            + what
                            + "="
                            + value);
        }
    }

    private static void positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + what + "=" + value);
        }
    }
}
