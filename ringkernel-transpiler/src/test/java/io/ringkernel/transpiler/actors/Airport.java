package io.ringkernel.transpiler.actors;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;

/** The example of the design's first page. */
public final class Airport implements Actor<Airport.Command, Airport.Delays> {

    public sealed interface Command permits Flight, Query {}

    public record Flight(int delayMinutes, int miles) implements Command {}

    public record Query() implements Command {}

    public record Delays(long flights, long late, double meanMinutes) {}

    private long flights;
    private long late;
    private long totalMinutes;

    @Override
    public void receive(Command message, ActorContext<Delays> context) {
        switch (message) {
            case Flight(int delay, int miles) -> {
                flights++;
                totalMinutes += delay;
                if (delay > 15) {
                    late++;
                }
            }
            case Query q ->
                    context.reply(new Delays(flights, late, (double) totalMinutes / flights));
        }
    }
}
