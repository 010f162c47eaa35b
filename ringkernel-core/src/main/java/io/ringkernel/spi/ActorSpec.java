package io.ringkernel.spi;

import io.ringkernel.Actor;
import io.ringkernel.ActorOptions;
import io.ringkernel.message.ActorProtocol;

/**
 * What a backend is asked to spawn.
 *
 * @param name the unique name
 * @param initial the instance whose fields are the initial state
 * @param protocol its messages and replies
 * @param options its options, with {@code slotBytes} already resolved to a size that fits every
 *     record
 */
public record ActorSpec<M, R>(
        String name, Actor<M, R> initial, ActorProtocol protocol, ActorOptions options) {}
