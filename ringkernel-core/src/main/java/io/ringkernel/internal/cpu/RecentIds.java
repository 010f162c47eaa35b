package io.ringkernel.internal.cpu;

import java.util.LinkedHashSet;
import java.util.function.ToLongFunction;

/** The ids of the last messages of one actor. Confined to its carrier. */
final class RecentIds {

    private final ToLongFunction<Object> id;
    private final int capacity;
    private final LinkedHashSet<Long> ids = new LinkedHashSet<>();

    RecentIds(ToLongFunction<Object> id, int capacity) {
        this.id = id;
        this.capacity = capacity;
    }

    /** Remembers the id of a message, forgets the oldest; returns whether it was new. */
    boolean add(Object message) {
        if (!ids.add(id.applyAsLong(message))) {
            return false;
        }
        if (ids.size() > capacity) {
            ids.removeFirst();
        }
        return true;
    }
}
