package io.ringkernel.testkit;

/** What an actor throws because a {@link Fault} says so. */
public final class InjectedCrash extends RuntimeException {
    private static final long serialVersionUID = 1;

    InjectedCrash(String message) {
        super(message);
    }
}
