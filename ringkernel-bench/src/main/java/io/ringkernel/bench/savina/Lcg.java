package io.ringkernel.bench.savina;

/** The suite's own generator, of 16 bits: the same numbers in every language. */
final class Lcg {

    private int value;

    Lcg(int seed) {
        value = seed;
    }

    /** Returns the next number from 0 to {@code bound - 1}; the bound is at most 65536. */
    int next(int bound) {
        value = value * 1309 + 13849 & 0xFFFF;
        return value % bound;
    }
}
