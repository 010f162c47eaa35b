package io.ringkernel.cuda.backend;

import io.ringkernel.kernels.KernelSource;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.transpiler.TranspiledActor;
import io.ringkernel.transpiler.Transpiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The actor classes that the kernel's image knows, in the order of their numbers on the device. Not
 * thread-safe.
 */
final class BehaviorTable {

    /**
     * An actor class on the device.
     *
     * @param id its number there
     * @param actor what the transpiler made of it
     */
    record Behavior(int id, Class<?> actorClass, TranspiledActor actor) {}

    private final List<Behavior> behaviors = new ArrayList<>();

    /** Returns the behaviour of a class, empty if the image does not know it. */
    Optional<Behavior> find(Class<?> actorClass) {
        return behaviors.stream()
                .filter(behavior -> behavior.actorClass() == actorClass)
                .findFirst();
    }

    /**
     * Transpiles a class that is not known yet.
     *
     * @throws io.ringkernel.UnsupportedActorException if it uses what cannot run on a device
     */
    Behavior transpile(ActorProtocol protocol) {
        return new Behavior(
                behaviors.size(), protocol.actorClass(), Transpiler.transpile(protocol));
    }

    /** Returns the source of the kernel with this behaviour added. */
    KernelSource sourceWith(Behavior added) {
        List<Behavior> all = new ArrayList<>(behaviors);
        all.add(added);
        return KernelSource.of(
                Transpiler.prelude(),
                all.stream().map(Behavior::actor).map(BehaviorTable::part).toList());
    }

    private static KernelSource.Behavior part(TranspiledActor actor) {
        return new KernelSource.Behavior(
                actor.behaviorName(),
                actor.behavior(),
                actor.structs(),
                actor.protocol().messages(),
                actor.protocol().replies());
    }

    /** Adds a behaviour, whose number must be the next. */
    void add(Behavior behavior) {
        if (behavior.id() != behaviors.size()) {
            throw new IllegalArgumentException("behaviour out of order: id=" + behavior.id());
        }
        behaviors.add(behavior);
    }
}
