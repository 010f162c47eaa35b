package io.ringkernel.transpiler;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorFault;
import io.ringkernel.message.MessageType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs an actor on the JVM and as generated code, message by message, and compares replies, faults
 * and state.
 */
final class Differential {

    private final HostCode code;
    private final TranspiledActor transpiled;

    Differential(HostCode code, TranspiledActor transpiled) {
        this.code = code;
        this.transpiled = transpiled;
    }

    /** What a message led to. */
    private record Outcome(Object reply, ActorFault fault, List<Object> state) {}

    /**
     * Sends all messages to one actor, which goes on after a fault with the state that the fault
     * left.
     */
    @SuppressWarnings("unchecked")
    void check(Actor<?, ?> actor, List<?> messages) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(transpiled.state().struct().size(), 128);
            Trees.write(
                    Trees.ofActor(actor, transpiled.state()),
                    transpiled.state().struct(),
                    state,
                    0);
            for (Object message : messages) {
                Outcome expected = onJvm((Actor<Object, Object>) actor, message);
                Outcome actual = onHost(arena, state, message);
                assertThat(actual).as("%s", message).isEqualTo(expected);
            }
        }
    }

    /** Returns the replies of both, for results that need not be equal: JVM, then host. */
    @SuppressWarnings("unchecked")
    List<Object> replies(Actor<?, ?> actor, Object message) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(transpiled.state().struct().size(), 128);
            Outcome expected = onJvm((Actor<Object, Object>) actor, message);
            return List.of(expected.reply(), onHost(arena, state, message).reply());
        }
    }

    private Outcome onJvm(Actor<Object, Object> actor, Object message) {
        Answers answers = new Answers();
        ActorFault fault = null;
        try {
            actor.receive(message, answers);
        } catch (RuntimeException | AssertionError e) {
            fault = fault(e);
        }
        return new Outcome(answers.reply, fault, Trees.ofActor(actor, transpiled.state()));
    }

    private Outcome onHost(Arena arena, MemorySegment state, Object message) {
        MessageType type = transpiled.protocol().messages().find(message.getClass()).orElseThrow();
        MemorySegment payload = arena.allocate(type.struct().size(), 8);
        Trees.write(Trees.ofRecord(message, type.struct()), type.struct(), payload, 0);
        MemorySegment context = arena.allocate(HostCode.CONTEXT_BYTES, 8);
        MemorySegment out =
                arena.allocate(Math.max(8, transpiled.protocol().replies().maxBytes()), 8);
        context.set(ADDRESS, 24, out);
        code.receive(transpiled.protocol().actorClass(), state, type.id(), payload, context);
        int replyType = context.get(JAVA_INT, 0);
        int site = context.get(JAVA_INT, 4);
        Object reply = null;
        if (replyType != 0) {
            MessageType r = transpiled.protocol().replies().type(replyType);
            reply = List.of(r.type().getName(), Trees.read(r.struct(), out, 0));
        }
        ActorFault fault =
                site == 0
                        ? null
                        : transpiled.fault(
                                site, context.get(JAVA_LONG, 8), context.get(JAVA_LONG, 16));
        return new Outcome(reply, fault, Trees.read(transpiled.state().struct(), state, 0));
    }

    private static ActorFault fault(Throwable e) {
        StackTraceElement top =
                Stream.of(e.getStackTrace())
                        .filter(frame ->
                                !frame.getClassName().startsWith("java.")
                                        && !frame.getClassName().equals(Answers.class.getName()))
                        .findFirst()
                        .orElseThrow();
        return new ActorFault(
                e.getClass().getName(),
                e.getMessage(),
                top.getClassName(),
                top.getMethodName(),
                top.getLineNumber());
    }

    /** Copies each reply at once, as the CPU backend does. */
    private final class Answers implements ActorContext<Object> {
        private Object reply;

        @Override
        public void reply(Object answer) {
            if (reply != null) {
                throw new IllegalStateException("already replied");
            }
            MessageType type =
                    transpiled.protocol().replies().find(answer.getClass()).orElseThrow();
            reply = List.of(answer.getClass().getName(), Trees.ofRecord(answer, type.struct()));
        }
    }
}
