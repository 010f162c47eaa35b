package io.ringkernel.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.regex.Pattern;

/** Collects the {@link Trace} of a run. Thread-safe. */
final class TraceLog {

    private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01b3L;

    /** What {@code Object.toString} adds differs from run to run. */
    private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]+");

    private final int capacity;
    private final Deque<Trace.Step> last = new ArrayDeque<>();
    private long fingerprint = FNV_OFFSET;
    private long turns;

    TraceLog(int capacity) {
        this.capacity = capacity;
    }

    /** Notes that the turn of a task begins. */
    synchronized void turn(String task) {
        turns++;
        mix(task);
    }

    synchronized long turns() {
        return turns;
    }

    synchronized void add(long nanos, String actor, String event) {
        String shown = event.indexOf('@') < 0 ? event : IDENTITY.matcher(event).replaceAll("@");
        mix(actor);
        mix(shown);
        fingerprint = (fingerprint ^ nanos) * FNV_PRIME;
        if (last.size() == capacity) {
            last.removeFirst();
        }
        last.addLast(new Trace.Step(turns, Duration.ofNanos(nanos), actor, shown));
    }

    synchronized Trace trace() {
        return new Trace(turns, fingerprint, new ArrayList<>(last));
    }

    private void mix(String text) {
        for (int i = 0; i < text.length(); i++) {
            fingerprint = (fingerprint ^ text.charAt(i)) * FNV_PRIME;
        }
        fingerprint *= FNV_PRIME;
    }
}
