package io.ringkernel.cuda.backend;

import io.ringkernel.ActorFault;
import io.ringkernel.kernels.DeviceLayouts;
import io.ringkernel.kernels.KernelSource;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.transpiler.TranspiledActor;
import io.ringkernel.transpiler.Transpiler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
     * @param messages the codec of what it understands
     * @param replies the codec of what it replies
     */
    record Behavior(
            int id,
            Class<?> actorClass,
            TranspiledActor actor,
            ProtocolCodec messages,
            ProtocolCodec replies) {

        /** Reads the fault that a slot of the device reports. */
        ActorFault fault(MemorySegment slot) {
            return actor.fault(
                    slot.get(ValueLayout.JAVA_INT, FAULT_SITE),
                    slot.get(ValueLayout.JAVA_LONG, FAULT_A),
                    slot.get(ValueLayout.JAVA_LONG, FAULT_B));
        }
    }

    private static final long FAULT_A = SlotLayout.PAYLOAD_OFFSET + DeviceLayouts.FAULT.offset("a");
    private static final long FAULT_B = SlotLayout.PAYLOAD_OFFSET + DeviceLayouts.FAULT.offset("b");
    private static final long FAULT_SITE =
            SlotLayout.PAYLOAD_OFFSET + DeviceLayouts.FAULT.offset("site");

    private final boolean pooled;
    private final List<Behavior> behaviors = new ArrayList<>();

    /**
     * Starts with none.
     *
     * @param pooled whether the kernel's image has a kernel for pooled actors
     */
    BehaviorTable(boolean pooled) {
        this.pooled = pooled;
    }

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
                behaviors.size(),
                protocol.actorClass(),
                Transpiler.transpile(protocol),
                ProtocolCodec.of(protocol.messages()),
                ProtocolCodec.of(protocol.replies()));
    }

    /** Returns the source of the kernel with this behaviour added. */
    KernelSource sourceWith(Behavior added) {
        List<Behavior> all = new ArrayList<>(behaviors);
        all.add(added);
        return KernelSource.of(
                Transpiler.prelude(),
                all.stream().map(Behavior::actor).map(BehaviorTable::part).toList(),
                pooled);
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
