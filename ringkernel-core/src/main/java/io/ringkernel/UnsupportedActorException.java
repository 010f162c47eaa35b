package io.ringkernel;

import java.util.List;

/**
 * The actor's class uses what the backend does not support; every place is named with its rule,
 * class and line.
 */
public final class UnsupportedActorException extends RingKernelException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> diagnostics;

    /**
     * Makes the exception.
     *
     * @param actorClass the binary name of the class
     * @param diagnostics one line each, in the form {@code RK101 com.acme.Airport:17: what is
     *     wrong; what to write instead}
     */
    public UnsupportedActorException(String actorClass, List<String> diagnostics) {
        super(
                "actor class cannot run on this backend: class="
                        + actorClass
                        + "\n  "
                        + String.join("\n  ", diagnostics));
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** Returns the diagnostics, one line each. */
    public List<String> diagnostics() {
        return diagnostics;
    }
}
