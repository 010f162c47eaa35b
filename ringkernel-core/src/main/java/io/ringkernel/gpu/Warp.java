package io.ringkernel.gpu;

import io.ringkernel.internal.gpu.Lane;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * What the 32 threads of a warp do together without shared memory. Every thread of the warp that
 * has not ended must come to the same call; on the CPU it is a {@link KernelDivergenceException} if
 * one does not. Only inside a kernel.
 */
public final class Warp {

    private static final int SIZE = Lane.WARP;

    private Warp() {}

    /** Waits until all threads of the warp are here, and makes what they wrote visible to them. */
    public static void barrier() {
        Lane.current().exchangeInWarp("Warp.barrier", 0);
    }

    /** Returns whether {@code predicate} is true for any thread. */
    public static boolean any(boolean predicate) {
        return vote("Warp.any", predicate) != 0;
    }

    /** Returns whether {@code predicate} is true for all threads. */
    public static boolean all(boolean predicate) {
        return vote("Warp.all", !predicate) == 0;
    }

    /** Returns for which threads {@code predicate} is true, as bits. */
    public static int ballot(boolean predicate) {
        return vote("Warp.ballot", predicate);
    }

    private static int vote(String operation, boolean predicate) {
        long[] values = Lane.current().exchangeInWarp(operation, predicate ? 1 : 0).values();
        int mask = 0;
        for (int i = 0; i < values.length; i++) {
            mask |= (int) values[i] << i;
        }
        return mask;
    }

    /** Returns the threads that have the same value as this one, as bits. */
    public static int matchAny(int value) {
        return matching("Warp.matchAny", value);
    }

    /** Returns the threads that have the same value as this one, as bits. */
    public static int matchAny(long value) {
        return matching("Warp.matchAny", value);
    }

    /** Returns all threads, as bits, if all have the same value, else 0. */
    public static int matchAll(int value) {
        return matchingAll(value);
    }

    /** Returns all threads, as bits, if all have the same value, else 0. */
    public static int matchAll(long value) {
        return matchingAll(value);
    }

    private static int matchingAll(long value) {
        Lane.Exchange exchange = Lane.current().exchangeInWarp("Warp.matchAll", value);
        return matches(exchange, value) == exchange.mask() ? exchange.mask() : 0;
    }

    private static int matching(String operation, long value) {
        return matches(Lane.current().exchangeInWarp(operation, value), value);
    }

    private static int matches(Lane.Exchange exchange, long value) {
        int mask = 0;
        for (int i = 0; i < exchange.values().length; i++) {
            mask |= exchange.values()[i] == value ? 1 << i : 0;
        }
        return mask & exchange.mask();
    }

    /**
     * Returns the threads of the warp that have not ended, all of which come to this call, as bits.
     */
    public static int activeMask() {
        return Lane.current().exchangeInWarp("Warp.activeMask", 0).mask();
    }

    /** Returns the bits of this thread. */
    public static int laneMaskEq() {
        int lane = Lane.current().inWarp();
        return 1 << lane;
    }

    /** Returns the bits of the threads before this one. */
    public static int laneMaskLt() {
        int lane = Lane.current().inWarp();
        return (1 << lane) - 1;
    }

    /** Returns the bits of this thread and those before it. */
    public static int laneMaskLe() {
        int lane = Lane.current().inWarp();
        return (2 << lane) - 1;
    }

    /** Returns the bits of the threads after this one. */
    public static int laneMaskGt() {
        int lane = Lane.current().inWarp();
        return -(2 << lane);
    }

    /** Returns the bits of this thread and those after it. */
    public static int laneMaskGe() {
        int lane = Lane.current().inWarp();
        return -(1 << lane);
    }

    /** Returns the value of thread {@code lane} modulo the width. */
    public static int shuffle(int value, int lane) {
        return shuffle(value, lane, SIZE);
    }

    /**
     * As {@link #shuffle(int, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static int shuffle(int value, int lane, int width) {
        return (int) shuffleBits("Warp.shuffle", value, lane, width);
    }

    /** Returns the value of thread {@code lane} modulo the width. */
    public static long shuffle(long value, int lane) {
        return shuffle(value, lane, SIZE);
    }

    /**
     * As {@link #shuffle(long, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static long shuffle(long value, int lane, int width) {
        return shuffleBits("Warp.shuffle", value, lane, width);
    }

    /** Returns the value of thread {@code lane} modulo the width. */
    public static float shuffle(float value, int lane) {
        return shuffle(value, lane, SIZE);
    }

    /**
     * As {@link #shuffle(float, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static float shuffle(float value, int lane, int width) {
        return Float.intBitsToFloat(
                (int) shuffleBits("Warp.shuffle", Float.floatToRawIntBits(value), lane, width));
    }

    /** Returns the value of thread {@code lane} modulo the width. */
    public static double shuffle(double value, int lane) {
        return shuffle(value, lane, SIZE);
    }

    /**
     * As {@link #shuffle(double, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static double shuffle(double value, int lane, int width) {
        return Double.longBitsToDouble(
                shuffleBits("Warp.shuffle", Double.doubleToRawLongBits(value), lane, width));
    }

    private static long shuffleBits(String operation, long value, int lane, int width) {
        Lane self = Lane.current();
        int from = self.inWarp();
        Lane.Exchange exchange = exchange(self, operation, value, width);
        return read(exchange, (from & -width) + (lane & (width - 1)));
    }

    /** Returns the value of the thread {@code delta} before this one, its own if there is none. */
    public static int shuffleUp(int value, int delta) {
        return shuffleUp(value, delta, SIZE);
    }

    /**
     * As {@link #shuffleUp(int, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static int shuffleUp(int value, int delta, int width) {
        return (int) shuffleUpBits("Warp.shuffleUp", value, delta, width);
    }

    /** Returns the value of the thread {@code delta} before this one, its own if there is none. */
    public static long shuffleUp(long value, int delta) {
        return shuffleUp(value, delta, SIZE);
    }

    /**
     * As {@link #shuffleUp(long, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static long shuffleUp(long value, int delta, int width) {
        return shuffleUpBits("Warp.shuffleUp", value, delta, width);
    }

    /** Returns the value of the thread {@code delta} before this one, its own if there is none. */
    public static float shuffleUp(float value, int delta) {
        return shuffleUp(value, delta, SIZE);
    }

    /**
     * As {@link #shuffleUp(float, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static float shuffleUp(float value, int delta, int width) {
        return Float.intBitsToFloat(
                (int)
                        shuffleUpBits(
                                "Warp.shuffleUp", Float.floatToRawIntBits(value), delta, width));
    }

    /** Returns the value of the thread {@code delta} before this one, its own if there is none. */
    public static double shuffleUp(double value, int delta) {
        return shuffleUp(value, delta, SIZE);
    }

    /**
     * As {@link #shuffleUp(double, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static double shuffleUp(double value, int delta, int width) {
        return Double.longBitsToDouble(
                shuffleUpBits("Warp.shuffleUp", Double.doubleToRawLongBits(value), delta, width));
    }

    private static long shuffleUpBits(String operation, long value, int delta, int width) {
        Lane self = Lane.current();
        int from = self.inWarp();
        checkDelta(delta);
        Lane.Exchange exchange = exchange(self, operation, value, width);
        return from % width < delta ? value : read(exchange, from - delta);
    }

    /** Returns the value of the thread {@code delta} after this one, its own if there is none. */
    public static int shuffleDown(int value, int delta) {
        return shuffleDown(value, delta, SIZE);
    }

    /**
     * As {@link #shuffleDown(int, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static int shuffleDown(int value, int delta, int width) {
        return (int) shuffleDownBits("Warp.shuffleDown", value, delta, width);
    }

    /** Returns the value of the thread {@code delta} after this one, its own if there is none. */
    public static long shuffleDown(long value, int delta) {
        return shuffleDown(value, delta, SIZE);
    }

    /**
     * As {@link #shuffleDown(long, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static long shuffleDown(long value, int delta, int width) {
        return shuffleDownBits("Warp.shuffleDown", value, delta, width);
    }

    /** Returns the value of the thread {@code delta} after this one, its own if there is none. */
    public static float shuffleDown(float value, int delta) {
        return shuffleDown(value, delta, SIZE);
    }

    /**
     * As {@link #shuffleDown(float, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static float shuffleDown(float value, int delta, int width) {
        return Float.intBitsToFloat(
                (int)
                        shuffleDownBits(
                                "Warp.shuffleDown", Float.floatToRawIntBits(value), delta, width));
    }

    /** Returns the value of the thread {@code delta} after this one, its own if there is none. */
    public static double shuffleDown(double value, int delta) {
        return shuffleDown(value, delta, SIZE);
    }

    /**
     * As {@link #shuffleDown(double, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static double shuffleDown(double value, int delta, int width) {
        return Double.longBitsToDouble(
                shuffleDownBits(
                        "Warp.shuffleDown", Double.doubleToRawLongBits(value), delta, width));
    }

    private static long shuffleDownBits(String operation, long value, int delta, int width) {
        Lane self = Lane.current();
        int from = self.inWarp();
        checkDelta(delta);
        Lane.Exchange exchange = exchange(self, operation, value, width);
        return from % width + delta >= width ? value : read(exchange, from + delta);
    }

    /**
     * Returns the value of the thread whose number differs by the bits of {@code mask}, its own if
     * that lies in a later section.
     */
    public static int shuffleXor(int value, int mask) {
        return shuffleXor(value, mask, SIZE);
    }

    /**
     * As {@link #shuffleXor(int, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static int shuffleXor(int value, int mask, int width) {
        return (int) shuffleXorBits("Warp.shuffleXor", value, mask, width);
    }

    /**
     * Returns the value of the thread whose number differs by the bits of {@code mask}, its own if
     * that lies in a later section.
     */
    public static long shuffleXor(long value, int mask) {
        return shuffleXor(value, mask, SIZE);
    }

    /**
     * As {@link #shuffleXor(long, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static long shuffleXor(long value, int mask, int width) {
        return shuffleXorBits("Warp.shuffleXor", value, mask, width);
    }

    /**
     * Returns the value of the thread whose number differs by the bits of {@code mask}, its own if
     * that lies in a later section.
     */
    public static float shuffleXor(float value, int mask) {
        return shuffleXor(value, mask, SIZE);
    }

    /**
     * As {@link #shuffleXor(float, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static float shuffleXor(float value, int mask, int width) {
        return Float.intBitsToFloat(
                (int)
                        shuffleXorBits(
                                "Warp.shuffleXor", Float.floatToRawIntBits(value), mask, width));
    }

    /**
     * Returns the value of the thread whose number differs by the bits of {@code mask}, its own if
     * that lies in a later section.
     */
    public static double shuffleXor(double value, int mask) {
        return shuffleXor(value, mask, SIZE);
    }

    /**
     * As {@link #shuffleXor(double, int)}, within sections of the warp.
     *
     * @param width threads of a section, a power of two up to 32
     */
    public static double shuffleXor(double value, int mask, int width) {
        return Double.longBitsToDouble(
                shuffleXorBits("Warp.shuffleXor", Double.doubleToRawLongBits(value), mask, width));
    }

    private static long shuffleXorBits(String operation, long value, int mask, int width) {
        Lane self = Lane.current();
        int from = self.inWarp();
        checkDelta(mask);
        Lane.Exchange exchange = exchange(self, operation, value, width);
        return (from ^ mask) / width > from / width ? value : read(exchange, from ^ mask);
    }

    private static Lane.Exchange exchange(Lane self, String operation, long value, int width) {
        if (width < 1 || width > SIZE || (width & (width - 1)) != 0) {
            throw new IllegalArgumentException(
                    "width must be a power of two up to 32: width=" + width);
        }
        return self.exchangeInWarp(operation, value);
    }

    private static void checkDelta(int delta) {
        if (delta < 0 || delta >= SIZE) {
            throw new IllegalArgumentException("must be 0 to 31: value=" + delta);
        }
    }

    private static long read(Lane.Exchange exchange, int lane) {
        if ((exchange.mask() >>> lane & 1) == 0) {
            throw new IllegalStateException(
                    "reads from a thread that has ended or does not exist: lane=" + lane);
        }
        return exchange.values()[lane];
    }

    /** Returns the sum of all threads. */
    public static int reduceAdd(int value) {
        Lane.Exchange all = Lane.current().exchangeInWarp("Warp.reduceAdd", value);
        return fold(all, (a, b) -> a + b);
    }

    /** Returns the sum of all threads. The warp must be full. */
    public static long reduceAdd(long value) {
        return butterfly("Warp.reduceAdd", value, (a, b) -> a + b);
    }

    /**
     * Returns the sum of all threads. Added in the order of a butterfly: first with the thread 16
     * away, last with its neighbour. The warp must be full.
     */
    public static float reduceAdd(float value) {
        return Float.intBitsToFloat(
                (int)
                        butterfly(
                                "Warp.reduceAdd",
                                Float.floatToRawIntBits(value),
                                (a, b) ->
                                        Float.floatToRawIntBits(
                                                Float.intBitsToFloat((int) a)
                                                        + Float.intBitsToFloat((int) b))));
    }

    /**
     * Returns the sum of all threads. Added in the order of a butterfly: first with the thread 16
     * away, last with its neighbour. The warp must be full.
     */
    public static double reduceAdd(double value) {
        return Double.longBitsToDouble(
                butterfly(
                        "Warp.reduceAdd",
                        Double.doubleToRawLongBits(value),
                        (a, b) ->
                                Double.doubleToRawLongBits(
                                        Double.longBitsToDouble(a) + Double.longBitsToDouble(b))));
    }

    /** Returns the least value of all threads. */
    public static int reduceMin(int value) {
        Lane.Exchange all = Lane.current().exchangeInWarp("Warp.reduceMin", value);
        return fold(all, (a, b) -> Math.min(a, b));
    }

    /** Returns the least value of all threads. The warp must be full. */
    public static long reduceMin(long value) {
        return butterfly("Warp.reduceMin", value, (a, b) -> Math.min(a, b));
    }

    /** Returns the least value of all threads. The warp must be full. */
    public static float reduceMin(float value) {
        return Float.intBitsToFloat(
                (int)
                        butterfly(
                                "Warp.reduceMin",
                                Float.floatToRawIntBits(value),
                                (a, b) ->
                                        Float.floatToRawIntBits(
                                                Math.min(
                                                        Float.intBitsToFloat((int) a),
                                                        Float.intBitsToFloat((int) b)))));
    }

    /** Returns the least value of all threads. The warp must be full. */
    public static double reduceMin(double value) {
        return Double.longBitsToDouble(
                butterfly(
                        "Warp.reduceMin",
                        Double.doubleToRawLongBits(value),
                        (a, b) ->
                                Double.doubleToRawLongBits(
                                        Math.min(
                                                Double.longBitsToDouble(a),
                                                Double.longBitsToDouble(b)))));
    }

    /** Returns the greatest value of all threads. */
    public static int reduceMax(int value) {
        Lane.Exchange all = Lane.current().exchangeInWarp("Warp.reduceMax", value);
        return fold(all, (a, b) -> Math.max(a, b));
    }

    /** Returns the greatest value of all threads. The warp must be full. */
    public static long reduceMax(long value) {
        return butterfly("Warp.reduceMax", value, (a, b) -> Math.max(a, b));
    }

    /** Returns the greatest value of all threads. The warp must be full. */
    public static float reduceMax(float value) {
        return Float.intBitsToFloat(
                (int)
                        butterfly(
                                "Warp.reduceMax",
                                Float.floatToRawIntBits(value),
                                (a, b) ->
                                        Float.floatToRawIntBits(
                                                Math.max(
                                                        Float.intBitsToFloat((int) a),
                                                        Float.intBitsToFloat((int) b)))));
    }

    /** Returns the greatest value of all threads. The warp must be full. */
    public static double reduceMax(double value) {
        return Double.longBitsToDouble(
                butterfly(
                        "Warp.reduceMax",
                        Double.doubleToRawLongBits(value),
                        (a, b) ->
                                Double.doubleToRawLongBits(
                                        Math.max(
                                                Double.longBitsToDouble(a),
                                                Double.longBitsToDouble(b)))));
    }

    /** Returns the least value, taken as unsigned of all threads. */
    public static int reduceMinUnsigned(int value) {
        Lane.Exchange all = Lane.current().exchangeInWarp("Warp.reduceMinUnsigned", value);
        return fold(all, (a, b) -> Integer.compareUnsigned(a, b) < 0 ? a : b);
    }

    /** Returns the greatest value, taken as unsigned of all threads. */
    public static int reduceMaxUnsigned(int value) {
        Lane.Exchange all = Lane.current().exchangeInWarp("Warp.reduceMaxUnsigned", value);
        return fold(all, (a, b) -> Integer.compareUnsigned(a, b) > 0 ? a : b);
    }

    /** Returns the bitwise and of all threads. */
    public static int reduceAnd(int value) {
        Lane.Exchange all = Lane.current().exchangeInWarp("Warp.reduceAnd", value);
        return fold(all, (a, b) -> a & b);
    }

    /** Returns the bitwise and of all threads. The warp must be full. */
    public static long reduceAnd(long value) {
        return butterfly("Warp.reduceAnd", value, (a, b) -> a & b);
    }

    /** Returns the bitwise or of all threads. */
    public static int reduceOr(int value) {
        Lane.Exchange all = Lane.current().exchangeInWarp("Warp.reduceOr", value);
        return fold(all, (a, b) -> a | b);
    }

    /** Returns the bitwise or of all threads. The warp must be full. */
    public static long reduceOr(long value) {
        return butterfly("Warp.reduceOr", value, (a, b) -> a | b);
    }

    /** Returns the bitwise exclusive or of all threads. */
    public static int reduceXor(int value) {
        Lane.Exchange all = Lane.current().exchangeInWarp("Warp.reduceXor", value);
        return fold(all, (a, b) -> a ^ b);
    }

    /** Returns the bitwise exclusive or of all threads. The warp must be full. */
    public static long reduceXor(long value) {
        return butterfly("Warp.reduceXor", value, (a, b) -> a ^ b);
    }

    private static int fold(Lane.Exchange all, IntBinaryOperator operator) {
        int first = Integer.numberOfTrailingZeros(all.mask());
        int result = (int) all.values()[first];
        for (int i = first + 1; i < all.values().length; i++) {
            if ((all.mask() >>> i & 1) != 0) {
                result = operator.applyAsInt(result, (int) all.values()[i]);
            }
        }
        return result;
    }

    private static long butterfly(String operation, long value, LongBinaryOperator operator) {
        Lane self = Lane.current();
        Lane.Exchange all = self.exchangeInWarp(operation, value);
        if (all.mask() != -1) {
            throw new IllegalStateException(
                    "needs all 32 threads of the warp: operation=%s, threads=%s"
                            .formatted(operation, Integer.toBinaryString(all.mask())));
        }
        long[] values = all.values();
        for (int distance = SIZE / 2; distance > 0; distance /= 2) {
            long[] next = new long[SIZE];
            for (int i = 0; i < SIZE; i++) {
                next[i] = operator.applyAsLong(values[i], values[i ^ distance]);
            }
            values = next;
        }
        return values[self.inWarp()];
    }
}
