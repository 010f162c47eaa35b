package io.ringkernel.cli;

import java.io.Console;

/** Whether somebody watches. */
final class Terminal {

    private Terminal() {}

    /**
     * Returns whether standard output is a terminal, which understands carriage return and colours.
     */
    @SuppressWarnings("SystemConsoleNull") // it still may be, as its documentation says
    static boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
