package io.ringkernel.cli.fuzz;

import io.ringkernel.Length;
import io.ringkernel.message.MessageProtocol;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Makes random messages, with numbers near which programs go wrong. */
final class Messages {

    private static final int ATTEMPTS = 8;
    private static final int[] INTS = {
        0,
        1,
        -1,
        2,
        3,
        4,
        5,
        7,
        31,
        32,
        33,
        127,
        128,
        -128,
        255,
        32767,
        65535,
        65536,
        1000,
        -7,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };
    private static final long[] LONGS = {
        0,
        1,
        -1,
        2,
        10,
        63,
        64,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        (1L << 53) + 1,
        -(1L << 31) - 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] DOUBLES = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        -0.5,
        2.5,
        0.1,
        0.49999999999999994,
        1e10,
        2147483648.0,
        -2147483649.0,
        9.3e18,
        3.4028236e38,
        1e300,
        1e-310,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private final Random random;

    private Messages(long seed) {
        this.random = new Random(seed);
    }

    /** Returns at most {@code count} messages of a protocol; fewer where constructors refuse. */
    static List<Object> of(MessageProtocol protocol, long seed, int count) {
        Messages messages = new Messages(seed);
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = 1 + messages.random.nextInt(protocol.types().size());
            messages.record(protocol.type(id).type()).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Object> record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Object[] values = new Object[components.length];
            boolean whole = true;
            for (int i = 0; i < values.length && whole; i++) {
                Length length = components[i].getAnnotation(Length.class);
                Optional<Object> value = value(types[i], length == null ? 0 : length.value()[0]);
                whole = value.isPresent();
                values[i] = value.orElse(0);
            }
            if (whole) {
                try {
                    Constructor<?> constructor = type.getDeclaredConstructor(types);
                    constructor.setAccessible(true);
                    return Optional.of(constructor.newInstance(values));
                } catch (InvocationTargetException refused) {
                    // the record's own constructor does not want these: others then
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("no instance: record=" + type.getName(), e);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Object> value(Class<?> type, int length) {
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), length);
            for (int i = 0; i < length; i++) {
                Optional<Object> element = value(type.getComponentType(), 0);
                if (element.isEmpty()) {
                    return Optional.empty();
                }
                Array.set(array, i, element.get());
            }
            return Optional.of(array);
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return Optional.of(constants[random.nextInt(constants.length)]);
        }
        return type.isPrimitive() ? Optional.of(number(type.getName())) : record(type);
    }

    private Object number(String type) {
        return switch (type) {
            case "boolean" -> random.nextBoolean();
            case "byte" -> (byte) integer();
            case "short" -> (short) integer();
            case "char" -> (char) integer();
            case "int" -> integer();
            case "long" ->
                    random.nextInt(3) == 0
                            ? random.nextLong() >> random.nextInt(64)
                            : LONGS[random.nextInt(LONGS.length)];
            case "float" ->
                    random.nextInt(3) == 0
                            ? Float.intBitsToFloat(random.nextInt())
                            : (float) DOUBLES[random.nextInt(DOUBLES.length)];
            case "double" ->
                    random.nextInt(3) == 0
                            ? Double.longBitsToDouble(random.nextLong())
                            : DOUBLES[random.nextInt(DOUBLES.length)];
            default -> throw new IllegalStateException("not a number type: " + type);
        };
    }

    private int integer() {
        return random.nextInt(3) == 0
                ? random.nextInt() >> random.nextInt(32)
                : INTS[random.nextInt(INTS.length)];
    }
}
