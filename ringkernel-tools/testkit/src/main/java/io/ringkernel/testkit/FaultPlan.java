package io.ringkernel.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The faults of one run, and how often each has happened. Not thread-safe. */
final class FaultPlan {

    private static final class Armed {
        private final Fault fault;
        private int met;
        private int happened;

        Armed(Fault fault) {
            this.fault = fault;
        }

        boolean happens(Choices choices) {
            met++;
            boolean excluded = fault.nth() > 0 ? met != fault.nth() : happened == fault.times();
            if (excluded || !choices.chance(fault.probability())) {
                return false;
            }
            happened++;
            return true;
        }
    }

    private final Choices choices;
    private final List<Armed> armed = new ArrayList<>();
    private final Set<String> spared = new HashSet<>();

    FaultPlan(Choices choices, List<Fault> faults) {
        this.choices = choices;
        faults.forEach(this::add);
    }

    void add(Fault fault) {
        armed.add(new Armed(fault));
    }

    void clear() {
        armed.clear();
    }

    /** Keeps faults from an actor. */
    void spare(String actor) {
        spared.add(actor);
    }

    /** Returns whether a fault of this kind happens to a message now. */
    boolean happens(Fault.Kind kind, String actor, Object message) {
        for (Armed each : armed) {
            if (concerns(each, kind, actor)
                    && each.fault.concerns(message)
                    && each.happens(choices)) {
                return true;
            }
        }
        return false;
    }

    /** Returns by how many nanoseconds the turn of an actor is late; 0 if it is not. */
    long delay(@Nullable String actor) {
        if (actor != null) {
            for (Armed each : armed) {
                if (concerns(each, Fault.Kind.DELAY, actor) && each.happens(choices)) {
                    return choices.upTo(each.fault.delay().toNanos());
                }
            }
        }
        return 0;
    }

    private boolean concerns(Armed each, Fault.Kind kind, String actor) {
        return each.fault.kind() == kind && !spared.contains(actor) && each.fault.concerns(actor);
    }
}
