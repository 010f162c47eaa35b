package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Parameter;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Position;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Replaces calls by what they call: of functions that have a single block, as accessors and most
 * constructors do, and of those whose result is or holds an array that would end with the call.
 * Each instruction keeps its own position, so that a fault still names the method it is in.
 */
public final class Inlining implements Pass {

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        for (Optional<Place> next = next(function); next.isPresent(); next = next(function)) {
            Place place = next.get();
            if (isSimple(place.callee())) {
                inline(function, place);
            } else {
                splice(function, place);
            }
            changed = true;
        }
        return changed;
    }

    private record Place(Block block, Instruction call, Function callee) {}

    private static Optional<Place> next(Function function) {
        for (Block block : function.blocks()) {
            for (Instruction call : block.instructions()) {
                if (call.op() instanceof Op.Call(Function callee)
                        && (isSimple(callee) || endsWithCall(callee.returnType()))) {
                    return Optional.of(new Place(block, call, callee));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isSimple(Function callee) {
        return callee.blocks().size() == 1
                && callee.entry().terminator() instanceof Terminator.Return;
    }

    /** Returns whether a result of this type is or holds an array in the memory of its call. */
    private static boolean endsWithCall(Type type) {
        return type instanceof Type.Rec rec ? rec.holdsArray() : !canReturn(type);
    }

    private static boolean canReturn(Type type) {
        return type instanceof Type.Single || type.canMerge();
    }

    private static void inline(Function into, Place place) {
        Map<Value, Value> copies = arguments(place);
        List<Instruction> body = new ArrayList<>();
        for (Instruction original : place.callee().entry().instructions()) {
            Instruction copy = copy(original, place.call().position());
            copy.mapArguments(value -> copies.getOrDefault(value, value));
            copies.put(original, copy);
            body.add(copy);
        }
        List<Instruction> instructions = place.block().instructions();
        int at = instructions.indexOf(place.call());
        instructions.remove(at);
        instructions.addAll(at, body);
        if (place.callee().entry().terminator() instanceof Terminator.Return(Value result)
                && result != null) {
            into.replace(Map.of(place.call(), copies.getOrDefault(result, result)));
        }
    }

    private static Map<Value, Value> arguments(Place place) {
        Map<Value, Value> copies = new HashMap<>();
        for (Parameter parameter : place.callee().parameters()) {
            copies.put(parameter, place.call().argument(parameter.index()));
        }
        return copies;
    }

    /** A record is made where its constructor is called. */
    private static Instruction copy(Instruction original, Position call) {
        Position position = original.op() instanceof Op.RecordNew ? call : original.position();
        return new Instruction(original.op(), position, original.arguments());
    }

    /** Cuts the block in two and puts the callee's blocks between. */
    private static void splice(Function into, Place place) {
        Block before = place.block();
        Block after = into.newBlock();
        int at = before.instructions().indexOf(place.call());
        List<Instruction> rest = before.instructions().subList(at, before.instructions().size());
        after.instructions().addAll(rest.subList(1, rest.size()));
        rest.clear();
        after.terminate(before.terminator());
        for (Block successor : after.terminator().successors()) {
            for (Phi phi : successor.phis()) {
                Value handed = phi.inputs().remove(before);
                if (handed != null) {
                    phi.inputs().put(after, handed);
                }
            }
        }
        Map<Block, Value> results = new HashMap<>();
        before.terminate(new Terminator.Jump(copyBlocks(into, place, after, results)));
        into.recomputePredecessors();
        results.keySet().retainAll(after.predecessors());
        result(place.call().type(), after, results)
                .ifPresent(value -> into.replace(Map.of(place.call(), value)));
    }

    private static Block copyBlocks(
            Function into, Place place, Block after, Map<Block, Value> results) {
        Function callee = place.callee();
        Map<Value, Value> values = arguments(place);
        Map<Block, Block> blocks = new HashMap<>();
        for (Block original : callee.blocks()) {
            Block copy = into.newBlock();
            blocks.put(original, copy);
            for (Phi phi : original.phis()) {
                Phi twin = new Phi(phi.type());
                copy.phis().add(twin);
                values.put(phi, twin);
            }
            for (Instruction instruction : original.instructions()) {
                Instruction twin = copy(instruction, place.call().position());
                copy.instructions().add(twin);
                values.put(instruction, twin);
            }
        }
        UnaryOperator<Value> map = value -> values.getOrDefault(value, value);
        for (Block original : callee.blocks()) {
            Block copy = twin(blocks, original);
            for (int i = 0; i < copy.phis().size(); i++) {
                Phi phi = copy.phis().get(i);
                original.phis()
                        .get(i)
                        .inputs()
                        .forEach((from, value) ->
                                phi.inputs().put(twin(blocks, from), map.apply(value)));
            }
            copy.instructions().forEach(instruction -> instruction.mapArguments(map));
            if (original.terminator() instanceof Terminator.Return(@Nullable Value value)) {
                if (value != null) {
                    results.put(copy, map.apply(value));
                }
                copy.terminate(new Terminator.Jump(after));
            } else {
                copy.terminate(
                        original.terminator()
                                .mapArguments(map)
                                .mapTargets(target -> twin(blocks, target)));
            }
        }
        return twin(blocks, callee.entry());
    }

    private static Block twin(Map<Block, Block> blocks, Block original) {
        Block twin = blocks.get(original);
        if (twin == null) {
            throw new IllegalStateException("block is not in the function: block=" + original);
        }
        return twin;
    }

    /** Returns what the call has given, empty if that is nothing or control never comes back. */
    private static Optional<Value> result(Type type, Block after, Map<Block, Value> results) {
        if (results.values().stream().distinct().count() < 2) {
            return results.values().stream().findFirst();
        }
        Phi phi = new Phi(type);
        for (Block predecessor : after.predecessors()) {
            Value value = results.get(predecessor);
            if (value == null) {
                throw new IllegalStateException("no result: from=" + predecessor);
            }
            phi.inputs().put(predecessor, value);
        }
        after.phis().add(phi);
        return Optional.of(phi);
    }
}
