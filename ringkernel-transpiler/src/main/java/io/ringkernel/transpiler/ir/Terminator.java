package io.ringkernel.transpiler.ir;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a block ends. */
public sealed interface Terminator {

    /** Goes to {@code target}. */
    record Jump(Block target) implements Terminator {}

    /** Goes to {@code ifTrue} if the {@code int} condition is not 0, else to {@code ifFalse}. */
    record Branch(Value condition, Block ifTrue, Block ifFalse) implements Terminator {}

    /** Goes where the {@code int} selector says. */
    record Switch(Value selector, SortedMap<Integer, Block> cases, Block otherwise)
            implements Terminator {
        /** Copies the cases. */
        public Switch {
            cases = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(cases));
        }
    }

    /** Returns to the caller. */
    record Return(@Nullable Value value) implements Terminator {}

    /** Ends the whole call with a fault. */
    record Fault(Site site) implements Terminator {}

    /** Returns the blocks it may lead to, each once, in order. */
    default List<Block> successors() {
        return switch (this) {
            case Jump(Block target) -> List.of(target);
            case Branch(Value c, Block t, Block f) -> t == f ? List.of(t) : List.of(t, f);
            case Switch(Value s, SortedMap<Integer, Block> cases, Block otherwise) -> {
                LinkedHashSet<Block> all = new LinkedHashSet<>(cases.values());
                all.add(otherwise);
                yield new ArrayList<>(all);
            }
            case Return r -> List.of();
            case Fault f -> List.of();
        };
    }

    /** Returns the values it uses. */
    default List<Value> arguments() {
        return switch (this) {
            case Branch(Value condition, Block t, Block f) -> List.of(condition);
            case Switch(Value selector, SortedMap<Integer, Block> cases, Block otherwise) ->
                    List.of(selector);
            case Return(Value value) when value != null -> List.of(value);
            default -> List.of();
        };
    }

    /** Returns the same with every value replaced by what {@code map} returns for it. */
    default Terminator mapArguments(UnaryOperator<Value> map) {
        return switch (this) {
            case Branch(Value c, Block t, Block f) -> new Branch(map.apply(c), t, f);
            case Switch(Value s, SortedMap<Integer, Block> cases, Block otherwise) ->
                    new Switch(map.apply(s), cases, otherwise);
            case Return(Value value) when value != null -> new Return(map.apply(value));
            default -> this;
        };
    }

    /** Returns the same with every target replaced by what {@code map} returns for it. */
    default Terminator mapTargets(UnaryOperator<Block> map) {
        return switch (this) {
            case Jump(Block target) -> new Jump(map.apply(target));
            case Branch(Value c, Block t, Block f) -> new Branch(c, map.apply(t), map.apply(f));
            case Switch(Value s, SortedMap<Integer, Block> cases, Block otherwise) -> {
                SortedMap<Integer, Block> mapped = new TreeMap<>();
                cases.forEach((key, block) -> mapped.put(key, map.apply(block)));
                yield new Switch(s, mapped, map.apply(otherwise));
            }
            case Return r -> r;
            case Fault f -> f;
        };
    }
}
