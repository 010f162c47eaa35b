package io.ringkernel;

import org.jspecify.annotations.Nullable;

/** Exceptions of several sends that belong together. */
final class Failures {

    private Failures() {}

    /** Returns the first, with the next suppressed in it. */
    static RuntimeException joined(@Nullable RuntimeException first, RuntimeException next) {
        if (first == null) {
            return next;
        }
        if (!first.equals(next)) { // an exception cannot suppress itself
            first.addSuppressed(next);
        }
        return first;
    }
}
