package io.ringkernel.gpu;

import java.util.function.LongBinaryOperator;

/**
 * What the hardware does with the bits of numbers beyond the methods of {@link Integer} and {@link
 * Long}. Names that end in 2 or 4 work on the two 16-bit or four 8-bit parts of an {@code int} each
 * by itself. Pure functions, which may be called anywhere.
 */
public final class Bits {

    private Bits() {}

    /**
     * Returns four bytes picked from the eight of {@code low} and {@code high}.
     *
     * @param selector each of its four lowest hexadecimal digits picks one by its lower three bits
     */
    public static int bytePermute(int low, int high, int selector) {
        long bytes = (long) high << 32 | low & 0xffff_ffffL;
        int result = 0;
        for (int i = 0; i < 4; i++) {
            int picked = selector >>> 4 * i & 7;
            result |= (int) (bytes >>> 8 * picked & 0xff) << 8 * i;
        }
        return result;
    }

    /** Returns the upper half of {@code high:low} shifted left by {@code n} modulo 32. */
    public static int funnelShiftLeft(int low, int high, int n) {
        return (int) ((((long) high << 32 | low & 0xffff_ffffL) << (n & 31)) >>> 32);
    }

    /**
     * Returns the upper half of {@code high:low} shifted left by {@code n}, taken as unsigned, at
     * most 32.
     */
    public static int funnelShiftLeftClamped(int low, int high, int n) {
        int by = Integer.compareUnsigned(n, 32) > 0 ? 32 : n;
        return (int) ((((long) high << 32 | low & 0xffff_ffffL) << by) >>> 32);
    }

    /** Returns the lower half of {@code high:low} shifted right by {@code n} modulo 32. */
    public static int funnelShiftRight(int low, int high, int n) {
        return (int) (((long) high << 32 | low & 0xffff_ffffL) >>> (n & 31));
    }

    /**
     * Returns the lower half of {@code high:low} shifted right by {@code n}, taken as unsigned, at
     * most 32.
     */
    public static int funnelShiftRightClamped(int low, int high, int n) {
        int by = Integer.compareUnsigned(n, 32) > 0 ? 32 : n;
        return (int) (((long) high << 32 | low & 0xffff_ffffL) >>> by);
    }

    /** Returns the upper half of the product. */
    public static int multiplyHigh(int a, int b) {
        return (int) ((long) a * b >> 32);
    }

    /** Returns the upper half of the product of unsigned numbers. */
    public static int multiplyHighUnsigned(int a, int b) {
        return (int) ((a & 0xffff_ffffL) * (b & 0xffff_ffffL) >>> 32);
    }

    /** Returns the upper half of the product of unsigned numbers. */
    public static long multiplyHighUnsigned(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b);
    }

    /** Returns the low half of the product of the low 24 bits, taken with their sign. */
    public static int multiply24(int a, int b) {
        return (a << 8 >> 8) * (b << 8 >> 8);
    }

    /** Returns the low half of the product of the low 24 bits. */
    public static int multiply24Unsigned(int a, int b) {
        return (a & 0xff_ffff) * (b & 0xff_ffff);
    }

    /** Returns the mean, rounded down, without overflow. */
    public static int average(int a, int b) {
        return (int) ((long) a + b >> 1);
    }

    /** Returns the mean, rounded up, without overflow. */
    public static int averageUp(int a, int b) {
        return (int) ((long) a + b + 1 >> 1);
    }

    /** Returns the mean of unsigned numbers, rounded down. */
    public static int averageUnsigned(int a, int b) {
        return (int) ((a & 0xffff_ffffL) + (b & 0xffff_ffffL) >> 1);
    }

    /** Returns the mean of unsigned numbers, rounded up. */
    public static int averageUpUnsigned(int a, int b) {
        return (int) ((a & 0xffff_ffffL) + (b & 0xffff_ffffL) + 1 >> 1);
    }

    /** Returns {@code |a - b| + c}, wrapped around. */
    public static int absoluteDifferenceAdd(int a, int b, int c) {
        return (int) Math.abs((long) a - b) + c;
    }

    /** Returns {@code |a - b| + c} of unsigned numbers, wrapped around. */
    public static int absoluteDifferenceAddUnsigned(int a, int b, int c) {
        return (int) Math.abs((a & 0xffff_ffffL) - (b & 0xffff_ffffL)) + c;
    }

    /** Returns {@code c} plus the products of the four signed bytes, wrapped around. */
    public static int dot4(int a, int b, int c) {
        int sum = c;
        for (int i = 0; i < 32; i += 8) {
            sum += (byte) (a >> i) * (byte) (b >> i);
        }
        return sum;
    }

    /** Returns {@code c} plus the products of the four unsigned bytes, wrapped around. */
    public static int dot4Unsigned(int a, int b, int c) {
        int sum = c;
        for (int i = 0; i < 32; i += 8) {
            sum += (a >> i & 0xff) * (b >> i & 0xff);
        }
        return sum;
    }

    /**
     * Returns bits of a number, filled up with the highest of them.
     *
     * @param from the lowest bit, modulo 32
     * @param count how many, modulo 32; bits above the 31st are taken as that one
     */
    public static int extract(int value, int from, int count) {
        int n = count & 31;
        int shifted = value >> (from & 31);
        return n == 0 ? 0 : shifted << 32 - n >> 32 - n;
    }

    /**
     * Returns bits of a number, filled up with 0.
     *
     * @param from the lowest bit, modulo 32
     * @param count how many, modulo 32
     */
    public static int extractUnsigned(int value, int from, int count) {
        return value >>> (from & 31) & (1 << (count & 31)) - 1;
    }

    /**
     * Returns a number with some bits replaced by the lowest of {@code bits}.
     *
     * @param from the lowest bit to replace, modulo 32
     * @param count how many, modulo 32; those above the 31st are left out
     */
    public static int insert(int bits, int value, int from, int count) {
        int mask = (1 << (count & 31)) - 1 << (from & 31);
        return value & ~mask | bits << (from & 31) & mask;
    }

    /** Returns the sums, wrapped around. */
    public static int add2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> x + y);
    }

    /** Returns the sums, wrapped around. */
    public static int add4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> x + y);
    }

    /** Returns the differences, wrapped around. */
    public static int subtract2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> x - y);
    }

    /** Returns the differences, wrapped around. */
    public static int subtract4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> x - y);
    }

    /** Returns the sums, at most the greatest and at least the least number. */
    public static int addSaturated2(int a, int b) {
        return partsSigned(16, a, b, (x, y) -> clamp(x + y, -32768, 32767));
    }

    /** Returns the sums, at most the greatest and at least the least number. */
    public static int addSaturated4(int a, int b) {
        return partsSigned(8, a, b, (x, y) -> clamp(x + y, -128, 127));
    }

    /** Returns the sums of unsigned parts, at most the greatest number. */
    public static int addSaturatedUnsigned2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> clamp(x + y, 0, 65535));
    }

    /** Returns the sums of unsigned parts, at most the greatest number. */
    public static int addSaturatedUnsigned4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> clamp(x + y, 0, 255));
    }

    /** Returns the differences, at most the greatest and at least the least number. */
    public static int subtractSaturated2(int a, int b) {
        return partsSigned(16, a, b, (x, y) -> clamp(x - y, -32768, 32767));
    }

    /** Returns the differences, at most the greatest and at least the least number. */
    public static int subtractSaturated4(int a, int b) {
        return partsSigned(8, a, b, (x, y) -> clamp(x - y, -128, 127));
    }

    /** Returns the differences of unsigned parts, at least 0. */
    public static int subtractSaturatedUnsigned2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> clamp(x - y, 0, 65535));
    }

    /** Returns the differences of unsigned parts, at least 0. */
    public static int subtractSaturatedUnsigned4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> clamp(x - y, 0, 255));
    }

    /** Returns the lesser parts. */
    public static int min2(int a, int b) {
        return partsSigned(16, a, b, (x, y) -> Math.min(x, y));
    }

    /** Returns the lesser parts. */
    public static int min4(int a, int b) {
        return partsSigned(8, a, b, (x, y) -> Math.min(x, y));
    }

    /** Returns the greater parts. */
    public static int max2(int a, int b) {
        return partsSigned(16, a, b, (x, y) -> Math.max(x, y));
    }

    /** Returns the greater parts. */
    public static int max4(int a, int b) {
        return partsSigned(8, a, b, (x, y) -> Math.max(x, y));
    }

    /** Returns the lesser unsigned parts. */
    public static int minUnsigned2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> Math.min(x, y));
    }

    /** Returns the lesser unsigned parts. */
    public static int minUnsigned4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> Math.min(x, y));
    }

    /** Returns the greater unsigned parts. */
    public static int maxUnsigned2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> Math.max(x, y));
    }

    /** Returns the greater unsigned parts. */
    public static int maxUnsigned4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> Math.max(x, y));
    }

    /** Returns the distances of unsigned parts. */
    public static int absoluteDifferenceUnsigned2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> Math.abs(x - y));
    }

    /** Returns the distances of unsigned parts. */
    public static int absoluteDifferenceUnsigned4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> Math.abs(x - y));
    }

    /** Returns the means of unsigned parts, rounded up. */
    public static int averageUpUnsigned2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> x + y + 1 >> 1);
    }

    /** Returns the means of unsigned parts, rounded up. */
    public static int averageUpUnsigned4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> x + y + 1 >> 1);
    }

    /** Returns the parts whose bits are all set where the parts are equal, else 0. */
    public static int compareEqual2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> x == y ? -1 : 0);
    }

    /** Returns the parts whose bits are all set where the parts are equal, else 0. */
    public static int compareEqual4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> x == y ? -1 : 0);
    }

    /** Returns the parts whose bits are all set where the first is greater, else 0. */
    public static int compareGreater2(int a, int b) {
        return partsSigned(16, a, b, (x, y) -> x > y ? -1 : 0);
    }

    /** Returns the parts whose bits are all set where the first is greater, else 0. */
    public static int compareGreater4(int a, int b) {
        return partsSigned(8, a, b, (x, y) -> x > y ? -1 : 0);
    }

    /** Returns the parts whose bits are all set where the first is greater, unsigned, else 0. */
    public static int compareGreaterUnsigned2(int a, int b) {
        return partsUnsigned(16, a, b, (x, y) -> x > y ? -1 : 0);
    }

    /** Returns the parts whose bits are all set where the first is greater, unsigned, else 0. */
    public static int compareGreaterUnsigned4(int a, int b) {
        return partsUnsigned(8, a, b, (x, y) -> x > y ? -1 : 0);
    }

    /** Returns the sum of the distances of the unsigned parts. */
    public static int sumOfDifferencesUnsigned2(int a, int b) {
        long sum = 0;
        for (int i = 0; i < 32; i += 16) {
            sum += Math.abs((long) (a >>> i & 65535) - (b >>> i & 65535));
        }
        return (int) sum;
    }

    /** Returns the sum of the distances of the unsigned parts. */
    public static int sumOfDifferencesUnsigned4(int a, int b) {
        long sum = 0;
        for (int i = 0; i < 32; i += 8) {
            sum += Math.abs((long) (a >>> i & 255) - (b >>> i & 255));
        }
        return (int) sum;
    }

    private static long clamp(long value, long least, long most) {
        return Math.clamp(value, least, most);
    }

    private static int partsSigned(int width, int a, int b, LongBinaryOperator operator) {
        int result = 0;
        for (int i = 0; i < 32; i += width) {
            int x = a << 32 - width - i >> 32 - width;
            int y = b << 32 - width - i >> 32 - width;
            result |= (int) (operator.applyAsLong(x, y) & (1L << width) - 1) << i;
        }
        return result;
    }

    private static int partsUnsigned(int width, int a, int b, LongBinaryOperator operator) {
        int result = 0;
        for (int i = 0; i < 32; i += width) {
            int x = a << 32 - width - i >>> 32 - width;
            int y = b << 32 - width - i >>> 32 - width;
            result |= (int) (operator.applyAsLong(x, y) & (1L << width) - 1) << i;
        }
        return result;
    }
}
