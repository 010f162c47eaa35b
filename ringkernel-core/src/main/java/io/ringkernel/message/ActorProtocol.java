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
        Type[] arguments = typeArguments(actorClass);
        return new ActorProtocol(
                actorClass,
                MessageProtocol.of(rootClass(actorClass, "M", arguments[0])),
                MessageProtocol.of(rootClass(actorClass, "R", arguments[1])));
    }

    /**
     * Reads the protocol of an actor whose messages may pass as references: what cannot be laid out
     * in memory is let through, unless it is or holds an array that could be changed after it was
     * sent.
     *
     * @throws MessageTypeException as {@link #of}, except for the above
     */
    public static ActorProtocol ofReferences(Class<?> actorClass) {
        return REFERENCES.get(actorClass);
    }

    private static final ClassValue<ActorProtocol> REFERENCES =
            new ClassValue<>() {
                @Override
                protected ActorProtocol computeValue(Class<?> actorClass) {
                    Type[] arguments = typeArguments(actorClass);
                    return new ActorProtocol(
                            actorClass,
                            MessageProtocol.ofReferences(rootClass(actorClass, "M", arguments[0])),
                            MessageProtocol.ofReferences(rootClass(actorClass, "R", arguments[1])));
                }
            };

    private static Optional<ParameterizedType> actorType(Class<?> actorClass) {
        for (Type type : actorClass.getGenericInterfaces()) {
            if (type instanceof ParameterizedType parameterized
                    && parameterized.getRawType() == Actor.class) {
                return Optional.of(parameterized);
            }
        }
        return Optional.empty();
    }

    private static Type[] typeArguments(Class<?> actorClass) {
        ParameterizedType actor =
                actorType(actorClass)
                        .orElseThrow(() ->
                                new MessageTypeException(
                                        "the class must implement Actor<M, R> directly and name both types: class="
                                                + actorClass.getName()));
        return actor.getActualTypeArguments();
    }

    private static Class<?> rootClass(Class<?> actorClass, String parameter, Type argument) {
        if (argument instanceof Class<?> root) {
            return root;
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
