package io.ringkernel;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What could not be delivered: the latest of it, how much there was of each kind, and who is told.
 * Thread-safe. Nothing that leaves the path from {@code tell} to {@code receive} does so without
 * being counted here.
 */
public final class DeadLetters {

    private final Recent<DeadLetter> recent;
    private final Map<DeadLetter.Reason, LongAdder> counts = new EnumMap<>(DeadLetter.Reason.class);

    DeadLetters(int capacity) {
        this.recent = new Recent<>(capacity);
        for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    /**
     * Returns the latest dead letters, oldest first; at most {@link
     * RuntimeOptions#deadLetterCapacity}.
     */
    public List<DeadLetter> recent() {
        return recent.items();
    }

    /** Returns how many there have been, forgotten ones included. */
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Returns how many there have been for one reason, forgotten ones included. */
    public long count(DeadLetter.Reason reason) {
        return counter(reason).sum();
    }

    /**
     * Tells a listener about every dead letter from now on. It is called on the runtime's own
     * threads: it must be short and must not block. What it throws is logged and harms nothing.
     */
    public void addListener(Consumer<? super DeadLetter> listener) {
        recent.addListener(listener);
    }

    /** Stops telling a listener; no effect if it is not there. */
    public void removeListener(Consumer<? super DeadLetter> listener) {
        recent.removeListener(listener);
    }

    void add(DeadLetter letter) {
        counter(letter.reason()).increment();
        recent.add(letter);
    }

    private LongAdder counter(DeadLetter.Reason reason) {
        return Objects.requireNonNull(counts.get(reason), "every reason has one");
    }
}
