package io.ringkernel.transpiler.ir;

import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.StateLayout;
import java.util.List;

/**
 * One actor.
 *
 * @param protocol its messages and replies
 * @param state the layout of its fields
 * @param functions what its {@code receive} calls, callees before their callers; {@code receive} is
 *     the last
 */
public record Program(ActorProtocol protocol, StateLayout state, List<Function> functions) {

    /** Copies the list. */
    public Program {
        functions = List.copyOf(functions);
    }

    /** Returns the function that handles a message. */
    public Function receive() {
        return functions.getLast();
    }
}
