package io.ringkernel.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Choices along one path of the tree of all choices, and from path to path, depth first. Below its
 * depth the first possibility is chosen. Not thread-safe.
 */
final class ChoicePath implements Choices {

    private final int depth;
    private final List<Integer> chosen = new ArrayList<>();
    private final List<Integer> bounds = new ArrayList<>();
    private int at;
    private boolean cut;

    /** Starts with the first path. */
    ChoicePath(int depth) {
        this.depth = depth;
    }

    /** Starts with the path that {@link #seed} named. */
    static ChoicePath parse(String seed) {
        List<Integer> choices;
        try {
            choices =
                    seed.isEmpty()
                            ? List.of()
                            : Arrays.stream(seed.split("\\.")).map(Integer::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the seed of an exhaustive exploration is its choices, such as 0.1.0.2: seed="
                            + seed);
        }
        ChoicePath path = new ChoicePath(choices.size());
        path.chosen.addAll(choices);
        choices.forEach(_ -> path.bounds.add(0)); // not known yet
        return path;
    }

    /** Goes to the next path; returns false if there is none. */
    boolean next() {
        int last = chosen.size() - 1;
        while (last >= 0 && chosen.get(last) + 1 >= bounds.get(last)) {
            chosen.removeLast();
            bounds.removeLast();
            last--;
        }
        if (last < 0) {
            return false;
        }
        chosen.set(last, chosen.get(last) + 1);
        at = 0;
        return true;
    }

    /** Returns whether any path had choices below the depth. */
    boolean cut() {
        return cut;
    }

    @Override
    public int below(int bound) {
        if (bound == 1) {
            return 0;
        }
        if (at == depth) {
            cut = true;
            return 0;
        }
        if (at == chosen.size()) {
            chosen.add(0);
            bounds.add(bound);
        } else if (bounds.get(at) == 0 && chosen.get(at) < bound) {
            bounds.set(at, bound);
        } else if (bounds.get(at) != bound) {
            throw new IllegalStateException(
                    "the scenario is not repeatable: choice="
                            + at
                            + ", possibilities="
                            + bound
                            + ", before="
                            + bounds.get(at)
                            + "; it depends on something else, such as threads, random numbers,"
                            + " the machine's clock, or the order of a HashMap");
        }
        return chosen.get(at++);
    }

    @Override
    public long upTo(long most) {
        return most;
    }

    @Override
    public boolean chance(double probability) {
        return probability > 0 && (probability >= 1 || below(2) == 1);
    }

    @Override
    public long any() {
        return 0;
    }

    @Override
    public String seed() {
        return chosen.subList(0, Math.min(at, chosen.size())).stream()
                .map(String::valueOf)
                .collect(Collectors.joining("."));
    }
}
