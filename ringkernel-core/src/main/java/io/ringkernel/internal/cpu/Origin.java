package io.ringkernel.internal.cpu;

import io.ringkernel.Actor;
import io.ringkernel.MessageTypeException;
import io.ringkernel.message.StateCodec;
import io.ringkernel.message.StateLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/**
 * Where the instance comes from that an actor begins with after a restart.
 *
 * @param <M> what the actor understands
 * @param <R> what it replies
 */
@FunctionalInterface
interface Origin<M, R> {

    /** Makes an instance. What it throws is a fault of the actor. */
    Actor<M, R> make();

    /** From the factory that the user gave. */
    static <M, R> Origin<M, R> of(Supplier<? extends Actor<M, R>> factory) {
        return factory::get;
    }

    /**
     * From a copy of an instance as it is now.
     *
     * @throws MessageTypeException if its state cannot be copied
     */
    @SuppressWarnings("unchecked") // an instance of the same class
    static <M, R> Origin<M, R> copyOf(Actor<M, R> actor) {
        StateLayout layout;
        try {
            layout = StateLayout.of(actor.getClass());
        } catch (MessageTypeException e) {
            throw new MessageTypeException(
                    "the state cannot be copied, so no restart can begin with it: "
                            + e.getMessage()
                            + "; spawn with a factory (Supplier), or without restart");
        }
        StateCodec codec = StateCodec.of(layout);
        MemorySegment memory = Arena.ofAuto().allocate(Math.max(1, layout.struct().size()), 64);
        codec.write(actor, memory, 0);
        return () -> (Actor<M, R>) codec.read(memory, 0);
    }
}
