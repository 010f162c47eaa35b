package io.ringkernel.cuda.backend;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.RestartType;
import io.ringkernel.Signal;
import io.ringkernel.UnsupportedActorException;
import java.util.ArrayList;
import java.util.List;

/** What actors on the CPU have and actors on a device have not yet: refused rather than ignored. */
final class CpuOnly {

    private CpuOnly() {}

    /**
     * Lets only through what the device does.
     *
     * @throws UnsupportedActorException if it is asked for more, naming all of it
     */
    static void refuse(Class<?> actorClass, ActorOptions options) {
        List<String> found = new ArrayList<>();
        if (options.restart() != RestartType.TEMPORARY) {
            found.add(
                    "restart=" + options.restart() + ": actors on a device are not restarted yet");
        }
        if (options.overflow() == OverflowPolicy.DROP_OLDEST) {
            found.add("overflow=DROP_OLDEST: a ring in pinned memory has one consumer, the device");
        }
        if (options.priority() != null) {
            found.add("priority: a ring hands messages over in the order in which they came");
        }
        if (options.messageId() != null) {
            found.add("messageId: a device does not remember ids of messages yet");
        }
        if (overridesSignal(actorClass)) {
            found.add("signal: a device sends no signals yet; handle messages only");
        }
        if (!found.isEmpty()) {
            found.add("use Backend.CPU for this actor, or leave this out");
            throw new UnsupportedActorException(actorClass.getName(), found);
        }
    }

    private static boolean overridesSignal(Class<?> actorClass) {
        try {
            return actorClass
                            .getMethod("signal", Signal.class, ActorContext.class)
                            .getDeclaringClass()
                    != Actor.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("not an actor: class=" + actorClass.getName(), e);
        }
    }
}
