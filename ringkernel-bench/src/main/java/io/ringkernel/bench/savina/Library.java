package io.ringkernel.bench.savina;

/** Whose actors run. */
enum Library {
    OURS,
    PEKKO
}
