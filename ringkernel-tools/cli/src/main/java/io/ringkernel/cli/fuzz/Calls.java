package io.ringkernel.cli.fuzz;

import java.util.List;

/**
 * The JDK's methods that programs call; {@code $I}, {@code $J}, {@code $F} and {@code $D} stand for
 * arguments. Those that show the bits of a NaN are not among them: they may differ.
 */
final class Calls {

    private static final List<String> BOOLEANS =
            List.of(
                    "Float.isNaN($F)",
                    "Float.isInfinite($F)",
                    "Float.isFinite($F)",
                    "Double.isNaN($D)",
                    "Double.isInfinite($D)",
                    "Double.isFinite($D)");
    private static final List<String> INTS =
            List.of(
                    "Math.abs($I)",
                    "Math.min($I, $I)",
                    "Math.max($I, $I)",
                    "Math.floorDiv($I, $I)",
                    "Math.floorMod($I, $I)",
                    "Math.floorMod($J, $I)",
                    "Math.round($F)",
                    "Integer.sum($I, $I)",
                    "Integer.min($I, $I)",
                    "Integer.max($I, $I)",
                    "Integer.compare($I, $I)",
                    "Integer.compareUnsigned($I, $I)",
                    "Integer.divideUnsigned($I, $I)",
                    "Integer.remainderUnsigned($I, $I)",
                    "Integer.signum($I)",
                    "Integer.bitCount($I)",
                    "Integer.numberOfLeadingZeros($I)",
                    "Integer.numberOfTrailingZeros($I)",
                    "Integer.rotateLeft($I, $I)",
                    "Integer.rotateRight($I, $I)",
                    "Integer.reverse($I)",
                    "Integer.reverseBytes($I)",
                    "Integer.highestOneBit($I)",
                    "Integer.lowestOneBit($I)",
                    "Long.compare($J, $J)",
                    "Long.compareUnsigned($J, $J)",
                    "Long.signum($J)",
                    "Long.bitCount($J)",
                    "Long.numberOfLeadingZeros($J)",
                    "Long.numberOfTrailingZeros($J)",
                    "Float.compare($F, $F)",
                    "Double.compare($D, $D)",
                    "Float.floatToIntBits($F)",
                    "StrictMath.abs($I)",
                    "StrictMath.round($F)");
    private static final List<String> LONGS =
            List.of(
                    "Math.abs($J)",
                    "Math.min($J, $J)",
                    "Math.max($J, $J)",
                    "Math.floorDiv($J, $J)",
                    "Math.floorDiv($J, $I)",
                    "Math.floorMod($J, $J)",
                    "Math.round($D)",
                    "Math.multiplyHigh($J, $J)",
                    "Integer.toUnsignedLong($I)",
                    "Long.sum($J, $J)",
                    "Long.min($J, $J)",
                    "Long.max($J, $J)",
                    "Long.divideUnsigned($J, $J)",
                    "Long.remainderUnsigned($J, $J)",
                    "Long.rotateLeft($J, $I)",
                    "Long.rotateRight($J, $I)",
                    "Long.reverse($J)",
                    "Long.reverseBytes($J)",
                    "Long.highestOneBit($J)",
                    "Long.lowestOneBit($J)",
                    "Double.doubleToLongBits($D)",
                    "StrictMath.round($D)");
    private static final List<String> FLOATS =
            List.of(
                    "Math.abs($F)",
                    "Math.min($F, $F)",
                    "Math.max($F, $F)",
                    "Math.fma($F, $F, $F)",
                    "Math.signum($F)",
                    "Float.sum($F, $F)",
                    "Float.min($F, $F)",
                    "Float.max($F, $F)",
                    "Float.intBitsToFloat($I)",
                    "StrictMath.max($F, $F)",
                    "StrictMath.copySign($F, $F)");
    private static final List<String> DOUBLES =
            List.of(
                    "Math.abs($D)",
                    "Math.min($D, $D)",
                    "Math.max($D, $D)",
                    "Math.fma($D, $D, $D)",
                    "Math.sqrt($D)",
                    "Math.floor($D)",
                    "Math.ceil($D)",
                    "Math.rint($D)",
                    "Math.signum($D)",
                    "Double.sum($D, $D)",
                    "Double.min($D, $D)",
                    "Double.max($D, $D)",
                    "Double.longBitsToDouble($J)",
                    "StrictMath.sqrt($D)",
                    "StrictMath.floor($D)",
                    "StrictMath.copySign($D, $D)");

    private Calls() {}

    /** Returns the calls that give a value of this type. */
    static List<String> of(Kind.Primitive kind) {
        return switch (kind) {
            case BOOLEAN -> BOOLEANS;
            case LONG -> LONGS;
            case FLOAT -> FLOATS;
            case DOUBLE -> DOUBLES;
            default -> INTS;
        };
    }

    /** Returns the type that a letter stands for. */
    static Kind.Primitive argument(char letter) {
        return switch (letter) {
            case 'I' -> Kind.Primitive.INT;
            case 'J' -> Kind.Primitive.LONG;
            case 'F' -> Kind.Primitive.FLOAT;
            case 'D' -> Kind.Primitive.DOUBLE;
            default -> throw new IllegalArgumentException("no such letter: " + letter);
        };
    }
}
