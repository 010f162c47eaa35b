package io.ringkernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest of what happened, and who is told about it. Thread-safe. */
final class Recent<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Recent.class);

    private final int capacity;
    private final long maxAge;
    private final LongSupplier clock;

    /* Guarded by items, which are in the order of their numbers. */
    private final Deque<Item<T>> items = new ArrayDeque<>();
    private long lastNumber;
    private long forgotten;

    private final CopyOnWriteArrayList<Consumer<? super T>> listeners =
            new CopyOnWriteArrayList<>();

    /** What happened, and when. */
    record Item<T>(long number, long time, T value) {}

    Recent(int capacity) {
        this(capacity, Long.MAX_VALUE, () -> 0);
    }

    /**
     * Keeps nothing for longer than a while.
     *
     * @param maxAge in units of the clock
     */
    Recent(int capacity, long maxAge, LongSupplier clock) {
        this.capacity = capacity;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** Returns the latest, oldest first. */
    List<T> items() {
        return kept().stream().map(Item::value).toList();
    }

    /** Returns how many were forgotten, because there were too many or they were too old. */
    long forgotten() {
        synchronized (items) {
            forgetOld();
            return forgotten;
        }
    }

    void addListener(Consumer<? super T> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    void removeListener(Consumer<? super T> listener) {
        listeners.remove(listener);
    }

    /** Keeps an item, forgets the oldest if there are too many, and tells the listeners. */
    void add(T value) {
        synchronized (items) {
            forgetOld();
            items.addLast(new Item<>(++lastNumber, clock.getAsLong(), value));
            forgetMany();
        }
        for (Consumer<? super T> listener : listeners) {
            try {
                listener.accept(value);
            } catch (Exception | Error e) {
                LOG.warn("listener failed: item={}", value, e);
            }
        }
    }

    /** Takes items out, oldest first: each goes to one caller only. */
    List<Item<T>> take(Predicate<? super T> which) {
        Set<Long> wanted = new HashSet<>();
        for (Item<T> item : kept()) {
            if (which.test(item.value())) { // with no lock held
                wanted.add(item.number());
            }
        }
        List<Item<T>> taken = new ArrayList<>();
        synchronized (items) {
            items.removeIf(item -> wanted.contains(item.number()) && taken.add(item));
        }
        return taken;
    }

    /** Puts items back that were taken, as if they had never been away. */
    void restore(List<Item<T>> taken) {
        if (taken.isEmpty()) {
            return;
        }
        synchronized (items) {
            items.addAll(taken);
            List<Item<T>> all = new ArrayList<>(items);
            all.sort(Comparator.comparingLong(Item::number));
            items.clear();
            items.addAll(all);
            forgetOld();
            forgetMany();
        }
    }

    private List<Item<T>> kept() {
        synchronized (items) {
            forgetOld();
            return List.copyOf(items);
        }
    }

    private void forgetMany() {
        while (items.size() > capacity) {
            items.removeFirst();
            forgotten++;
        }
    }

    private void forgetOld() {
        if (maxAge == Long.MAX_VALUE || items.isEmpty()) {
            return;
        }
        long now = clock.getAsLong();
        while (!items.isEmpty() && now - items.getFirst().time() > maxAge) {
            items.removeFirst();
            forgotten++;
        }
    }
}
