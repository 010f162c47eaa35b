package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Terminator;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Follows which records the message can be in each block; removes the edges on which it can be none
 * (the default of an exhaustive {@code switch}) and turns casts that cannot fail into plain uses of
 * the record.
 */
public final class MessageTypes implements Pass {

    private final SortedSet<Integer> all;

    /** Makes the pass for a protocol with messages {@code 1..count}. */
    public MessageTypes(int count) {
        all = new TreeSet<>();
        for (int id = 1; id <= count; id++) {
            all.add(id);
        }
    }

    @Override
    public boolean run(Function function) {
        Map<Block, SortedSet<Integer>> possible = analyse(function);
        boolean changed = prune(function, possible);
        changed |= prove(function, possible);
        if (changed) {
            function.recomputePredecessors();
        }
        return changed;
    }

    private Map<Block, SortedSet<Integer>> analyse(Function function) {
        Map<Block, SortedSet<Integer>> possible = new HashMap<>();
        function.blocks().forEach(block -> possible.put(block, new TreeSet<>()));
        set(possible, function.entry()).addAll(all);
        for (boolean again = true; again; ) {
            again = false;
            for (Block block : function.blocks()) {
                for (Block successor : block.terminator().successors()) {
                    again |=
                            set(possible, successor)
                                    .addAll(along(block, successor, set(possible, block)));
                }
            }
        }
        return possible;
    }

    private static SortedSet<Integer> set(Map<Block, SortedSet<Integer>> possible, Block block) {
        SortedSet<Integer> set = possible.get(block);
        if (set == null) {
            throw new IllegalStateException("block is not in the function: block=" + block);
        }
        return set;
    }

    /** Returns what the message can be when control goes from one block to the other. */
    private static SortedSet<Integer> along(Block from, Block to, SortedSet<Integer> before) {
        return switch (from.terminator()) {
            case Terminator.Switch(Value selector, var cases, Block otherwise)
                    when isMessageId(selector) -> {
                SortedSet<Integer> here = new TreeSet<>(before);
                here.removeIf(id -> cases.getOrDefault(id, otherwise) != to);
                yield here;
            }
            case Terminator.Branch(Instruction is, Block t, Block f)
                    when is.op() instanceof Op.MessageIs(SortedSet<Integer> ids) -> {
                SortedSet<Integer> here = new TreeSet<>(before);
                here.removeIf(id -> (ids.contains(id) ? t : f) != to);
                yield here;
            }
            default -> before;
        };
    }

    private static boolean isMessageId(Value value) {
        return value instanceof Instruction instruction && instruction.op() instanceof Op.MessageId;
    }

    private static boolean prune(Function function, Map<Block, SortedSet<Integer>> possible) {
        boolean changed = false;
        for (Block block : function.blocks()) {
            SortedSet<Integer> here = set(possible, block);
            Terminator before = block.terminator();
            Terminator after =
                    switch (before) {
                        case Terminator.Switch(Value selector, var cases, Block otherwise)
                                when isMessageId(selector) && !here.isEmpty() ->
                                prune(selector, cases, otherwise, here);
                        case Terminator.Branch(Instruction is, Block t, Block f)
                                when is.op() instanceof Op.MessageIs(SortedSet<Integer> ids)
                                        && !here.isEmpty() ->
                                ids.containsAll(here)
                                        ? new Terminator.Jump(t)
                                        : here.stream().noneMatch(id -> ids.contains(id))
                                                ? new Terminator.Jump(f)
                                                : before;
                        default -> before;
                    };
            if (!after.equals(before)) {
                block.terminate(after);
                changed = true;
            }
        }
        return changed;
    }

    private static Terminator prune(
            Value selector,
            SortedMap<Integer, Block> cases,
            Block otherwise,
            SortedSet<Integer> here) {
        SortedMap<Integer, Block> left = new TreeMap<>(cases);
        left.keySet().retainAll(here);
        boolean exhaustive = left.keySet().containsAll(here);
        Block rest = exhaustive ? lastTarget(left) : otherwise;
        left.values().removeIf(target -> target == rest);
        return left.isEmpty()
                ? new Terminator.Jump(rest)
                : new Terminator.Switch(selector, left, rest);
    }

    private static Block lastTarget(SortedMap<Integer, Block> cases) {
        return new TreeMap<>(cases).lastEntry().getValue();
    }

    private static boolean prove(Function function, Map<Block, SortedSet<Integer>> possible) {
        Map<Value, Value> replacements = new HashMap<>();
        for (Block block : function.blocks()) {
            for (int i = 0; i < block.instructions().size(); i++) {
                Instruction cast = block.instructions().get(i);
                if (cast.op() instanceof Op.MessageAs(SortedSet<Integer> ids, Type as)
                        && ids.containsAll(set(possible, block))) {
                    if (as instanceof Type.Rec rec) {
                        Instruction proven =
                                new Instruction(
                                        new Op.MessageRecord(rec),
                                        cast.position(),
                                        cast.arguments());
                        block.instructions().set(i, proven);
                        replacements.put(cast, proven);
                    } else {
                        block.instructions().remove(i--);
                        replacements.put(cast, cast.argument(0));
                    }
                }
            }
        }
        function.replace(replacements);
        return !replacements.isEmpty();
    }
}
