package io.ringkernel.bench.soak;

/** What the actors of the soak understand. */
sealed interface Traffic {

    /** A message that is audited. */
    record Item(int sender, long sequence) implements Traffic {}

    /** One that is answered by its own numbers. */
    record Question(int sender, long sequence) implements Traffic {}

    /** Send the items from this one on, so many. */
    record Burst(int sender, int from, int count) implements Traffic {}

    /** What answers a question. */
    record Answer(int sender, long sequence) {}
}
