package io.ringkernel.testkit;

import java.util.SplittableRandom;

/** Where every decision of a run comes from, so that it can be repeated. Not thread-safe. */
interface Choices {

    /** Returns a number from 0 to {@code bound - 1}. */
    int below(int bound);

    /** Returns a number of nanoseconds from 1 to {@code most}. */
    long upTo(long most);

    /** Returns true with a probability from 0 to 1. */
    boolean chance(double probability);

    /** Returns any number. */
    long any();

    /** Returns what repeats them: the value of {@code -Dringkernel.seed}. */
    String seed();

    /** Returns choices that derive from a seed. */
    static Choices of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Choices() {
            @Override
            public int below(int bound) {
                return random.nextInt(bound);
            }

            @Override
            public long upTo(long most) {
                return random.nextLong(1, Math.addExact(most, 1));
            }

            @Override
            public boolean chance(double probability) {
                return probability > 0 && random.nextDouble() < probability;
            }

            @Override
            public long any() {
                return random.nextLong();
            }

            @Override
            public String seed() {
                return Long.toString(seed);
            }
        };
    }
}
