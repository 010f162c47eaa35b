package io.ringkernel.cli;

/** The exit codes of the commands. */
public final class ExitCode {

    /** All is well. */
    public static final int OK = 0;

    /** It ran and failed: an answer differs, an actor failed, a backend is not available. */
    public static final int FAILED = 1;

    /** Wrong options; what picocli returns too. */
    public static final int USAGE = 2;

    /** A file is missing or malformed. */
    public static final int BAD_INPUT = 3;

    private ExitCode() {}
}
