package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.diagnostic.Diagnostics;
import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Opaque;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Position;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value of a variable at a block, making phis where paths meet: Braun et al., Simple and
 * Efficient Construction of Static Single Assignment Form, CC 2013.
 *
 * <p>Variables are numbered by the caller: local slots, then stack slots, then fields of a record
 * under construction. Blocks must be numbered and filled in reverse postorder, so that each has a
 * filled predecessor from which the type of a phi is known at once. What cannot be held in one C++
 * variable (arrays, exceptions under construction, the message) never gets a phi: it must be the
 * same on all paths.
 */
final class SsaBuilder {

    private final Diagnostics diagnostics;
    private final Map<Block, Map<Integer, Value>> definitions = new HashMap<>();
    private final Map<Block, Map<Integer, Promise>> promises = new HashMap<>();
    private final Set<Block> filled = new HashSet<>();
    private final Set<Block> complete = new HashSet<>();
    private final Map<Value, Value> replaced = new HashMap<>();

    /** A value given before all predecessors of its block were known. */
    private record Promise(Value value, Position position) {}

    SsaBuilder(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Returns the values that stand for phis found to be superfluous. */
    Map<Value, Value> replacements() {
        return replaced;
    }

    void write(int variable, Block block, Value value) {
        definitions.computeIfAbsent(block, b -> new HashMap<>()).put(variable, value);
    }

    Value read(int variable, Block block, Position position) {
        Value known = definition(variable, block);
        Value value = known == null ? readFromPredecessors(variable, block, position) : known;
        write(variable, block, value);
        return value;
    }

    private @Nullable Value definition(int variable, Block block) {
        Value known = definitions.getOrDefault(block, Map.of()).get(variable);
        return known == null ? null : resolve(known);
    }

    /** Says that all instructions of the block have been made. */
    void fill(Block block) {
        filled.add(block);
    }

    /** Makes the block complete if all its predecessors are filled. */
    void sealIfReady(Block block) {
        if (!filled.containsAll(block.predecessors()) || !complete.add(block)) {
            return;
        }
        Map<Integer, Promise> open = promises.getOrDefault(block, Map.of());
        open.forEach((variable, promise) -> keep(variable, block, promise));
    }

    Value resolve(Value value) {
        Value result = value;
        for (Value next = replaced.get(result); next != null; next = replaced.get(result)) {
            result = next;
        }
        return result;
    }

    private Value readFromPredecessors(int variable, Block block, Position position) {
        if (block.predecessors().isEmpty()) {
            throw new IllegalStateException(
                    "variable is read before it is written: variable="
                            + variable
                            + ", at="
                            + position);
        }
        if (!complete.contains(block)) {
            Block from =
                    block.predecessors().stream()
                            .filter(filled::contains)
                            .min(java.util.Comparator.comparingInt(Block::id))
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "no predecessor is filled: block=" + block));
            Value forward = read(variable, from, position);
            Value found = definition(variable, block);
            if (found != null) {
                return found; // a path from there leads back here, and has been followed
            }
            Value value = needsPhi(forward) ? newPhi(block, forward.type()) : forward;
            promises.computeIfAbsent(block, b -> new HashMap<>())
                    .put(variable, new Promise(value, position));
            return value;
        }
        if (block.predecessors().size() == 1) {
            return read(variable, block.predecessors().iterator().next(), position);
        }
        // The phi must be known before the predecessors are read: a path may lead back here.
        Value sample = sample(variable, block, position);
        Value found = definition(variable, block);
        if (found != null) {
            return found;
        }
        if (!needsPhi(sample)) {
            write(variable, block, sample);
            return merge(variable, block, sample, position);
        }
        Phi phi = newPhi(block, sample.type());
        write(variable, block, phi);
        return complete(variable, block, phi, position);
    }

    /**
     * Reads from the predecessor with the smallest number, which is filled before the block in
     * reverse postorder.
     */
    private Value sample(int variable, Block block, Position position) {
        Block earliest =
                block.predecessors().stream()
                        .min(java.util.Comparator.comparingInt(Block::id))
                        .orElseThrow();
        return read(variable, earliest, position);
    }

    private void keep(int variable, Block block, Promise promise) {
        Value value = resolve(promise.value());
        if (value instanceof Phi phi && block.phis().contains(phi)) {
            complete(variable, block, phi, promise.position());
        } else {
            merge(variable, block, value, promise.position());
        }
    }

    private Value complete(int variable, Block block, Phi phi, Position position) {
        Set<Value> distinct = new LinkedHashSet<>();
        boolean poisoned = false;
        for (Block predecessor : List.copyOf(block.predecessors())) {
            Value input = read(variable, predecessor, position);
            phi.inputs().put(predecessor, input);
            if (input != phi) {
                distinct.add(input);
            }
            poisoned |= Meaning.isPoison(input);
        }
        boolean mismatch = distinct.stream().anyMatch(value -> !value.type().equals(phi.type()));
        if (poisoned || mismatch) {
            if (!poisoned) {
                report(position, distinct);
            }
            return substitute(block, phi, Meaning.poison());
        }
        return distinct.size() == 1 ? substitute(block, phi, distinct.iterator().next()) : phi;
    }

    /** Checks that a value which cannot have a phi is the same on all paths. */
    private Value merge(int variable, Block block, Value value, Position position) {
        List<Value> others = new ArrayList<>();
        for (Block predecessor : List.copyOf(block.predecessors())) {
            Value input = read(variable, predecessor, position);
            if (Meaning.isPoison(input)) {
                return input;
            }
            if (!same(input, value)) {
                others.add(input);
            }
        }
        if (others.isEmpty() || Meaning.isPoison(value)) {
            return value;
        }
        others.addFirst(value);
        report(position, others);
        return Meaning.poison();
    }

    private static boolean same(Value a, Value b) {
        boolean unique = a.type() instanceof Type.Single single && single != Type.Single.VOID;
        boolean alike =
                a instanceof Opaque x && b instanceof Opaque y && x.meaning().equals(y.meaning());
        return a == b || alike || (unique && a.type().equals(b.type()));
    }

    private void report(Position position, Iterable<Value> values) {
        List<String> kinds = new ArrayList<>();
        values.forEach(value -> kinds.add(describe(value)));
        diagnostics.report(Rule.MERGE, position, String.join(" or ", new LinkedHashSet<>(kinds)));
    }

    private static String describe(Value value) {
        return Meaning.of(value)
                .map(meaning ->
                        meaning instanceof Meaning.Null
                                ? "null"
                                : meaning.getClass().getSimpleName())
                .orElseGet(() -> value.type().toString());
    }

    private Value substitute(Block block, Phi phi, Value value) {
        block.phis().remove(phi);
        replaced.put(phi, value);
        return value;
    }

    private static Phi newPhi(Block block, Type type) {
        Phi phi = new Phi(type);
        block.phis().add(phi);
        return phi;
    }

    private static boolean needsPhi(Value value) {
        return value.type().canMerge();
    }
}
