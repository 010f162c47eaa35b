package io.ringkernel.cli.fuzz;

import java.util.List;
import java.util.Random;

/** Numbers near which programs go wrong, and others. */
final class Literals {

    private static final List<String> INTS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "5",
                    "7",
                    "8",
                    "31",
                    "32",
                    "33",
                    "63",
                    "64",
                    "100",
                    "127",
                    "128",
                    "255",
                    "256",
                    "32767",
                    "32768",
                    "65535",
                    "65536",
                    "1000003",
                    "Integer.MAX_VALUE",
                    "Integer.MIN_VALUE");
    private static final List<String> LONGS =
            List.of(
                    "0L",
                    "1L",
                    "2L",
                    "3L",
                    "10L",
                    "63L",
                    "64L",
                    "65L",
                    "2147483647L",
                    "2147483648L",
                    "4294967295L",
                    "4294967296L",
                    "9007199254740993L",
                    "1234567890123L",
                    "Long.MAX_VALUE",
                    "Long.MIN_VALUE");
    private static final List<String> FLOATS =
            List.of(
                    "0f",
                    "1f",
                    "0.5f",
                    "1.5f",
                    "2.5f",
                    "0.1f",
                    "3.1415927f",
                    "0.49999997f",
                    "8388607.5f",
                    "16777217f",
                    "2.1474836e9f",
                    "9.223372e18f",
                    "1e-40f",
                    "Float.MIN_VALUE",
                    "Float.MIN_NORMAL",
                    "Float.MAX_VALUE",
                    "Float.POSITIVE_INFINITY",
                    "Float.NaN");
    private static final List<String> DOUBLES =
            List.of(
                    "0.0",
                    "1.0",
                    "0.5",
                    "1.5",
                    "2.5",
                    "0.1",
                    "3.141592653589793",
                    "0.49999999999999994",
                    "4503599627370495.5",
                    "2147483648.0",
                    "9.223372036854775807e18",
                    "3.4028236e38",
                    "1e300",
                    "1e-310",
                    "Double.MIN_VALUE",
                    "Double.MIN_NORMAL",
                    "Double.MAX_VALUE",
                    "Double.POSITIVE_INFINITY",
                    "Double.NaN");

    private Literals() {}

    /** Returns a literal of a type, in parentheses where it needs them. */
    static String of(Kind.Primitive kind, Random random) {
        return switch (kind) {
            case BOOLEAN -> random.nextBoolean() ? "true" : "false";
            case BYTE -> "((byte) " + signed(INTS, random) + ")";
            case SHORT -> "((short) " + signed(INTS, random) + ")";
            case CHAR -> "((char) " + signed(INTS, random) + ")";
            case INT ->
                    random.nextInt(4) == 0
                            ? "(" + (random.nextInt() >> random.nextInt(32)) + ")"
                            : signed(INTS, random);
            case LONG ->
                    random.nextInt(4) == 0
                            ? "(" + (random.nextLong() >> random.nextInt(64)) + "L)"
                            : signed(LONGS, random);
            case FLOAT -> signed(FLOATS, random);
            case DOUBLE -> signed(DOUBLES, random);
        };
    }

    private static String signed(List<String> literals, Random random) {
        String literal = literals.get(random.nextInt(literals.size()));
        return random.nextInt(3) == 0 ? "(-" + literal + ")" : literal;
    }
}
