package io.ringkernel.kernelcases;

import java.util.SplittableRandom;

/** Values at which arithmetic goes wrong, and random ones. */
final class Edges {

    private static final int[] INTS = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        7,
        8,
        15,
        16,
        31,
        32,
        33,
        63,
        64,
        127,
        128,
        -128,
        255,
        256,
        32767,
        -32768,
        65535,
        0x55555555,
        0xaaaaaaaa,
        0x7fffffff,
        0x80000000,
        0x80000001,
        0x00ff00ff,
        0x80808080,
        0x7f7f7f7f,
        0x12345678
    };

    private static final float[] FLOATS = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        -0.5f,
        2f,
        -2f,
        3f,
        1.5f,
        2.5f,
        -2.5f,
        0.1f,
        (float) Math.PI,
        10f,
        -10f,
        100f,
        1e-3f,
        1e10f,
        -1e10f,
        1e-10f,
        1e30f,
        1e-30f,
        0x1.fffffep0f,
        0x1.000002p0f,
        16777216f,
        2147483648f,
        Float.MAX_VALUE,
        Float.MIN_NORMAL,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    private static final double[] DOUBLES = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        -0.5,
        2,
        -2,
        3,
        1.5,
        2.5,
        -2.5,
        0.1,
        Math.PI,
        10,
        -10,
        100,
        1e-3,
        1e10,
        -1e10,
        1e-10,
        1e200,
        1e-200,
        0x1.fffffffffffffp0,
        0x1.0000000000001p0,
        9007199254740992.0,
        9223372036854775808.0,
        Double.MAX_VALUE,
        Double.MIN_NORMAL,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    /** How many there are of each type. */
    static final int COUNT = INTS.length;

    private Edges() {}

    /** Returns the edge value with this number, counted around, or a random one. */
    static Object value(Class<?> type, int number, boolean edge, SplittableRandom random) {
        int index = Math.floorMod(number, COUNT);
        if (type == int.class) {
            return edge ? INTS[index] : random.nextInt();
        }
        if (type == long.class) {
            long high = (long) INTS[COUNT - 1 - index] << 32;
            return edge ? (index % 2 == 0 ? INTS[index] : high | INTS[index]) : random.nextLong();
        }
        if (type == float.class) {
            float near = (float) random.nextDouble(-1, 1) * (1 << random.nextInt(20));
            return edge ? FLOATS[index] : near;
        }
        double near = random.nextDouble(-1, 1) * (1 << random.nextInt(20));
        return edge ? DOUBLES[index] : near;
    }
}
