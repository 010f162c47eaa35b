package io.ringkernel.kernelcases;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/** What each intrinsic returns, computed another way: whole warps at once, unbounded integers. */
final class Reference {

    /** Any value is right. */
    static final Object ANY = new Object();

    private static final int WARP = 32;
    private static final int BLOCK = IntrinsicCase.BLOCK;
    private static final int BLOCKS = IntrinsicCase.THREADS / BLOCK;

    private final String owner;
    private final String name;
    private final List<Object> inputs;

    Reference(String key, List<Object> inputs) {
        this.owner = key.substring(0, key.indexOf('.'));
        this.name = key.substring(key.indexOf('.') + 1, key.indexOf('('));
        this.inputs = inputs;
    }

    List<Object> arguments(int thread) {
        return inputs.stream().map(input -> Array.get(input, thread)).toList();
    }

    private Object argument(int index, int thread) {
        return Array.get(inputs.get(index), thread);
    }

    private int number(int index, int thread) {
        return (int) argument(index, thread);
    }

    Object result(int thread) {
        return switch (owner) {
            case "Gpu" -> gpu(thread);
            case "Warp" -> warp(thread);
            case "Atomic" -> argument(0, thread); // what was there, whatever is done with it
            case "Bits" -> new BitsReference(name, arguments(thread)).result();
            case "GpuMath" -> ANY; // one of several may be right: accepts() tells
            default -> throw new AssertionError("no reference: " + owner + "." + name);
        };
    }

    boolean accepts(int thread, Object result) {
        return !owner.equals("GpuMath")
                || new MathReference(name, arguments(thread)).accepts((Number) result);
    }

    private Object gpu(int i) {
        return switch (name) {
            case "threadIdxX", "threadRank" -> i % BLOCK;
            case "blockIdxX" -> i / BLOCK;
            case "blockDimX", "blockSize" -> BLOCK;
            case "gridDimX" -> BLOCKS;
            case "globalIdX" -> i;
            case "globalSizeX" -> IntrinsicCase.THREADS;
            case "laneId" -> i % WARP;
            case "warpId" -> i % BLOCK / WARP;
            case "threadIdxY", "threadIdxZ", "blockIdxY", "blockIdxZ", "globalIdY", "globalIdZ" ->
                    0;
            case "blockDimY", "blockDimZ", "gridDimY", "gridDimZ", "globalSizeY", "globalSizeZ" ->
                    1;
            case "barrierCount" -> (int) trueInBlock(i);
            case "barrierAnd" -> trueInBlock(i) == BLOCK ? 1 : 0;
            case "barrierOr" -> trueInBlock(i) > 0 ? 1 : 0;
            case "clock",
                    "nanoTime",
                    "nanosleep",
                    "multiprocessorId",
                    "barrier",
                    "fenceBlock",
                    "fenceDevice",
                    "fenceSystem" ->
                    ANY;
            default -> throw new AssertionError("no reference: Gpu." + name);
        };
    }

    private long trueInBlock(int i) {
        int first = i / BLOCK * BLOCK;
        return IntStream.range(first, first + BLOCK).filter(k -> number(0, k) != 0).count();
    }

    private Object warp(int i) {
        int lane = i % WARP;
        int first = i - lane;
        if (name.startsWith("shuffle")) {
            return argument(0, first + source(i, lane));
        }
        if (name.startsWith("reduce")) {
            return reduce(first);
        }
        return switch (name) {
            case "barrier" -> ANY;
            case "any" -> bits(first, k -> number(0, k) != 0) != 0 ? 1 : 0;
            case "all" -> bits(first, k -> number(0, k) != 0) == -1 ? 1 : 0;
            case "ballot" -> bits(first, k -> number(0, k) != 0);
            case "activeMask" -> -1;
            case "matchAny" -> bits(first, k -> argument(0, k).equals(argument(0, i)));
            case "matchAll" -> {
                int same = bits(first, k -> argument(0, k).equals(argument(0, i)));
                yield same == -1 ? -1 : 0;
            }
            case "laneMaskEq" -> bits(0, k -> k == lane);
            case "laneMaskLt" -> bits(0, k -> k < lane);
            case "laneMaskLe" -> bits(0, k -> k <= lane);
            case "laneMaskGt" -> bits(0, k -> k > lane);
            case "laneMaskGe" -> bits(0, k -> k >= lane);
            default -> throw new AssertionError("no reference: Warp." + name);
        };
    }

    private static int bits(int first, java.util.function.IntPredicate condition) {
        return IntStream.range(0, WARP)
                .filter(k -> condition.test(first + k))
                .map(k -> 1 << k)
                .reduce(0, (a, b) -> a | b);
    }

    /** The definition in the CUDA guide, section by section. */
    private int source(int i, int lane) {
        int by = number(1, i);
        int width = inputs.size() > 2 ? number(2, i) : WARP;
        int section = lane / width * width;
        int wanted =
                switch (name) {
                    case "shuffle" -> section + by % width;
                    case "shuffleUp" -> lane - by;
                    case "shuffleDown" -> lane + by;
                    default -> lane ^ by;
                };
        boolean keepsOwn =
                switch (name) {
                    case "shuffle" -> false;
                    case "shuffleUp" -> wanted < section;
                    default -> wanted >= section + width;
                };
        return keepsOwn ? lane : wanted;
    }

    private Object reduce(int first) {
        List<Object> values = new ArrayList<>();
        IntStream.range(first, first + WARP).forEach(k -> values.add(argument(0, k)));
        if (name.equals("reduceAdd") && !(values.getFirst() instanceof Integer)) {
            return halve(values, Reference::plus);
        }
        return values.stream().reduce(this::combine).orElseThrow();
    }

    /**
     * Adds the upper half to the lower, as often as there are halves: the butterfly's first lane.
     */
    private static Object halve(List<Object> values, BinaryOperator<Object> operator) {
        if (values.size() == 1) {
            return values.getFirst();
        }
        int half = values.size() / 2;
        List<Object> sums = new ArrayList<>();
        for (int i = 0; i < half; i++) {
            sums.add(operator.apply(values.get(i), values.get(i + half)));
        }
        return halve(sums, operator);
    }

    private static Object plus(Object a, Object b) {
        return switch (a) {
            case Float f -> f + (float) b;
            case Double d -> d + (double) b;
            default -> wrap(big(a).add(big(b)), a);
        };
    }

    private static BigInteger big(Object value) {
        return BigInteger.valueOf(((Number) value).longValue());
    }

    private static BigInteger unsigned(Object value) {
        BigInteger signed = big(value);
        int bits = value instanceof Integer ? 32 : 64;
        return signed.signum() < 0 ? signed.add(BigInteger.ONE.shiftLeft(bits)) : signed;
    }

    private static Object wrap(BigInteger value, Object like) {
        return like instanceof Integer ? (Object) value.intValue() : (Object) value.longValue();
    }

    private Object combine(Object a, Object b) {
        String operation = name.replace("reduce", "").replaceAll("(Block|System)$", "");
        return switch (operation.substring(0, 1).toLowerCase(java.util.Locale.ROOT)
                + operation.substring(1)) {
            case "add" -> plus(a, b);
            case "min" ->
                    switch (a) {
                        case Float f -> Math.min(f, (float) b);
                        case Double d -> Math.min(d, (double) b);
                        default -> wrap(big(a).min(big(b)), a);
                    };
            case "max" ->
                    switch (a) {
                        case Float f -> Math.max(f, (float) b);
                        case Double d -> Math.max(d, (double) b);
                        default -> wrap(big(a).max(big(b)), a);
                    };
            case "minUnsigned" -> wrap(unsigned(a).min(unsigned(b)), a);
            case "maxUnsigned" -> wrap(unsigned(a).max(unsigned(b)), a);
            case "and" -> wrap(big(a).and(big(b)), a);
            case "or" -> wrap(big(a).or(big(b)), a);
            case "xor" -> wrap(big(a).xor(big(b)), a);
            case "exchange", "store", "storeRelease" -> b;
            case "increment" ->
                    unsigned(a).compareTo(unsigned(b)) >= 0
                            ? (Object) 0
                            : wrap(unsigned(a).add(BigInteger.ONE), a);
            case "decrement" ->
                    unsigned(a).signum() == 0 || unsigned(a).compareTo(unsigned(b)) > 0
                            ? b
                            : wrap(unsigned(a).subtract(BigInteger.ONE), a);
            default -> throw new AssertionError("no reference: " + owner + "." + name);
        };
    }

    /** Returns the element that an atomic operation leaves. */
    Object element(int thread) {
        if (name.startsWith("load")) {
            return argument(0, thread);
        }
        if (name.startsWith("compareAndExchange")) {
            boolean there = argument(0, thread).equals(argument(1, thread));
            return argument(there ? 2 : 0, thread);
        }
        return combine(argument(0, thread), argument(1, thread));
    }
}
