package io.ringkernel.kernelcases;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Whether a result of a method of {@code GpuMath} is right, by decimal arithmetic. */
final class MathReference {

    private static final MathContext PRECISE = new MathContext(60, RoundingMode.HALF_EVEN);

    private final String name;
    private final List<Object> arguments;
    private final boolean isFloat;

    MathReference(String name, List<Object> arguments) {
        this.name = name;
        this.arguments = arguments;
        this.isFloat = arguments.getFirst() instanceof Float;
    }

    private double number(int index) {
        return ((Number) arguments.get(index)).doubleValue();
    }

    private BigDecimal exact(int index) {
        return new BigDecimal(number(index));
    }

    boolean accepts(Number result) {
        if (name.startsWith("toInt") || name.startsWith("toLong")) {
            return result.equals(integer());
        }
        boolean isFinite =
                arguments.stream().allMatch(a -> Double.isFinite(((Number) a).doubleValue()));
        String operation = name.replaceAll("(Down|Up|Zero)$", "");
        boolean directed = !operation.equals(name);
        boolean isDefined =
                isFinite
                        && !(operation.equals("divide") && number(1) == 0)
                        && !(operation.endsWith("sqrt") && number(0) < 0);
        if (directed && isDefined) {
            return isRounded(operation, result.doubleValue());
        }
        double expected = directed ? special(operation) : function();
        double actual = result.doubleValue();
        if (Double.isNaN(expected) || Double.isInfinite(expected) || expected == 0) {
            return Double.compare(expected, actual) == 0 || expected == 0 && actual == 0;
        }
        double ulp = isFloat ? Math.ulp((float) expected) : Math.ulp(expected);
        return Math.abs(actual - expected) <= 2 * ulp
                || isFloat && Double.isInfinite(actual) && Math.abs(expected) > Float.MAX_VALUE;
    }

    private Object integer() {
        double value = number(0);
        boolean isInt = name.startsWith("toInt");
        if (Double.isNaN(value)) {
            return isInt ? (Object) 0 : (Object) 0L;
        }
        RoundingMode mode =
                name.endsWith("Nearest")
                        ? RoundingMode.HALF_EVEN
                        : name.endsWith("Up") ? RoundingMode.CEILING : RoundingMode.FLOOR;
        BigInteger least = BigInteger.valueOf(isInt ? Integer.MIN_VALUE : Long.MIN_VALUE);
        BigInteger most = BigInteger.valueOf(isInt ? Integer.MAX_VALUE : Long.MAX_VALUE);
        BigInteger rounded =
                Double.isInfinite(value)
                        ? (value > 0 ? most : least)
                        : new BigDecimal(value)
                                .setScale(0, mode)
                                .toBigInteger()
                                .max(least)
                                .min(most);
        return isInt ? (Object) rounded.intValue() : (Object) rounded.longValue();
    }

    /** No number lies between the result and the exact value, on the side that the mode names. */
    private boolean isRounded(String operation, double result) {
        if (Double.isNaN(result)) {
            return false;
        }
        int sign = compareExact(operation, BigDecimal.ZERO);
        boolean down = name.endsWith("Down") || name.endsWith("Zero") && sign > 0;
        double next =
                isFloat
                        ? (down ? Math.nextUp((float) result) : Math.nextDown((float) result))
                        : (down ? Math.nextUp(result) : Math.nextDown(result));
        int side = compareExact(operation, result);
        int nextSide = compareExact(operation, next);
        return side == 0 || (down ? side > 0 && nextSide < 0 : side < 0 && nextSide > 0);
    }

    private int compareExact(String operation, double other) {
        return Double.isInfinite(other)
                ? (other > 0 ? -1 : 1)
                : compareExact(operation, new BigDecimal(other));
    }

    /** Returns the sign of the exact result less another number. */
    private int compareExact(String operation, BigDecimal other) {
        return switch (operation) {
            case "add" -> exact(0).add(exact(1)).compareTo(other);
            case "subtract" -> exact(0).subtract(exact(1)).compareTo(other);
            case "multiply" -> exact(0).multiply(exact(1)).compareTo(other);
            case "fma" -> exact(0).multiply(exact(1)).add(exact(2)).compareTo(other);
            case "divide" ->
                    exact(1).signum() > 0
                            ? exact(0).compareTo(other.multiply(exact(1)))
                            : other.multiply(exact(1)).compareTo(exact(0));
            case "sqrt" -> other.signum() < 0 ? 1 : exact(0).compareTo(other.multiply(other));
            default -> throw new AssertionError("no reference: GpuMath." + name);
        };
    }

    private double special(String operation) {
        return switch (operation) {
            case "add" -> number(0) + number(1);
            case "subtract" -> number(0) - number(1);
            case "multiply" -> number(0) * number(1);
            case "fma" -> Math.fma(number(0), number(1), number(2));
            case "divide" -> number(0) / number(1);
            default -> StrictMath.sqrt(number(0));
        };
    }

    private double function() {
        double x = number(0);
        return switch (name) {
            case "rsqrt" ->
                    x > 0 && Double.isFinite(x)
                            ? BigDecimal.ONE.divide(exact(0).sqrt(PRECISE), PRECISE).doubleValue()
                            : 1 / StrictMath.sqrt(x);
            case "rcbrt" -> StrictMath.pow(StrictMath.cbrt(x), -1);
            case "exp2" -> StrictMath.pow(2, x);
            case "exp10" -> StrictMath.pow(10, x);
            case "sinPi" -> circle(x, true);
            case "cosPi" -> circle(x, false);
            case "saturate" -> Double.isNaN(x) ? 0 : StrictMath.max(0, StrictMath.min(1, x));
            case "positiveDifference" -> positiveDifference(x, number(1));
            case "norm3" -> norm(false);
            case "inverseNorm3" -> norm(true);
            default -> throw new AssertionError("no reference: GpuMath." + name);
        };
    }

    private double positiveDifference(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.NaN;
        }
        return a <= b ? 0 : isFloat ? (float) a - (float) b : a - b;
    }

    private static double circle(double x, boolean sine) {
        if (!Double.isFinite(x)) {
            return Double.NaN;
        }
        BigDecimal turn = new BigDecimal(x).remainder(BigDecimal.TWO);
        BigDecimal quarter = new BigDecimal("0.5");
        BigDecimal angle = sine ? turn : turn.add(quarter);
        BigDecimal folded = angle.remainder(BigDecimal.TWO);
        if (folded.compareTo(BigDecimal.ONE) > 0) {
            folded = folded.subtract(BigDecimal.TWO);
        } else if (folded.compareTo(BigDecimal.ONE.negate()) < 0) {
            folded = folded.add(BigDecimal.TWO);
        }
        if (folded.abs().compareTo(quarter) > 0) {
            folded = BigDecimal.valueOf(folded.signum()).subtract(folded);
        }
        return StrictMath.sin(folded.multiply(new BigDecimal(PI), PRECISE).doubleValue());
    }

    private static final String PI = "3.14159265358979323846264338327950288419716939937510";

    private double norm(boolean inverse) {
        boolean anyInfinite =
                arguments.stream().anyMatch(a -> Double.isInfinite(((Number) a).doubleValue()));
        if (anyInfinite) {
            return inverse ? 0 : Double.POSITIVE_INFINITY;
        }
        if (arguments.stream().anyMatch(a -> Double.isNaN(((Number) a).doubleValue()))) {
            return Double.NaN;
        }
        BigDecimal squares = BigDecimal.ZERO;
        for (int i = 0; i < 3; i++) {
            squares = squares.add(exact(i).multiply(exact(i)));
        }
        if (squares.signum() == 0) {
            return inverse ? Double.POSITIVE_INFINITY : 0;
        }
        BigDecimal root = squares.sqrt(PRECISE);
        return (inverse ? BigDecimal.ONE.divide(root, PRECISE) : root).doubleValue();
    }
}
