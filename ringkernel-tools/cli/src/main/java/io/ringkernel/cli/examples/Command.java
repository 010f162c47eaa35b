package io.ringkernel.cli.examples;

/** What an {@link Airport} understands. */
public sealed interface Command {

    /**
     * A flight left this airport.
     *
     * @param delayMinutes how late it arrived; negative if it was early
     * @param miles how far it flew
     */
    record Flight(int delayMinutes, int miles) implements Command {}

    /** Asks for {@link Delays}. */
    record Query() implements Command {}
}
