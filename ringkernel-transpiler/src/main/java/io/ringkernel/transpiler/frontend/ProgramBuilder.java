package io.ringkernel.transpiler.frontend;

import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.MessageProtocol;
import io.ringkernel.message.MessageType;
import io.ringkernel.message.StateLayout;
import io.ringkernel.transpiler.diagnostic.Diagnostics;
import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Position;
import io.ringkernel.transpiler.ir.Program;
import io.ringkernel.transpiler.ir.Type;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Translates {@code receive} and all that it calls. Not thread-safe; use one for each actor. */
public final class ProgramBuilder {

    private static final String RECEIVE = "receive";

    final ActorProtocol protocol;
    final StateLayout state;
    final Diagnostics diagnostics;
    final ClassSource classes;

    /** Whether this is a kernel and not an actor; a kernel's protocol and state are empty. */
    final boolean isKernel;

    int sharedArrays;
    long sharedBytes;

    private final List<Function> functions = new ArrayList<>();
    private final Map<Key, Function> known = new HashMap<>();
    private final Set<Key> inProgress = new HashSet<>();
    private final Map<Class<?>, Optional<Type.Rec>> records = new HashMap<>();

    private record Key(Class<?> owner, String name, String descriptor, List<Type> arguments) {}

    private ProgramBuilder(
            ActorProtocol protocol, StateLayout state, Diagnostics diagnostics, boolean isKernel) {
        this.isKernel = isKernel;
        this.protocol = protocol;
        this.state = state;
        this.diagnostics = diagnostics;
        this.classes = new ClassSource(protocol.actorClass());
    }

    /**
     * Returns the actor's program; if {@code diagnostics} are not empty afterwards, it is of no
     * use.
     */
    public static Optional<Program> build(
            ActorProtocol protocol, StateLayout state, Diagnostics diagnostics) {
        return new ProgramBuilder(protocol, state, diagnostics, false).build();
    }

    /** Stands for the messages that a kernel does not have. */
    record Nothing() {}

    /** Stands for the state that a kernel does not have. */
    static final class NoState {
        private NoState() {}
    }

    /**
     * Returns a kernel's program: {@link Program#receive} is the method itself, with its own
     * parameters. If {@code diagnostics} are not empty afterwards, it is of no use.
     */
    public static Optional<Program> kernel(
            java.lang.reflect.Method method, Diagnostics diagnostics) {
        Class<?> owner = method.getDeclaringClass();
        MessageProtocol nothing = MessageProtocol.of(Nothing.class);
        return new ProgramBuilder(
                        new ActorProtocol(owner, nothing, nothing),
                        StateLayout.of(NoState.class),
                        diagnostics,
                        true)
                .buildKernel(method);
    }

    private Optional<Program> buildKernel(java.lang.reflect.Method method) {
        Class<?> owner = method.getDeclaringClass();
        String descriptor =
                java.lang.invoke.MethodType.methodType(void.class, method.getParameterTypes())
                        .descriptorString();
        Optional<MethodModel> model =
                classes.method(owner, method.getName(), descriptor)
                        .filter(m -> m.code().isPresent());
        if (model.isEmpty()) {
            Position unknown = new Position(owner.getName(), method.getName(), -1);
            diagnostics.report(Rule.CLASS_FILE, unknown, "class=" + owner.getName());
            return Optional.empty();
        }
        List<Type> parameters = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            parameters.add(
                    type.isArray()
                            ? Type.Buffer.of(type.getComponentType())
                            : MethodTranslator.numberType(type.describeConstable().orElseThrow()));
        }
        String name = "kernel_" + method.getName().replaceAll("[^A-Za-z0-9]", "");
        translate(owner, model.orElseThrow(), name, parameters);
        return Optional.of(new Program(protocol, state, functions));
    }

    /** Returns whether no method is being translated but the kernel or the actor's own. */
    boolean isInEntry() {
        return inProgress.isEmpty();
    }

    private Optional<Program> build() {
        Class<?> actor = protocol.actorClass();
        Position unknown = new Position(actor.getName(), RECEIVE, -1);
        if (classes.model(actor).isEmpty()) {
            diagnostics.report(Rule.CLASS_FILE, unknown, "class=" + actor.getName());
            return Optional.empty();
        }
        Class<?> root = protocol.messages().root();
        String descriptor = "(" + root.descriptorString() + "Lio/ringkernel/ActorContext;)V";
        Optional<MethodModel> receive =
                classes.method(actor, RECEIVE, descriptor).filter(m -> m.code().isPresent());
        if (receive.isEmpty()) {
            diagnostics.report(
                    Rule.RECEIVE,
                    unknown,
                    "class=" + actor.getName() + ", descriptor=" + descriptor);
            return Optional.empty();
        }
        TextCheck text = new TextCheck(protocol, state, diagnostics);
        if (text.report(firstLine(actor, receive.orElseThrow()))) {
            return Optional.empty();
        }
        List<Type> parameters =
                List.of(Type.Single.STATE, Type.Single.MESSAGE, Type.Single.CONTEXT);
        translate(actor, receive.orElseThrow(), RECEIVE, parameters);
        return Optional.of(new Program(protocol, state, functions));
    }

    private static Position firstLine(Class<?> actor, MethodModel method) {
        int line =
                method.code()
                        .orElseThrow()
                        .elementStream()
                        .filter(LineNumber.class::isInstance)
                        .mapToInt(element -> ((LineNumber) element).line())
                        .findFirst()
                        .orElse(-1);
        return new Position(actor.getName(), RECEIVE, line);
    }

    /**
     * Returns the function that a call with arguments of these types runs, empty if it is being
     * translated just now: a recursion.
     */
    Optional<Function> function(Class<?> owner, MethodModel method, List<Type> arguments) {
        String name = method.methodName().stringValue();
        Key key = new Key(owner, name, method.methodType().stringValue(), arguments);
        Function function = known.get(key);
        if (function != null) {
            return Optional.of(function);
        }
        if (!inProgress.add(key)) {
            return Optional.empty();
        }
        String readable = name.equals("<init>") ? "new" + owner.getSimpleName() : name;
        String identifier =
                readable.replaceAll("[^A-Za-z0-9]", "") + "_" + (known.size() + inProgress.size());
        Function translated = translate(owner, method, identifier, arguments);
        inProgress.remove(key);
        known.put(key, translated);
        return Optional.of(translated);
    }

    private Function translate(
            Class<?> owner, MethodModel method, String identifier, List<Type> parameters) {
        Function function =
                new MethodTranslator(this, owner, method, identifier, parameters).translate();
        functions.add(function);
        return function;
    }

    /**
     * Returns the type of a record's values, empty (and reported) if no C structure can hold it.
     */
    Optional<Type.Rec> record(Class<?> type, Position position) {
        return records.computeIfAbsent(
                type,
                t -> {
                    try {
                        Struct struct = MessageProtocol.of(t).type(1).struct();
                        Optional<String> text = TextCheck.find(struct);
                        if (text.isPresent()) {
                            diagnostics.report(
                                    Rule.TEXT, position, TextCheck.detail(t, text.get()));
                            return Optional.empty();
                        }
                        return Optional.of(new Type.Rec(t, struct));
                    } catch (MessageTypeException e) {
                        diagnostics.report(Rule.RECORD, position, String.valueOf(e.getMessage()));
                        return Optional.empty();
                    }
                });
    }

    /** Returns the numbers of the messages that are instances of a class. */
    SortedSet<Integer> messagesOf(Class<?> type) {
        SortedSet<Integer> ids = new TreeSet<>();
        for (MessageType message : protocol.messages().types()) {
            if (type.isAssignableFrom(message.type())) {
                ids.add(message.id());
            }
        }
        return ids;
    }
}
