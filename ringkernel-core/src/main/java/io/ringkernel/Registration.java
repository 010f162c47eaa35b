package io.ringkernel;

/**
 * What was registered and can be taken back: a {@linkplain Registry#watch watch} or a {@linkplain
 * Topics#subscribe subscription}.
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {

    /** Takes it back. Idempotent; any thread may call it, a listener its own as well. */
    @Override
    void close();
}
