package io.ringkernel.spi;

import io.ringkernel.Actor;
import io.ringkernel.ActorOptions;
import io.ringkernel.message.ActorProtocol;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a backend is asked to spawn.
 *
 * @param name the unique name
 * @param initial the instance whose fields are the initial state
 * @param protocol its messages and replies
 * @param options its options, with {@code slotBytes} already resolved to a size that fits every
 *     record
 * @param factory makes the instance that a restart begins with; null for a copy of {@code initial}
 * @param parent the actor that spawns it, on whose carrier the call is made; null if no actor does
 */
public record ActorSpec<M, R>(
        String name,
        Actor<M, R> initial,
        ActorProtocol protocol,
        ActorOptions options,
        @Nullable Supplier<? extends Actor<M, R>> factory,
        @Nullable ActorCell<?, ?> parent) {}
