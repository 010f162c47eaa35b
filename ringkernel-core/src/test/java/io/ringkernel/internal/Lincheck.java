package io.ringkernel.internal;

/** How long the Lincheck tests search. */
public final class Lincheck {

    /**
     * Multiplies their iterations: 1 in every build, more by {@code -Dlincheck.scale=N} on Maven's
     * command line.
     */
    public static final int SCALE = Integer.getInteger("lincheck.scale", 1);

    private Lincheck() {}
}
