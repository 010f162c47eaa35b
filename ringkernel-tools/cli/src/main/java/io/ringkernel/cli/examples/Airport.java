package io.ringkernel.cli.examples;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.cli.examples.Command.Flight;
import io.ringkernel.cli.examples.Command.Query;

/** Counts the flights that leave one airport, and their delays. */
public final class Airport implements Actor<Command, Delays> {

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
            case Query query ->
                    context.reply(new Delays(flights, late, (double) totalMinutes / flights));
        }
    }
}
