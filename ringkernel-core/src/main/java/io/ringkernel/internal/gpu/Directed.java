package io.ringkernel.internal.gpu;

import java.math.BigDecimal;
import java.util.function.ToIntFunction;

/**
 * Arithmetic rounded in a direction: the nearest number, moved to its neighbour if the exact result
 * lies on the other side of it.
 */
public final class Directed {

    /** The directions. */
    public enum Mode {
        /** Towards negative infinity. */
        DOWN,
        /** Towards positive infinity. */
        UP,
        /** Towards zero. */
        ZERO
    }

    private Directed() {}

    /** Returns the sum. */
    public static double add(Mode mode, double a, double b) {
        return sum(mode, a + b, a, b, false);
    }

    /** Returns the sum. */
    public static float add(Mode mode, float a, float b) {
        return (float) sum(mode, a + b, a, b, true);
    }

    /** Returns the difference. */
    public static double subtract(Mode mode, double a, double b) {
        return add(mode, a, -b);
    }

    /** Returns the difference. */
    public static float subtract(Mode mode, float a, float b) {
        return add(mode, a, -b);
    }

    private static double sum(Mode mode, double near, double a, double b, boolean single) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return near;
        }
        BigDecimal exact = new BigDecimal(a).add(new BigDecimal(b));
        if (exact.signum() == 0) {
            return zero(mode, isNegative(a), isNegative(b));
        }
        return round(mode, near, single, exact::compareTo);
    }

    /** Returns the product. */
    public static double multiply(Mode mode, double a, double b) {
        return product(mode, a * b, a, b, false);
    }

    /** Returns the product. */
    public static float multiply(Mode mode, float a, float b) {
        return (float) product(mode, a * b, a, b, true);
    }

    private static double product(Mode mode, double near, double a, double b, boolean single) {
        if (!Double.isFinite(a) || !Double.isFinite(b) || a == 0 || b == 0) {
            return near;
        }
        BigDecimal exact = new BigDecimal(a).multiply(new BigDecimal(b));
        return round(mode, near, single, exact::compareTo);
    }

    /** Returns the quotient. */
    public static double divide(Mode mode, double a, double b) {
        return quotient(mode, a / b, a, b, false);
    }

    /** Returns the quotient. */
    public static float divide(Mode mode, float a, float b) {
        return (float) quotient(mode, a / b, a, b, true);
    }

    private static double quotient(Mode mode, double near, double a, double b, boolean single) {
        if (!Double.isFinite(a) || !Double.isFinite(b) || a == 0 || b == 0) {
            return near;
        }
        BigDecimal dividend = new BigDecimal(a);
        BigDecimal divisor = new BigDecimal(b);
        return round(
                mode,
                near,
                single,
                c -> {
                    BigDecimal product = c.multiply(divisor);
                    return divisor.signum() > 0
                            ? dividend.compareTo(product)
                            : product.compareTo(dividend);
                });
    }

    /** Returns the product and sum. */
    public static double fma(Mode mode, double a, double b, double c) {
        return fused(mode, Math.fma(a, b, c), a, b, c, false);
    }

    /** Returns the product and sum. */
    public static float fma(Mode mode, float a, float b, float c) {
        return (float) fused(mode, Math.fma(a, b, c), a, b, c, true);
    }

    private static double fused(
            Mode mode, double near, double a, double b, double c, boolean single) {
        if (!Double.isFinite(a) || !Double.isFinite(b) || !Double.isFinite(c)) {
            return near;
        }
        BigDecimal exact = new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c));
        if (exact.signum() == 0) {
            return zero(mode, isNegative(a) != isNegative(b), isNegative(c));
        }
        return round(mode, near, single, exact::compareTo);
    }

    /** Returns the square root. */
    public static double sqrt(Mode mode, double a) {
        return root(mode, Math.sqrt(a), a, false);
    }

    /** Returns the square root. */
    public static float sqrt(Mode mode, float a) {
        return (float) root(mode, (float) Math.sqrt(a), a, true);
    }

    private static double root(Mode mode, double near, double a, boolean single) {
        if (!(a > 0) || Double.isInfinite(a)) {
            return near;
        }
        BigDecimal square = new BigDecimal(a);
        return round(mode, near, single, c -> c.signum() < 0 ? 1 : square.compareTo(c.multiply(c)));
    }

    private static boolean isNegative(double a) {
        return Double.doubleToRawLongBits(a) < 0;
    }

    /** The sum of two numbers that cancel each other, or of two zeros. */
    private static double zero(Mode mode, boolean a, boolean b) {
        return (a == b ? a : mode == Mode.DOWN) ? -0.0 : 0.0;
    }

    /**
     * Rounds a result that is not 0.
     *
     * @param near the nearest number to it
     * @param single whether that is a {@code float}
     * @param exact compares the result with a number
     */
    private static double round(
            Mode mode, double near, boolean single, ToIntFunction<BigDecimal> exact) {
        double most = single ? Float.MAX_VALUE : Double.MAX_VALUE;
        double finite = Math.clamp(near, -most, most);
        int side = exact.applyAsInt(new BigDecimal(finite));
        boolean down =
                mode == Mode.DOWN || mode == Mode.ZERO && exact.applyAsInt(BigDecimal.ZERO) > 0;
        if (down) {
            return side >= 0
                    ? finite
                    : single ? Math.nextDown((float) finite) : Math.nextDown(finite);
        }
        return side <= 0 ? finite : single ? Math.nextUp((float) finite) : Math.nextUp(finite);
    }
}
