package io.ringkernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest of what happened, and who is told about it. Thread-safe. */
final class Recent<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Recent.class);

    private final int capacity;
    private final Deque<T> items = new ArrayDeque<>();
    private final CopyOnWriteArrayList<Consumer<? super T>> listeners =
            new CopyOnWriteArrayList<>();

    Recent(int capacity) {
        this.capacity = capacity;
    }

    /** Returns the latest, oldest first. */
    List<T> items() {
        synchronized (items) {
            return List.copyOf(items);
        }
    }

    void addListener(Consumer<? super T> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    void removeListener(Consumer<? super T> listener) {
        listeners.remove(listener);
    }

    /** Keeps an item, forgets the oldest if there are too many, and tells the listeners. */
    void add(T item) {
        synchronized (items) {
            if (items.size() == capacity) {
                items.removeFirst();
            }
            items.addLast(item);
        }
        for (Consumer<? super T> listener : listeners) {
            try {
                listener.accept(item);
            } catch (Exception | Error e) {
                LOG.warn("listener failed: item={}", item, e);
            }
        }
    }
}
