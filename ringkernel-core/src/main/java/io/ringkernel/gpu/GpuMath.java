package io.ringkernel.gpu;

import io.ringkernel.internal.gpu.Directed;

/**
 * Arithmetic of the hardware beyond {@link Math}: rounding in a chosen direction, and functions
 * that CUDA has. Pure functions, which may be called anywhere. On the CPU the functions are within
 * 1 ulp of the exact result; docs/intrinsics.md says how close the GPU comes.
 */
public final class GpuMath {

    private GpuMath() {}

    /** Returns {@code a + b} rounded towards negative infinity. */
    public static float addDown(float a, float b) {
        return Directed.add(Directed.Mode.DOWN, a, b);
    }

    /** Returns {@code a + b} rounded towards negative infinity. */
    public static double addDown(double a, double b) {
        return Directed.add(Directed.Mode.DOWN, a, b);
    }

    /** Returns {@code a + b} rounded towards positive infinity. */
    public static float addUp(float a, float b) {
        return Directed.add(Directed.Mode.UP, a, b);
    }

    /** Returns {@code a + b} rounded towards positive infinity. */
    public static double addUp(double a, double b) {
        return Directed.add(Directed.Mode.UP, a, b);
    }

    /** Returns {@code a + b} rounded towards zero. */
    public static float addZero(float a, float b) {
        return Directed.add(Directed.Mode.ZERO, a, b);
    }

    /** Returns {@code a + b} rounded towards zero. */
    public static double addZero(double a, double b) {
        return Directed.add(Directed.Mode.ZERO, a, b);
    }

    /** Returns {@code a - b} rounded towards negative infinity. */
    public static float subtractDown(float a, float b) {
        return Directed.subtract(Directed.Mode.DOWN, a, b);
    }

    /** Returns {@code a - b} rounded towards negative infinity. */
    public static double subtractDown(double a, double b) {
        return Directed.subtract(Directed.Mode.DOWN, a, b);
    }

    /** Returns {@code a - b} rounded towards positive infinity. */
    public static float subtractUp(float a, float b) {
        return Directed.subtract(Directed.Mode.UP, a, b);
    }

    /** Returns {@code a - b} rounded towards positive infinity. */
    public static double subtractUp(double a, double b) {
        return Directed.subtract(Directed.Mode.UP, a, b);
    }

    /** Returns {@code a - b} rounded towards zero. */
    public static float subtractZero(float a, float b) {
        return Directed.subtract(Directed.Mode.ZERO, a, b);
    }

    /** Returns {@code a - b} rounded towards zero. */
    public static double subtractZero(double a, double b) {
        return Directed.subtract(Directed.Mode.ZERO, a, b);
    }

    /** Returns {@code a * b} rounded towards negative infinity. */
    public static float multiplyDown(float a, float b) {
        return Directed.multiply(Directed.Mode.DOWN, a, b);
    }

    /** Returns {@code a * b} rounded towards negative infinity. */
    public static double multiplyDown(double a, double b) {
        return Directed.multiply(Directed.Mode.DOWN, a, b);
    }

    /** Returns {@code a * b} rounded towards positive infinity. */
    public static float multiplyUp(float a, float b) {
        return Directed.multiply(Directed.Mode.UP, a, b);
    }

    /** Returns {@code a * b} rounded towards positive infinity. */
    public static double multiplyUp(double a, double b) {
        return Directed.multiply(Directed.Mode.UP, a, b);
    }

    /** Returns {@code a * b} rounded towards zero. */
    public static float multiplyZero(float a, float b) {
        return Directed.multiply(Directed.Mode.ZERO, a, b);
    }

    /** Returns {@code a * b} rounded towards zero. */
    public static double multiplyZero(double a, double b) {
        return Directed.multiply(Directed.Mode.ZERO, a, b);
    }

    /** Returns {@code a / b} rounded towards negative infinity. */
    public static float divideDown(float a, float b) {
        return Directed.divide(Directed.Mode.DOWN, a, b);
    }

    /** Returns {@code a / b} rounded towards negative infinity. */
    public static double divideDown(double a, double b) {
        return Directed.divide(Directed.Mode.DOWN, a, b);
    }

    /** Returns {@code a / b} rounded towards positive infinity. */
    public static float divideUp(float a, float b) {
        return Directed.divide(Directed.Mode.UP, a, b);
    }

    /** Returns {@code a / b} rounded towards positive infinity. */
    public static double divideUp(double a, double b) {
        return Directed.divide(Directed.Mode.UP, a, b);
    }

    /** Returns {@code a / b} rounded towards zero. */
    public static float divideZero(float a, float b) {
        return Directed.divide(Directed.Mode.ZERO, a, b);
    }

    /** Returns {@code a / b} rounded towards zero. */
    public static double divideZero(double a, double b) {
        return Directed.divide(Directed.Mode.ZERO, a, b);
    }

    /** Returns {@code a * b + c} rounded towards negative infinity. */
    public static float fmaDown(float a, float b, float c) {
        return Directed.fma(Directed.Mode.DOWN, a, b, c);
    }

    /** Returns {@code a * b + c} rounded towards negative infinity. */
    public static double fmaDown(double a, double b, double c) {
        return Directed.fma(Directed.Mode.DOWN, a, b, c);
    }

    /** Returns {@code a * b + c} rounded towards positive infinity. */
    public static float fmaUp(float a, float b, float c) {
        return Directed.fma(Directed.Mode.UP, a, b, c);
    }

    /** Returns {@code a * b + c} rounded towards positive infinity. */
    public static double fmaUp(double a, double b, double c) {
        return Directed.fma(Directed.Mode.UP, a, b, c);
    }

    /** Returns {@code a * b + c} rounded towards zero. */
    public static float fmaZero(float a, float b, float c) {
        return Directed.fma(Directed.Mode.ZERO, a, b, c);
    }

    /** Returns {@code a * b + c} rounded towards zero. */
    public static double fmaZero(double a, double b, double c) {
        return Directed.fma(Directed.Mode.ZERO, a, b, c);
    }

    /** Returns {@code sqrt(a)} rounded towards negative infinity. */
    public static float sqrtDown(float a) {
        return Directed.sqrt(Directed.Mode.DOWN, a);
    }

    /** Returns {@code sqrt(a)} rounded towards negative infinity. */
    public static double sqrtDown(double a) {
        return Directed.sqrt(Directed.Mode.DOWN, a);
    }

    /** Returns {@code sqrt(a)} rounded towards positive infinity. */
    public static float sqrtUp(float a) {
        return Directed.sqrt(Directed.Mode.UP, a);
    }

    /** Returns {@code sqrt(a)} rounded towards positive infinity. */
    public static double sqrtUp(double a) {
        return Directed.sqrt(Directed.Mode.UP, a);
    }

    /** Returns {@code sqrt(a)} rounded towards zero. */
    public static float sqrtZero(float a) {
        return Directed.sqrt(Directed.Mode.ZERO, a);
    }

    /** Returns {@code sqrt(a)} rounded towards zero. */
    public static double sqrtZero(double a) {
        return Directed.sqrt(Directed.Mode.ZERO, a);
    }

    /**
     * Returns the number rounded to the nearest integer, of two to the even one, limited to the
     * range; 0 for NaN.
     */
    public static int toIntNearest(float value) {
        return (int) Math.rint(value);
    }

    /**
     * Returns the number rounded to the nearest integer, of two to the even one, limited to the
     * range; 0 for NaN.
     */
    public static int toIntNearest(double value) {
        return (int) Math.rint(value);
    }

    /** Returns the number rounded towards positive infinity, limited to the range; 0 for NaN. */
    public static int toIntUp(float value) {
        return (int) Math.ceil(value);
    }

    /** Returns the number rounded towards positive infinity, limited to the range; 0 for NaN. */
    public static int toIntUp(double value) {
        return (int) Math.ceil(value);
    }

    /** Returns the number rounded towards negative infinity, limited to the range; 0 for NaN. */
    public static int toIntDown(float value) {
        return (int) Math.floor(value);
    }

    /** Returns the number rounded towards negative infinity, limited to the range; 0 for NaN. */
    public static int toIntDown(double value) {
        return (int) Math.floor(value);
    }

    /**
     * Returns the number rounded to the nearest integer, of two to the even one, limited to the
     * range; 0 for NaN.
     */
    public static long toLongNearest(float value) {
        return (long) Math.rint(value);
    }

    /**
     * Returns the number rounded to the nearest integer, of two to the even one, limited to the
     * range; 0 for NaN.
     */
    public static long toLongNearest(double value) {
        return (long) Math.rint(value);
    }

    /** Returns the number rounded towards positive infinity, limited to the range; 0 for NaN. */
    public static long toLongUp(float value) {
        return (long) Math.ceil(value);
    }

    /** Returns the number rounded towards positive infinity, limited to the range; 0 for NaN. */
    public static long toLongUp(double value) {
        return (long) Math.ceil(value);
    }

    /** Returns the number rounded towards negative infinity, limited to the range; 0 for NaN. */
    public static long toLongDown(float value) {
        return (long) Math.floor(value);
    }

    /** Returns the number rounded towards negative infinity, limited to the range; 0 for NaN. */
    public static long toLongDown(double value) {
        return (long) Math.floor(value);
    }

    /** Returns 1 divided by the square root. */
    public static float rsqrt(float x) {
        return (float) (1 / Math.sqrt(x));
    }

    /** Returns 1 divided by the square root. */
    public static double rsqrt(double x) {
        return 1 / Math.sqrt(x);
    }

    /** Returns 1 divided by the cube root. */
    public static float rcbrt(float x) {
        return (float) (1 / Math.cbrt(x));
    }

    /** Returns 1 divided by the cube root. */
    public static double rcbrt(double x) {
        return 1 / Math.cbrt(x);
    }

    /** Returns 2 to the power of a number. */
    public static float exp2(float x) {
        return (float) Math.pow(2, x);
    }

    /** Returns 2 to the power of a number. */
    public static double exp2(double x) {
        return Math.pow(2, x);
    }

    /** Returns 10 to the power of a number. */
    public static float exp10(float x) {
        return (float) Math.pow(10, x);
    }

    /** Returns 10 to the power of a number. */
    public static double exp10(double x) {
        return Math.pow(10, x);
    }

    /** Returns the sine of pi times a number. */
    public static float sinPi(float x) {
        return (float) sinPi((double) x);
    }

    /** Returns the sine of pi times a number. */
    public static double sinPi(double x) {
        double r = Math.IEEEremainder(x, 2);
        double nearest = Math.abs(r) > 0.5 ? Math.copySign(1, r) - r : r;
        return nearest == 0 ? Math.copySign(0, x) : Math.sin(Math.PI * nearest);
    }

    /** Returns the cosine of pi times a number. */
    public static float cosPi(float x) {
        return (float) cosPi((double) x);
    }

    /** Returns the cosine of pi times a number. */
    public static double cosPi(double x) {
        double r = Math.abs(Math.IEEEremainder(x, 2));
        return r < 0.25 ? Math.cos(Math.PI * r) : Math.sin(Math.PI * (0.5 - r));
    }

    /** Returns the number limited to 0 to 1; 0 for NaN. */
    public static float saturate(float x) {
        return x > 0 ? Math.min(x, 1) : 0;
    }

    /** Returns {@code a - b} if that is positive, else 0; NaN if one of them is NaN. */
    public static float positiveDifference(float a, float b) {
        return a <= b ? 0 : a - b;
    }

    /** Returns {@code a - b} if that is positive, else 0; NaN if one of them is NaN. */
    public static double positiveDifference(double a, double b) {
        return a <= b ? 0 : a - b;
    }

    /** Returns the length of a vector, without overflow on the way. */
    public static float norm3(float x, float y, float z) {
        return (float) norm3((double) x, y, z);
    }

    /** Returns the length of a vector, without overflow on the way. */
    public static double norm3(double x, double y, double z) {
        return Double.isInfinite(z) ? Double.POSITIVE_INFINITY : Math.hypot(Math.hypot(x, y), z);
    }

    /** Returns 1 divided by the length of a vector, without overflow on the way. */
    public static float inverseNorm3(float x, float y, float z) {
        return (float) inverseNorm3((double) x, y, z);
    }

    /** Returns 1 divided by the length of a vector, without overflow on the way. */
    public static double inverseNorm3(double x, double y, double z) {
        return 1 / norm3(x / 4, y / 4, z / 4) / 4;
    }
}
