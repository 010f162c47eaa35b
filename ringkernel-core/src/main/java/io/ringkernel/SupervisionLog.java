package io.ringkernel;

import java.util.List;
import java.util.function.Consumer;

/** What supervision saw and did: the latest of it, and who is told. Thread-safe. */
public final class SupervisionLog {

    private static final int CAPACITY = 1024;

    private final Recent<SupervisionEvent> recent = new Recent<>(CAPACITY);

    SupervisionLog() {}

    /** Returns the latest events, oldest first; at most 1024. */
    public List<SupervisionEvent> recent() {
        return recent.items();
    }

    /**
     * Tells a listener about every event from now on. It is called on the runtime's own threads: it
     * must be short and must not block. What it throws is logged and harms nothing.
     */
    public void addListener(Consumer<? super SupervisionEvent> listener) {
        recent.addListener(listener);
    }

    /** Stops telling a listener; no effect if it is not there. */
    public void removeListener(Consumer<? super SupervisionEvent> listener) {
        recent.removeListener(listener);
    }

    void add(SupervisionEvent event) {
        recent.add(event);
    }
}
