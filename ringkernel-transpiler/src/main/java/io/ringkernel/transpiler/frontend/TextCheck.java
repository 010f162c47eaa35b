package io.ringkernel.transpiler.frontend;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.MessageType;
import io.ringkernel.message.StateLayout;
import io.ringkernel.transpiler.diagnostic.Diagnostics;
import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Refuses actors whose messages, replies or state hold text, before anything is translated: there
 * are C structures for it, but no operations yet.
 */
final class TextCheck {

    private final ActorProtocol protocol;
    private final StateLayout state;
    private final Diagnostics diagnostics;

    TextCheck(ActorProtocol protocol, StateLayout state, Diagnostics diagnostics) {
        this.protocol = protocol;
        this.state = state;
        this.diagnostics = diagnostics;
    }

    /** Reports each text at {@code receive}, whose line this is; returns whether there was one. */
    boolean report(Position receive) {
        List<MessageType> records = new ArrayList<>(protocol.messages().types());
        records.addAll(protocol.replies().types());
        boolean found = report(receive, protocol.actorClass(), state.struct());
        for (MessageType record : records) {
            found |= report(receive, record.type(), record.struct());
        }
        return found;
    }

    private boolean report(Position receive, Class<?> type, Struct struct) {
        Optional<String> text = find(struct);
        text.ifPresent(field -> diagnostics.report(Rule.TEXT, receive, detail(type, field)));
        return text.isPresent();
    }

    static String detail(Class<?> type, String field) {
        return type.getName() + " holds text in " + field;
    }

    /** Returns the first field that is or holds text. */
    static Optional<String> find(Struct struct) {
        return struct.fields().stream()
                .filter(field -> holdsText(field.type()))
                .map(field -> struct.name() + "." + field.name())
                .findFirst();
    }

    private static boolean holdsText(FieldType type) {
        return switch (type) {
            case FieldType.OfScalar _ -> false;
            case FieldType.OfText _ -> true;
            case FieldType.OfStruct(Struct struct) -> find(struct).isPresent();
            case FieldType.OfArray(FieldType element, int _) -> holdsText(element);
        };
    }
}
