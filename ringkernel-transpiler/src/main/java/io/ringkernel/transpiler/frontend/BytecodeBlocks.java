package io.ringkernel.transpiler.frontend;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The basic blocks of a method's bytecode that can be reached without an exception, in reverse
 * postorder.
 *
 * <p>A range is named by the index of its first element; the first range of {@link #order} is where
 * the method starts.
 */
final class BytecodeBlocks {

    private final List<CodeElement> elements;
    private final int[] lines;
    private final Map<Label, Integer> labels = new HashMap<>();
    private final Map<Integer, Integer> ends = new HashMap<>();
    private final List<Integer> order = new ArrayList<>();

    BytecodeBlocks(CodeModel code) {
        elements = code.elementList();
        lines = new int[elements.size()];
        int line =
                elements.stream()
                        .filter(LineNumber.class::isInstance)
                        .mapToInt(element -> ((LineNumber) element).line())
                        .findFirst()
                        .orElse(-1);
        for (int i = 0; i < lines.length; i++) {
            line = elements.get(i) instanceof LineNumber number ? number.line() : line;
            lines[i] = line;
        }
        Set<Integer> leaders = leaders();
        int start = 0;
        for (int i = 1; i <= elements.size(); i++) {
            if (i == elements.size() || leaders.contains(i)) {
                ends.put(start, i);
                start = i;
            }
        }
        visit(0, new HashSet<>());
        java.util.Collections.reverse(order);
    }

    /** Returns the line of the element with this index, -1 if the class file does not tell. */
    int line(int element) {
        return lines[element];
    }

    private Set<Integer> leaders() {
        Set<Label> targets = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof LabelTarget target) {
                labels.put(target.label(), i);
            } else if (elements.get(i) instanceof Instruction instruction) {
                targets.addAll(targets(instruction));
            }
        }
        Set<Integer> leaders = new HashSet<>();
        targets.forEach(label -> leaders.add(index(label)));
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof Instruction instruction && endsBlock(instruction)) {
                leaders.add(i + 1);
            }
        }
        return leaders;
    }

    private void visit(int start, Set<Integer> seen) {
        if (!seen.add(start)) {
            return;
        }
        for (int successor : successors(start).reversed()) {
            visit(successor, seen);
        }
        order.add(start);
    }

    /** Returns the starts of the reachable ranges in reverse postorder. */
    List<Integer> order() {
        return order;
    }

    /** Returns the elements of the range that starts at {@code start}. */
    List<CodeElement> elements(int start) {
        return elements.subList(start, end(start));
    }

    /** Returns the index behind the range. */
    int end(int start) {
        Integer end = ends.get(start);
        if (end == null) {
            throw new IllegalArgumentException("no block starts here: element=" + start);
        }
        return end;
    }

    /** Returns the index of the element where a label stands. */
    int index(Label label) {
        Integer index = labels.get(label);
        if (index == null) {
            throw new IllegalArgumentException("label is not in this method: label=" + label);
        }
        return index;
    }

    /** Returns the starts of the ranges that may follow. */
    List<Integer> successors(int start) {
        int end = end(start);
        List<Integer> successors = new ArrayList<>();
        Optional<Instruction> last = last(start);
        last.ifPresent(
                instruction -> targets(instruction).forEach(label -> successors.add(index(label))));
        if (fallsThrough(last) && end < elements.size()) {
            successors.add(end);
        }
        return successors;
    }

    private Optional<Instruction> last(int start) {
        for (int i = end(start) - 1; i >= start; i--) {
            if (elements.get(i) instanceof Instruction instruction) {
                return Optional.of(instruction);
            }
        }
        return Optional.empty();
    }

    private static boolean fallsThrough(Optional<Instruction> last) {
        return switch (last.orElse(null)) {
            case BranchInstruction branch -> !isGoto(branch);
            case null -> true;
            case Instruction other -> !endsBlock(other);
        };
    }

    /** Returns whether this is an unconditional jump. */
    static boolean isGoto(BranchInstruction branch) {
        return switch (branch.opcode()) {
            case GOTO, GOTO_W -> true;
            default -> false;
        };
    }

    private static boolean endsBlock(Instruction instruction) {
        return instruction instanceof BranchInstruction
                || instruction instanceof TableSwitchInstruction
                || instruction instanceof LookupSwitchInstruction
                || instruction instanceof ReturnInstruction
                || instruction instanceof ThrowInstruction;
    }

    private static List<Label> targets(Instruction instruction) {
        return switch (instruction) {
            case BranchInstruction branch -> List.of(branch.target());
            case TableSwitchInstruction table -> targets(table.cases(), table.defaultTarget());
            case LookupSwitchInstruction lookup -> targets(lookup.cases(), lookup.defaultTarget());
            default -> List.of();
        };
    }

    private static List<Label> targets(List<SwitchCase> cases, Label otherwise) {
        List<Label> targets = new ArrayList<>();
        cases.forEach(c -> targets.add(c.target()));
        targets.add(otherwise);
        return targets;
    }
}
