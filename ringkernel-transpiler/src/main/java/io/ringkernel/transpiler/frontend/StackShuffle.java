package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.ir.Opaque;
import io.ringkernel.transpiler.ir.Type.Prim;
import io.ringkernel.transpiler.ir.Value;
import java.lang.classfile.Opcode;
import java.util.List;

/**
 * The instructions that only rearrange the operand stack; {@code long} and {@code double} count as
 * two words there.
 */
final class StackShuffle {

    private StackShuffle() {}

    static void apply(Opcode opcode, List<Value> stack) {
        switch (opcode) {
            case POP -> drop(stack, 1);
            case POP2 -> drop(stack, 2);
            case DUP -> copy(stack, 1, 0);
            case DUP_X1 -> copy(stack, 1, 1);
            case DUP_X2 -> copy(stack, 1, 2);
            case DUP2 -> copy(stack, 2, 0);
            case DUP2_X1 -> copy(stack, 2, 1);
            case DUP2_X2 -> copy(stack, 2, 2);
            case SWAP -> stack.add(stack.size() - 2, stack.removeLast());
            default -> throw new IllegalStateException("not a stack instruction: opcode=" + opcode);
        }
    }

    private static void drop(List<Value> stack, int words) {
        stack.subList(stack.size() - values(stack, stack.size(), words), stack.size()).clear();
    }

    /** Inserts a copy of the top {@code words} below the {@code under} words that follow them. */
    private static void copy(List<Value> stack, int words, int under) {
        int top = stack.size() - values(stack, stack.size(), words);
        List<Value> copied = List.copyOf(stack.subList(top, stack.size()));
        stack.addAll(top - values(stack, top, under), copied);
    }

    /** Returns how many values below {@code end} make up {@code words}. */
    private static int values(List<Value> stack, int end, int words) {
        int count = 0;
        for (int left = words; left > 0; count++) {
            left -= isWide(stack.get(end - 1 - count)) ? 2 : 1;
        }
        return count;
    }

    private static boolean isWide(Value value) {
        if (value instanceof Opaque opaque) {
            return opaque.meaning() instanceof Meaning.Poison(boolean wide) && wide;
        }
        return value.type() == Prim.I64 || value.type() == Prim.F64;
    }
}
