package io.ringkernel.message;

import io.ringkernel.Actor;
import io.ringkernel.MessageTypeException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * What an actor's class says about its messages.
 *
 * @param actorClass the class
 * @param messages what it understands
 * @param replies what it replies
 */
public record ActorProtocol(
        Class<?> actorClass, MessageProtocol messages, MessageProtocol replies) {

    /**
     * Reads the protocol from the class's {@code implements Actor<M, R>}.
     *
     * @throws MessageTypeException if the class does not name both types, as a lambda or a raw type
     *     does not, or if one of them cannot be a message
     */
    public static ActorProtocol of(Class<?> actorClass) {
        ParameterizedType actor =
                actorType(actorClass)
                        .orElseThrow(() ->
                                new MessageTypeException(
                                        "the class must implement Actor<M, R> directly and name both types: class="
                                                + actorClass.getName()));
        Type[] arguments = actor.getActualTypeArguments();
        return new ActorProtocol(
                actorClass,
                protocol(actorClass, "M", arguments[0]),
                protocol(actorClass, "R", arguments[1]));
    }

    private static Optional<ParameterizedType> actorType(Class<?> actorClass) {
        for (Type type : actorClass.getGenericInterfaces()) {
            if (type instanceof ParameterizedType parameterized
                    && parameterized.getRawType() == Actor.class) {
                return Optional.of(parameterized);
            }
        }
        return Optional.empty();
    }

    private static MessageProtocol protocol(Class<?> actorClass, String parameter, Type argument) {
        if (argument instanceof Class<?> root) {
            return MessageProtocol.of(root);
        }
        throw new MessageTypeException(
                "the type argument of Actor must be a class: class="
                        + actorClass.getName()
                        + ", "
                        + parameter
                        + "="
                        + argument.getTypeName());
    }
}
