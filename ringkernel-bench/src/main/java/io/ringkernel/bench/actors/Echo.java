package io.ringkernel.bench.actors;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;

/** Answers each message with what it says. Both fill the payload of a 64-byte slot. */
public final class Echo implements Actor<Echo.Ping, Echo.Pong> {

    private long handled;

    /** The question. */
    public record Ping(long sequence, long first, long second, long third) {}

    /** The answer: the same values, and how many questions came before. */
    public record Pong(long sequence, long first, long second, long handled) {}

    @Override
    public void receive(Ping ping, ActorContext<Pong> context) {
        context.reply(new Pong(ping.sequence(), ping.first(), ping.second(), handled));
        handled++;
    }
}
