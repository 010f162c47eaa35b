package io.ringkernel.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with one line for its user, who needs no stack trace to act on it. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what was wrong and what to do. */
    public CommandException(String message) {
        super(message);
    }

    /** The same with the exception that caused it. */
    public CommandException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
