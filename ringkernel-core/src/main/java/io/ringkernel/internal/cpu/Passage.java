package io.ringkernel.internal.cpu;

import io.ringkernel.MessageTypeException;
import io.ringkernel.message.MessageProtocol;
import io.ringkernel.message.MessageType;
import io.ringkernel.message.ProtocolCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How values of one protocol get from one actor to another within a JVM. A record of primitives
 * goes as it is: nobody can change it. One that holds arrays, or what must not be null, goes
 * through its encoded form, as it would to a device: the receiver gets a copy, and bad values are
 * refused. Thread-safe.
 */
final class Passage {

    private static final int SCRATCH_BYTES = 4096;
    private static final int ALIGNMENT = 64;
    private static final ThreadLocal<MemorySegment> SCRATCH =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(SCRATCH_BYTES, ALIGNMENT));

    private final MessageProtocol protocol;
    private final @Nullable ProtocolCodec codec;

    private Passage(MessageProtocol protocol, @Nullable ProtocolCodec codec) {
        this.protocol = protocol;
        this.codec = codec;
    }

    static Passage of(MessageProtocol protocol) {
        boolean copied = protocol.types().stream().map(MessageType::type).anyMatch(Passage::copied);
        return new Passage(protocol, copied ? ProtocolCodec.of(protocol) : null);
    }

    private static boolean copied(Class<?> record) {
        return !Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .allMatch(Class::isPrimitive);
    }

    /**
     * Returns what the receiver gets.
     *
     * @throws MessageTypeException if the value is not of the protocol, or cannot be encoded
     */
    Object pass(CpuCell<?, ?> actor, Object value) {
        if (!protocol.root().isInstance(Objects.requireNonNull(value, "message"))) {
            throw ProtocolCodec.of(protocol).notUnderstood(actor.name(), value);
        }
        return codec == null ? value : copy(codec, actor, value);
    }

    private static Object copy(ProtocolCodec codec, CpuCell<?, ?> actor, Object value) {
        int type = codec.typeId(value);
        if (type == ProtocolCodec.NOT_UNDERSTOOD) {
            throw codec.notUnderstood(actor.name(), value);
        }
        MemorySegment scratch = SCRATCH.get();
        codec.encode(type, value, scratch, 0);
        return codec.decode(type, scratch, 0);
    }
}
