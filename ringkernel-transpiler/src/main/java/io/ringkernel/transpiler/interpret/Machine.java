package io.ringkernel.transpiler.interpret;

import io.ringkernel.ActorFault;
import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Struct;
import io.ringkernel.transpiler.Cells;
import io.ringkernel.transpiler.FaultSite;
import io.ringkernel.transpiler.Outcome;
import io.ringkernel.transpiler.interpret.FunctionCode.BlockCode;
import io.ringkernel.transpiler.interpret.FunctionCode.Moves;
import io.ringkernel.transpiler.interpret.FunctionCode.Step;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Program;
import io.ringkernel.transpiler.ir.Site;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Prim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a program step by step. Not thread-safe. */
public final class Machine {

    /** A handler of a fuzzed program takes thousands of steps; a wrong one may never end. */
    private static final long MAX_STEPS = 20_000_000;

    private static final Object NOTHING = new Object[0];

    private final Program program;
    private final Map<Function, FunctionCode> code = new HashMap<>();

    /** The message being handled. */
    private record Received(int type, Object[] cells) {}

    /** What the call of {@code receive} has done so far. */
    private static final class Call {
        private final Object[] state;
        private final Received message;
        private int replyType;
        private Object[] reply = {};
        private long steps;

        Call(Object[] state, Received message) {
            this.state = state;
            this.message = message;
        }
    }

    /** Ends the call; its stack trace would tell nothing. */
    @SuppressWarnings("serial") // never serialised
    private static final class Failed extends RuntimeException {
        private final Site site;
        private final long a;
        private final long b;

        Failed(Site site, long a, long b) {
            super(null, null, false, false);
            this.site = site;
            this.a = a;
            this.b = b;
        }

        ActorFault fault() {
            return new FaultSite(
                            1,
                            site.exceptionType(),
                            site.message(),
                            site.position().className(),
                            site.position().methodName(),
                            site.position().line())
                    .toFault(a, b);
        }
    }

    /** Makes the machine of a program, which must not change while it is used. */
    public Machine(Program program) {
        this.program = program;
    }

    /** Handles one message; see {@link io.ringkernel.transpiler.Stage#receive}. */
    public Outcome receive(Object[] state, int type, Object[] message) {
        Call call = new Call(state, new Received(type, message));
        ActorFault fault = null;
        try {
            run(call, program.receive(), new Object[] {state, call.message, call});
        } catch (Failed failed) {
            fault = failed.fault();
        }
        return new Outcome(call.replyType, call.reply, fault, Cells.copy(state));
    }

    private Object run(Call call, Function function, Object[] arguments) {
        FunctionCode functionCode = code.computeIfAbsent(function, FunctionCode::new);
        @Nullable Object[] frame = functionCode.call(arguments);
        Block at = functionCode.entry();
        while (true) {
            BlockCode block = functionCode.block(at);
            call.steps += block.steps().size() + 1;
            if (call.steps > MAX_STEPS) {
                throw new IllegalStateException(
                        "the program does not end: function=" + function + ", steps=" + MAX_STEPS);
            }
            for (Step step : block.steps()) {
                frame[step.target()] = execute(call, step, frame);
            }
            Block from = at;
            switch (block.terminator()) {
                case Terminator.Jump(Block target) -> at = target;
                case Terminator.Branch(var condition, Block t, Block f) ->
                        at = number(frame, block.selector()) != 0 ? t : f;
                case Terminator.Switch(var selector, var cases, Block otherwise) ->
                        at = cases.getOrDefault(number(frame, block.selector()), otherwise);
                case Terminator.Return r -> {
                    return block.selector() < 0 ? NOTHING : cell(frame, block.selector());
                }
                case Terminator.Fault(Site site) -> throw new Failed(site, 0, 0);
            }
            arrive(frame, functionCode.block(at), from);
        }
    }

    /** Phis take their values all at once. */
    private static void arrive(@Nullable Object[] frame, BlockCode block, Block from) {
        Moves moves = block.arrivals().get(from);
        if (moves == null) {
            throw new IllegalStateException("not a predecessor: block=" + from);
        }
        @Nullable Object[] taken = new Object[moves.from().length];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = frame[moves.from()[i]];
        }
        for (int i = 0; i < taken.length; i++) {
            frame[moves.to()[i]] = taken[i];
        }
    }

    private static Object cell(@Nullable Object[] frame, int slot) {
        Object cell = frame[slot];
        if (cell == null) {
            throw new IllegalStateException("value is used before it is computed: slot=" + slot);
        }
        return cell;
    }

    private static int number(@Nullable Object[] frame, int slot) {
        return (Integer) cell(frame, slot);
    }

    private Object execute(Call call, Step step, @Nullable Object[] frame) {
        Object[] a = new Object[step.arguments().length];
        for (int i = 0; i < a.length; i++) {
            a[i] = cell(frame, step.arguments()[i]);
        }
        switch (step.op()) {
            case Op.StateLoad load -> {
                return call.state[load.field()];
            }
            case Op.StateStore store -> {
                Struct.Field field = program.state().struct().fields().get(store.field());
                call.state[store.field()] = Operations.narrow(field.type(), a[1]);
            }
            case Op.ObjectLoad(Type.Obj object, int index) -> {
                return ((Object[]) a[0])[index];
            }
            case Op.ObjectStore(Type.Obj object, int index) -> {
                FieldType type = object.struct().fields().get(index).type();
                ((Object[]) a[0])[index] = Operations.narrow(type, a[1]);
            }
            case Op.ArrayNew(Type.Array array) -> {
                return Operations.zeros(array.element(), array.length());
            }
            case Op.ArrayClone c -> {
                return ((Object[]) a[0]).clone();
            }
            case Op.CheckTrue(Site site) -> {
                if ((Integer) a[0] == 0) {
                    throw new Failed(site, 0, 0);
                }
            }
            case Op.ArrayLoad load -> {
                return ((Object[]) a[0])[(Integer) a[1]];
            }
            case Op.ArrayStore(Type.Array array) ->
                    ((Object[]) a[0])[(Integer) a[1]] = Operations.narrow(array.element(), a[2]);
            case Op.CheckNotZero(Prim operand, Site site) -> {
                if (((Number) a[0]).longValue() == 0) {
                    throw new Failed(site, 0, 0);
                }
            }
            case Op.CheckIndex(int length, Site site) -> {
                int index = (Integer) a[0];
                if (index < 0 || index >= length) {
                    throw new Failed(site, index, length);
                }
            }
            case Op.CheckNotReplied(Site site) -> {
                if (call.replyType != 0) {
                    throw new Failed(site, 0, 0);
                }
            }
            case Op.Reply reply -> {
                call.replyType = reply.replyType();
                call.reply = Cells.copy((Object[]) a[1]);
            }
            case Op.MessageId id -> {
                return call.message.type();
            }
            case Op.MessageIs(var ids) -> {
                return ids.contains(call.message.type()) ? 1 : 0;
            }
            case Op.MessageAs as -> {
                if (!as.ids().contains(call.message.type())) {
                    throw new IllegalStateException("cast of the message fails: " + as);
                }
                return as.as() instanceof Type.Rec ? call.message.cells() : call.message;
            }
            case Op.MessageRecord(Type.Rec rec) -> {
                int expected =
                        program.protocol().messages().find(rec.javaClass()).orElseThrow().id();
                if (expected != call.message.type()) {
                    throw new IllegalStateException("message is no " + rec);
                }
                return call.message.cells();
            }
            case Op.Call(Function function) -> {
                return run(call, function, a);
            }
            default -> {
                return Operations.compute(step.op(), List.of(a));
            }
        }
        return NOTHING;
    }
}
