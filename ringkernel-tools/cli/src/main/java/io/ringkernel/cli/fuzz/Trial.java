package io.ringkernel.cli.fuzz;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorFault;
import io.ringkernel.UnsupportedActorException;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.MessageType;
import io.ringkernel.message.StateLayout;
import io.ringkernel.transpiler.Cells;
import io.ringkernel.transpiler.Outcome;
import io.ringkernel.transpiler.Stage;
import io.ringkernel.transpiler.TranspiledActor;
import io.ringkernel.transpiler.Transpiler;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One program with its messages: what the JVM does with them, and whether the interpreter agrees at
 * the stages of the translation.
 */
final class Trial {

    private final long seed;
    private final ActorProtocol protocol;
    private final StateLayout state;
    private final List<Object> messages;
    private final Object[] initial;
    private final List<Outcome> expected = new ArrayList<>();
    private final Depth depth;
    private Optional<Finding> finding = Optional.empty();
    private @Nullable TranspiledActor transpiled;
    private @Nullable String refusal;

    /** At which stages the interpreter runs. */
    enum Depth {
        /** Before the first pass and after the last. */
        ENDS,
        /** Also after each pass that changed something. */
        EVERY_PASS
    }

    private Trial(
            long seed,
            ActorProtocol protocol,
            StateLayout state,
            List<Object> messages,
            Object[] initial,
            Depth depth) {
        this.seed = seed;
        this.protocol = protocol;
        this.state = state;
        this.messages = messages;
        this.initial = initial;
        this.depth = depth;
    }

    /**
     * Runs a program on the JVM and the interpreter.
     *
     * @return empty if the actor's own constructor fails, or javac wrote a class that the JVM does
     *     not verify, as it sometimes does for nested patterns
     */
    @SuppressWarnings("unchecked")
    static Optional<Trial> run(long seed, Class<?> type, int messageCount, Depth depth) {
        Optional<Object> actor = instance(type);
        if (actor.isEmpty()) {
            return Optional.empty();
        }
        ActorProtocol protocol = ActorProtocol.of(type);
        StateLayout state = StateLayout.of(type);
        List<Object> messages = Messages.of(protocol.messages(), seed, messageCount);
        Object[] initial = Cells.ofActor(actor.get(), state);
        Trial trial = new Trial(seed, protocol, state, messages, initial, depth);
        for (Object message : messages) {
            trial.expected.add(trial.onJvm((Actor<Object, Object>) actor.get(), message));
        }
        trial.translate();
        return Optional.of(trial);
    }

    private static Optional<Object> instance(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance());
        } catch (InvocationTargetException | VerifyError refused) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no instance: actor=" + type.getName(), e);
        }
    }

    private Outcome onJvm(Actor<Object, Object> actor, Object message) {
        Answer answer = new Answer();
        ActorFault fault = null;
        try {
            actor.receive(message, answer);
        } catch (RuntimeException | AssertionError e) {
            fault = fault(e);
        }
        Object[] cells = Cells.ofActor(actor, state);
        if (answer.reply == null) {
            return new Outcome(0, new Object[0], fault, cells);
        }
        MessageType type = protocol.replies().find(answer.reply.getClass()).orElseThrow();
        return new Outcome(type.id(), Cells.ofRecord(answer.reply, type.struct()), fault, cells);
    }

    private static ActorFault fault(Throwable e) {
        StackTraceElement top =
                Stream.of(e.getStackTrace())
                        .filter(frame ->
                                !frame.getClassName().startsWith("java.")
                                        && !frame.getClassName().equals(Answer.class.getName()))
                        .findFirst()
                        .orElseThrow();
        return new ActorFault(
                e.getClass().getName(),
                e.getMessage(),
                top.getClassName(),
                top.getMethodName(),
                top.getLineNumber());
    }

    private static final class Answer implements ActorContext<Object> {
        private @Nullable Object reply;

        @Override
        public void reply(Object answer) {
            if (reply != null) {
                throw new IllegalStateException("already replied");
            }
            reply = answer;
        }
    }

    private void translate() {
        try {
            transpiled = Transpiler.transpile(protocol, this::observe);
        } catch (UnsupportedActorException e) {
            refusal = String.valueOf(e.getMessage());
        } catch (IllegalStateException | IllegalArgumentException e) {
            found(new Finding("transpiler", "fails: " + e));
        }
    }

    private void observe(Stage stage) {
        boolean wanted =
                depth == Depth.EVERY_PASS
                        || stage.name().equals(Stage.CONSTRUCTION)
                        || stage.name().equals(Stage.END);
        if (!wanted || finding.isPresent()) {
            return;
        }
        Object[] cells = Cells.copy(initial);
        String where = "interpreter after " + stage.name();
        for (int i = 0; i < messages.size(); i++) {
            Object message = messages.get(i);
            MessageType type = protocol.messages().find(message.getClass()).orElseThrow();
            try {
                Outcome actual =
                        stage.receive(cells, type.id(), Cells.ofRecord(message, type.struct()));
                compare(where, i, actual);
            } catch (IllegalStateException | ClassCastException e) {
                found(new Finding(where, "message " + i + " " + message + " fails: " + e));
            }
            if (finding.isPresent()) {
                return;
            }
        }
    }

    /** Notes a difference between what the JVM did with a message and what something else did. */
    void compare(String where, int message, Outcome actual) {
        if (!actual.equals(expected.get(message))) {
            found(
                    new Finding(
                            where,
                            "message "
                                    + message
                                    + ": "
                                    + messages.get(message)
                                    + "\n  JVM:   "
                                    + expected.get(message)
                                    + "\n  other: "
                                    + actual));
        }
    }

    /** Notes a finding; the first counts. */
    void found(Finding another) {
        if (finding.isEmpty()) {
            finding = Optional.of(another);
        }
    }

    long seed() {
        return seed;
    }

    ActorProtocol protocol() {
        return protocol;
    }

    StateLayout state() {
        return state;
    }

    List<Object> messages() {
        return messages;
    }

    Object[] initial() {
        return initial;
    }

    /** What is wrong, empty so far. */
    Optional<Finding> finding() {
        return finding;
    }

    /** Why the transpiler refused the program, empty if it did not. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The generated code, empty if there is none. */
    Optional<TranspiledActor> transpiled() {
        return Optional.ofNullable(transpiled);
    }

    /** How many faults the JVM raised, and replies it gave, for the statistics. */
    int faults() {
        return (int) expected.stream().filter(outcome -> outcome.fault() != null).count();
    }
}
