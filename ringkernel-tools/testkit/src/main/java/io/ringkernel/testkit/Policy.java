package io.ringkernel.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link Strategy} at work in one run. Not thread-safe. */
abstract class Policy {

    /** Returns the index of the task to run next. */
    abstract int next(List<Runnable> ready);

    /**
     * Returns whether another task runs before the running one sends.
     *
     * @param running the task; null for the thread of the scenario
     * @param again whether another has run before this send already
     */
    abstract boolean interrupts(@Nullable Runnable running, List<Runnable> ready, boolean again);

    static Policy of(Strategy strategy, Choices choices) {
        return switch (strategy) {
            case Strategy.Random(double interruption) ->
                    new Any(choices, interruption, Integer.MAX_VALUE);
            case Strategy.RoundRobin() -> new InTurn();
            case Strategy.Pct pct -> new Priorities(pct, choices);
            case Strategy.Exhaustive(_, int interruptions) -> new Any(choices, 0.5, interruptions);
        };
    }

    private static final class InTurn extends Policy {
        @Override
        int next(List<Runnable> ready) {
            return 0;
        }

        @Override
        boolean interrupts(@Nullable Runnable running, List<Runnable> ready, boolean again) {
            return false;
        }
    }

    private static final class Any extends Policy {
        private final Choices choices;
        private final double interruption;
        private int left;

        Any(Choices choices, double interruption, int most) {
            this.choices = choices;
            this.interruption = interruption;
            this.left = most;
        }

        @Override
        int next(List<Runnable> ready) {
            return choices.below(ready.size());
        }

        @Override
        boolean interrupts(@Nullable Runnable running, List<Runnable> ready, boolean again) {
            if (left == 0 || !choices.chance(again ? 0.5 : interruption)) {
                return false;
            }
            left--;
            return true;
        }
    }

    private static final class Priorities extends Policy {
        private static final Object SCENARIO = new Object();

        private final Choices choices;
        private final Map<Object, Long> priorities = new HashMap<>();
        private final Map<Long, Long> changes = new HashMap<>();
        private long turns;

        Priorities(Strategy.Pct pct, Choices choices) {
            this.choices = choices;
            for (long i = 1; i < pct.depth(); i++) { // the later one drawn, the lower
                changes.put(1L + choices.below(pct.steps()), -i);
            }
        }

        @Override
        int next(List<Runnable> ready) {
            int highest = highest(ready);
            Long lowered = changes.get(++turns);
            if (lowered != null) {
                priorities.put(ready.get(highest), lowered);
                highest = highest(ready);
            }
            return highest;
        }

        @Override
        boolean interrupts(@Nullable Runnable running, List<Runnable> ready, boolean again) {
            return priority(ready.get(highest(ready)))
                    > priority(running == null ? SCENARIO : running);
        }

        private int highest(List<Runnable> ready) {
            int highest = 0;
            for (int i = 1; i < ready.size(); i++) {
                if (priority(ready.get(i)) > priority(ready.get(highest))) {
                    highest = i;
                }
            }
            return highest;
        }

        private long priority(Object task) {
            return priorities.computeIfAbsent(task, _ -> choices.any() >>> 1);
        }
    }
}
