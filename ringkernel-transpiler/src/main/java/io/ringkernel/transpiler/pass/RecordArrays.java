package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.diagnostic.Diagnostics;
import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Space;
import io.ringkernel.transpiler.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the copies that records have of arrays agree with the references that they are in Java.
 *
 * <p>A record that is replied is made once more right before the reply, which is when the JVM
 * copies it too. Any other record with an array is refused if the array may be written after it was
 * made: if it is the state's or a caller's, or is written on a path from there.
 */
final class RecordArrays {

    private final Function function;
    private final Diagnostics diagnostics;

    private RecordArrays(Function function, Diagnostics diagnostics) {
        this.function = function;
        this.diagnostics = diagnostics;
    }

    static void run(Function function, Diagnostics diagnostics) {
        RecordArrays records = new RecordArrays(function, diagnostics);
        if (records.sink()) {
            new DeadCode().run(function);
        }
        records.check();
    }

    private boolean sink() {
        boolean changed = false;
        for (Block block : function.blocks()) {
            List<Instruction> instructions = block.instructions();
            for (int i = 0; i < instructions.size(); i++) {
                Instruction reply = instructions.get(i);
                if (reply.op() instanceof Op.Reply
                        && reply.argument(1) instanceof Instruction made
                        && isMadeWithArray(made)) {
                    Deque<Instruction> again = new ArrayDeque<>();
                    Value copy = remake(made, again);
                    instructions.addAll(i, again);
                    i += again.size();
                    reply.mapArguments(value -> value == made ? copy : value);
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static boolean isMadeWithArray(Value value) {
        return value instanceof Instruction i
                && i.op() instanceof Op.RecordNew(Type.Rec rec)
                && rec.holdsArray();
    }

    private static Value remake(Value value, Deque<Instruction> out) {
        if (!(value instanceof Instruction made) || !isMadeWithArray(made)) {
            return value;
        }
        List<Value> parts = made.arguments().stream().map(part -> remake(part, out)).toList();
        Instruction copy = new Instruction(made.op(), made.position(), parts);
        out.addLast(copy);
        return copy;
    }

    private void check() {
        Set<Instruction> replied = new HashSet<>();
        for (Block block : function.blocks()) {
            for (Instruction reply : block.instructions()) {
                if (reply.op() instanceof Op.Reply) {
                    collect(reply.argument(1), replied);
                }
            }
        }
        for (Block block : function.blocks()) {
            for (Instruction made : block.instructions()) {
                if (isMadeWithArray(made) && !replied.contains(made)) {
                    made.arguments().forEach(part -> check(block, made, part));
                }
            }
        }
    }

    private static void collect(Value value, Set<Instruction> replied) {
        if (isMadeWithArray(value)) {
            Instruction made = (Instruction) value;
            replied.add(made);
            made.arguments().forEach(part -> collect(part, replied));
        }
    }

    private void check(Block block, Instruction made, Value array) {
        if (!(array.type() instanceof Type.Array type) || type.space() == Space.RECORD) {
            return;
        }
        Value base = base(array);
        boolean own =
                base instanceof Instruction i
                        && (i.op() instanceof Op.ArrayNew || i.op() instanceof Op.ArrayClone);
        if (!own) {
            report(made, type + " belongs to the state or a caller");
        } else if (isWrittenAfter(block, made, base)) {
            report(made, type + " may be written after the record was made");
        }
    }

    private void report(Instruction made, String detail) {
        diagnostics.report(Rule.RECORD_ARRAY, made.position(), made.type() + ": " + detail);
    }

    /** Returns the array that a row is of. */
    private static Value base(Value array) {
        return array instanceof Instruction row && row.op() instanceof Op.ArrayLoad
                ? base(row.argument(0))
                : array;
    }

    private static boolean isWrittenAfter(Block block, Instruction made, Value array) {
        Set<Block> seen = new HashSet<>();
        Deque<Block> work = new ArrayDeque<>();
        List<Instruction> rest = block.instructions();
        Scan first = scan(rest.subList(rest.indexOf(made) + 1, rest.size()), array);
        if (first == Scan.NOTHING) {
            work.addAll(block.terminator().successors());
        }
        while (first != Scan.WRITTEN && !work.isEmpty()) {
            Block next = work.remove();
            if (seen.add(next)) {
                Scan found = scan(next.instructions(), array);
                if (found == Scan.WRITTEN) {
                    return true;
                }
                if (found == Scan.NOTHING) {
                    work.addAll(next.terminator().successors());
                }
            }
        }
        return first == Scan.WRITTEN;
    }

    private enum Scan {
        NOTHING,
        WRITTEN,
        MADE_ANEW
    }

    private static Scan scan(List<Instruction> instructions, Value array) {
        for (Instruction i : instructions) {
            if (i == array) {
                return Scan.MADE_ANEW;
            }
            boolean hands = i.arguments().stream().anyMatch(argument -> base(argument) == array);
            if (hands && (i.op() instanceof Op.ArrayStore || i.op() instanceof Op.Call)) {
                return Scan.WRITTEN;
            }
        }
        return Scan.NOTHING;
    }
}
