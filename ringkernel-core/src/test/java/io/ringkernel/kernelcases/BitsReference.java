package io.ringkernel.kernelcases;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** What a method of {@code Bits} returns, by unbounded integers and strings of bits. */
final class BitsReference {

    private final String name;
    private final List<Object> arguments;

    BitsReference(String name, List<Object> arguments) {
        this.name = name;
        this.arguments = arguments;
    }

    private int number(int index) {
        return (int) arguments.get(index);
    }

    private BigInteger signed(int index) {
        return BigInteger.valueOf(((Number) arguments.get(index)).longValue());
    }

    private BigInteger unsigned(int index) {
        BigInteger value = signed(index);
        int bits = arguments.get(index) instanceof Integer ? 32 : 64;
        return value.mod(BigInteger.ONE.shiftLeft(bits));
    }

    Object result() {
        BigInteger both =
                arguments.size() < 3 ? BigInteger.ZERO : unsigned(1).shiftLeft(32).or(unsigned(0));
        return switch (name) {
            case "bytePermute" -> bytePermute();
            case "funnelShiftLeft" -> both.shiftLeft(number(2) & 31).shiftRight(32).intValue();
            case "funnelShiftRight" -> both.shiftRight(number(2) & 31).intValue();
            case "funnelShiftLeftClamped" ->
                    both.shiftLeft(unsigned(2).min(BigInteger.valueOf(32)).intValue())
                            .shiftRight(32)
                            .intValue();
            case "funnelShiftRightClamped" ->
                    both.shiftRight(unsigned(2).min(BigInteger.valueOf(32)).intValue()).intValue();
            case "multiplyHigh" -> signed(0).multiply(signed(1)).shiftRight(32).intValue();
            case "multiplyHighUnsigned" ->
                    arguments.get(0) instanceof Integer
                            ? (Object) unsigned(0).multiply(unsigned(1)).shiftRight(32).intValue()
                            : (Object) unsigned(0).multiply(unsigned(1)).shiftRight(64).longValue();
            case "multiply24" -> signed24(0).multiply(signed24(1)).intValue();
            case "multiply24Unsigned" -> low24(0).multiply(low24(1)).intValue();
            case "average" -> signed(0).add(signed(1)).shiftRight(1).intValue();
            case "averageUp" ->
                    signed(0).add(signed(1)).add(BigInteger.ONE).shiftRight(1).intValue();
            case "averageUnsigned" -> unsigned(0).add(unsigned(1)).shiftRight(1).intValue();
            case "averageUpUnsigned" ->
                    unsigned(0).add(unsigned(1)).add(BigInteger.ONE).shiftRight(1).intValue();
            case "absoluteDifferenceAdd" ->
                    signed(0).subtract(signed(1)).abs().add(signed(2)).intValue();
            case "absoluteDifferenceAddUnsigned" ->
                    unsigned(0).subtract(unsigned(1)).abs().add(unsigned(2)).intValue();
            case "dot4" -> dot(true);
            case "dot4Unsigned" -> dot(false);
            case "extract" -> extract(true);
            case "extractUnsigned" -> extract(false);
            case "insert" -> insert();
            default -> parts();
        };
    }

    private BigInteger low24(int index) {
        return unsigned(index).mod(BigInteger.ONE.shiftLeft(24));
    }

    private BigInteger signed24(int index) {
        BigInteger low = low24(index);
        return low.testBit(23) ? low.subtract(BigInteger.ONE.shiftLeft(24)) : low;
    }

    private int bytePermute() {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(number(0)).putInt(number(1));
        ByteBuffer result = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        String digits = "%08x".formatted(number(2));
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(digits.charAt(7 - i), 16);
            result.put(i, bytes.get(digit % 8));
        }
        return result.getInt(0);
    }

    private long part(int index, int bits, int number, boolean signed) {
        long modulus = 1L << bits;
        long value = (unsigned(index).longValue() >> number * bits) % modulus;
        return signed && value >= modulus / 2 ? value - modulus : value;
    }

    private int dot(boolean signed) {
        long sum = signed(2).longValue();
        for (int i = 0; i < 4; i++) {
            sum += part(0, 8, i, signed) * part(1, 8, i, signed);
        }
        return (int) sum;
    }

    /** Bit by bit, as the manual of PTX has it. */
    private int extract(boolean signed) {
        int from = number(1) & 31;
        int count = number(2) & 31;
        boolean sign = signed && count > 0 && unsigned(0).testBit(Math.min(from + count - 1, 31));
        BigInteger result = BigInteger.ZERO;
        for (int i = 0; i < 32; i++) {
            boolean bit = i < count && from + i < 32 ? unsigned(0).testBit(from + i) : sign;
            result = bit ? result.setBit(i) : result;
        }
        return result.intValue();
    }

    private int insert() {
        int from = number(2) & 31;
        int count = number(3) & 31;
        BigInteger result = unsigned(1);
        for (int i = 0; i < count && from + i < 32; i++) {
            result = unsigned(0).testBit(i) ? result.setBit(from + i) : result.clearBit(from + i);
        }
        return result.intValue();
    }

    private int parts() {
        int count = name.charAt(name.length() - 1) - '0';
        int bits = 32 / count;
        boolean isUnsigned = name.contains("Unsigned");
        boolean isSum = name.startsWith("sumOf");
        long result = 0;
        for (int i = 0; i < count; i++) {
            long value = part(bits, part(0, bits, i, !isUnsigned), part(1, bits, i, !isUnsigned));
            result += isSum ? value : Math.floorMod(value, 1L << bits) << i * bits;
        }
        return (int) result;
    }

    private long part(int bits, long a, long b) {
        boolean isUnsigned = name.contains("Unsigned");
        long least = isUnsigned ? 0 : -(1L << bits - 1);
        long most = least + (1L << bits) - 1;
        return switch (name.substring(0, name.length() - 1).replace("Unsigned", "")) {
            case "add" -> a + b;
            case "subtract" -> a - b;
            case "addSaturated" -> Math.max(least, Math.min(most, a + b));
            case "subtractSaturated" -> Math.max(least, Math.min(most, a - b));
            case "min" -> a < b ? a : b;
            case "max" -> a > b ? a : b;
            case "absoluteDifference", "sumOfDifferences" -> a > b ? a - b : b - a;
            case "averageUp" -> (a + b + 1) / 2;
            case "compareEqual" -> a == b ? (1L << bits) - 1 : 0;
            case "compareGreater" -> a > b ? (1L << bits) - 1 : 0;
            default -> throw new AssertionError("no reference: Bits." + name);
        };
    }
}
