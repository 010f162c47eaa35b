package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.Actor;
import io.ringkernel.OrderBook;
import io.ringkernel.transpiler.actors.Aggregates;
import io.ringkernel.transpiler.actors.Airport;
import io.ringkernel.transpiler.actors.Arithmetic;
import io.ringkernel.transpiler.actors.Control;
import io.ringkernel.transpiler.actors.Records;
import io.ringkernel.transpiler.actors.Records.Color;
import io.ringkernel.transpiler.actors.Records.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same actor on the JVM and as generated code compiled for the host: equal bit for bit, faults
 * included.
 */
class DifferentialTest {

    private static final long SEED = Long.getLong("test.seed", 20_260_101L);
    private static final int[] INTS = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        7,
        8,
        13,
        31,
        32,
        33,
        63,
        64,
        127,
        128,
        255,
        256,
        -128,
        -129,
        32767,
        32768,
        65535,
        65536,
        1_000_000,
        -1000,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1
    };
    private static final long[] LONGS = {
        0,
        1,
        -1,
        2,
        -2,
        5,
        31,
        32,
        63,
        64,
        65,
        255,
        65536,
        1L << 31,
        -(1L << 31),
        (1L << 32) - 1,
        1L << 32,
        1L << 33,
        1L << 53,
        (1L << 53) + 1,
        (1L << 62) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        123_456_789_012L
    };
    private static final float[] FLOATS = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        -0.5f,
        1.5f,
        2.5f,
        3f,
        0.1f,
        0.49999997f,
        8388607.5f,
        1e10f,
        -1e10f,
        127.9f,
        -129.5f,
        65536f,
        2.1474836e9f,
        2.1474837e9f,
        -2.1474836e9f,
        9.223372e18f,
        -9.223372e18f,
        1e30f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
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
        1.5,
        2.5,
        3,
        0.1,
        0.49999999999999994,
        -0.49999999999999994,
        4503599627370495.5,
        1e10,
        -1e10,
        2147483647.0,
        2147483648.0,
        -2147483649.0,
        9.223372036854775E18,
        9.223372036854776E18,
        -9.3e18,
        1e300,
        3.4028236e38,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private static HostCode code;
    private static Map<Class<?>, TranspiledActor> transpiled;

    @BeforeAll
    static void compile() throws Exception {
        assumeTrue(
                Processes.isOnPath("g++"),
                "g++ is not on the PATH: generated code is not executed");
        List<TranspiledActor> all = TestActors.transpiled();
        transpiled =
                all.stream()
                        .collect(
                                Collectors.toMap(
                                        a -> a.protocol().actorClass(), Function.identity()));
        code = HostCode.compile(all);
    }

    private static void check(Actor<?, ?> actor, List<?> messages) {
        new Differential(code, transpiled.get(actor.getClass())).check(actor, messages);
    }

    private static Random random() {
        System.out.println("seed: -Dtest.seed=" + SEED);
        return new Random(SEED);
    }

    private static <T> List<T> intPairs(java.util.function.BiFunction<Integer, Integer, T> make) {
        List<T> all = new ArrayList<>();
        for (int a : INTS) {
            for (int b : INTS) {
                all.add(make.apply(a, b));
            }
        }
        Random random = random();
        for (int i = 0; i < 500; i++) {
            all.add(
                    make.apply(
                            random.nextInt() >> random.nextInt(32),
                            random.nextInt() >> random.nextInt(32)));
        }
        return all;
    }

    private static List<Arithmetic.LongPair> longPairs() {
        List<Arithmetic.LongPair> all = new ArrayList<>();
        for (long a : LONGS) {
            for (long b : LONGS) {
                all.add(new Arithmetic.LongPair(a, b));
            }
        }
        Random random = random();
        for (int i = 0; i < 500; i++) {
            all.add(
                    new Arithmetic.LongPair(
                            random.nextLong() >> random.nextInt(64),
                            random.nextLong() >> random.nextInt(64)));
        }
        return all;
    }

    @Test
    void intOperatorsAgree() {
        check(new Arithmetic.Ints(), intPairs(Arithmetic.IntPair::new));
    }

    @Test
    void intDivisionAgreesAndFaultsOnZero() {
        check(new Arithmetic.IntDivision(), intPairs(Arithmetic.IntPair::new));
    }

    @Test
    void longOperatorsAgree() {
        check(new Arithmetic.Longs(), longPairs());
    }

    @Test
    void longDivisionAgreesAndFaultsOnZero() {
        check(new Arithmetic.LongDivision(), longPairs());
    }

    @Test
    void floatOperatorsAgree() {
        List<Object> all = new ArrayList<>();
        for (float a : FLOATS) {
            for (float b : FLOATS) {
                all.add(new Arithmetic.FloatPair(a, b));
            }
        }
        Random random = random();
        for (int i = 0; i < 1000; i++) {
            all.add(
                    new Arithmetic.FloatPair(
                            Float.intBitsToFloat(random.nextInt()),
                            Float.intBitsToFloat(random.nextInt())));
        }
        check(new Arithmetic.Floats(), all);
    }

    @Test
    void doubleOperatorsAgree() {
        List<Object> all = new ArrayList<>();
        for (double a : DOUBLES) {
            for (double b : DOUBLES) {
                all.add(new Arithmetic.DoublePair(a, b));
            }
        }
        Random random = random();
        for (int i = 0; i < 1000; i++) {
            all.add(
                    new Arithmetic.DoublePair(
                            Double.longBitsToDouble(random.nextLong()),
                            Double.longBitsToDouble(random.nextLong())));
        }
        check(new Arithmetic.Doubles(), all);
    }

    @Test
    void strictCopySignTakesANanForPositive() {
        List<Object> all = new ArrayList<>();
        double negativeNan = Double.longBitsToDouble(0xfff8000000000000L);
        for (double a : DOUBLES) {
            for (double b : DOUBLES) {
                all.add(new Arithmetic.DoublePair(a, b));
            }
            all.add(new Arithmetic.DoublePair(a, negativeNan));
        }
        check(new Arithmetic.StrictSigns(), all);
    }

    @Test
    void bitOperationsAgree() {
        List<Object> all = new ArrayList<>();
        for (int i : INTS) {
            for (long l : LONGS) {
                all.add(new Arithmetic.BitInput(i, l, i ^ (int) l));
            }
        }
        check(new Arithmetic.Bits(), all);
    }

    @Test
    void constantsAgree() {
        check(
                new Arithmetic.Literals(),
                List.of(new Arithmetic.Ask(false), new Arithmetic.Ask(true)));
    }

    @Test
    void narrowFieldsWrapAround() {
        List<Object> all = new ArrayList<>();
        Random random = random();
        for (int i = 0; i < 500; i++) {
            int n = random.nextInt();
            all.add(
                    new Arithmetic.Narrow(
                            (byte) n, (short) (n >> 3), (char) (n >> 5), n % 3 == 0, n));
        }
        check(new Arithmetic.NarrowFields(), all);
    }

    @Test
    void loopsAgree() {
        check(new Control.Loops(), intPairs(Control.Input::new));
    }

    @Test
    void variablesChangedInAnInnerLoopAloneAgree() {
        check(new Control.Nested(), intPairs(Control.Input::new));
    }

    @Test
    void phisAreCopiedInParallel() {
        check(new Control.Swaps(), intPairs(Control.Input::new));
    }

    @Test
    void deepNestingAgrees() {
        check(new Control.Deep(), intPairs(Control.Input::new));
    }

    @Test
    void switchesAgree() {
        List<Control.Input> all = intPairs(Control.Input::new);
        check(new Control.Switches(), all);
    }

    @Test
    void arraysAgreeAndFaultOutOfBounds() {
        List<Object> all = new ArrayList<>();
        for (int i = -2; i < 10; i++) {
            all.add(new Control.Put(i, 1000L * i));
            all.add(new Control.Get(i));
            all.add(new Control.Get(Integer.MIN_VALUE + i));
            all.add(new Control.Sum());
        }
        all.add(new Control.Clear(6, 12));
        all.add(new Control.Sum());
        check(new Control.Arrays(), all);
    }

    @Test
    void faultsNameExceptionMessageAndLine() {
        List<Object> all = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            for (int k : new int[] {0, 5, -1, 11, 12, 13, -2}) {
                all.add(new Control.Input(n, k));
            }
        }
        check(new Control.Faults(), all);
    }

    @Test
    void patternsAgree() {
        check(new Records.Shapes(), shapes());
    }

    @Test
    void instanceofAgrees() {
        check(new Records.Instances(), shapes());
    }

    private static List<Object> shapes() {
        List<Object> all = new ArrayList<>();
        Random random = random();
        for (int i = 0; i < 2000; i++) {
            Point p = new Point(random.nextInt(10) - 3, random.nextInt(10) - 3);
            Point q = new Point(random.nextInt(10) - 3, random.nextInt(10));
            all.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new Records.Circle(p, random.nextInt(200));
                        case 1 -> new Records.Ring(p, random.nextFloat(), random.nextFloat());
                        case 2 -> new Records.Line(p, q);
                        case 3 -> new Records.Dot(p);
                        default -> new Records.Nothing();
                    });
        }
        return all;
    }

    @Test
    void enumsAgree() {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(new Records.Paint(Color.values()[i % 3], i * 7 % 20));
        }
        check(new Records.Painter(), all);
        check(new Records.Echo(), all);
        all.add(new Records.Paint(Color.RED, -1));
        check(new Records.Decider(), all);
    }

    @Test
    void arraysInMessagesAgree() {
        List<Object> all = new ArrayList<>();
        Point[] points = {new Point(1, 2), new Point(3, 4)};
        for (int n = -1; n < 7; n++) {
            all.add(new Records.Batch(n, new int[] {n, 2, 3, 4}, points, (byte) -n));
        }
        check(new Records.Batches(), all);
    }

    @Test
    void recordsThatCanNeverBeMadeFail() {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(new Records.Paint(Color.RED, i));
        }
        check(new Records.Failing(), all);
    }

    @Test
    void recordsAreEqualByComponents() {
        List<Records.Mixed> mixed = new ArrayList<>();
        for (float f : new float[] {0f, -0f, Float.NaN, 1f}) {
            for (int i = 0; i < 4; i++) {
                mixed.add(
                        new Records.Mixed(
                                i & 1, 1L << 40, f, -f, Color.RED, new Point(1, i & 1), i > 1));
                mixed.add(
                        new Records.Mixed(
                                i, 5, f, f, Color.values()[i % 3], new Point(i, 1), true));
            }
        }
        List<Object> all = new ArrayList<>();
        mixed.forEach(a -> mixed.forEach(b -> all.add(new Records.Pair(a, b))));
        check(new Records.Comparer(), all);
    }

    @Test
    void airportAgrees() {
        List<Object> all = new ArrayList<>();
        all.add(new Airport.Query());
        for (int i = 0; i < 100; i++) {
            all.add(new Airport.Flight(i - 30, i));
            all.add(new Airport.Query());
        }
        check(new Airport(), all);
    }

    private static List<Object> aggregateInputs(int from, int to) {
        List<Object> all = new ArrayList<>();
        Random random = random();
        for (int i = 0; i < 500; i++) {
            all.add(
                    new Aggregates.In(
                            random.nextInt(from, to), random.nextInt(from, to) * (i % 3 + 1)));
        }
        return all;
    }

    @Test
    void localArraysAgree() {
        check(new Aggregates.LocalArrays(), aggregateInputs(-1, 9));
    }

    @Test
    void arraysOfArraysAgree() {
        check(new Aggregates.Grids(), aggregateInputs(-1, 5));
    }

    @Test
    void arraysInRecordsThatAreMadeAgree() {
        check(new Aggregates.Replies(), aggregateInputs(-3, 9));
    }

    @Test
    void helperObjectsAgree() {
        check(new Aggregates.Composed(), aggregateInputs(-1, 4));
    }

    @Test
    void orderBookAgrees() {
        List<Object> all = new ArrayList<>();
        Random random = random();
        for (int i = 0; i < 2000; i++) {
            var direction = OrderBook.Direction.values()[random.nextInt(2)];
            long price =
                    1000 + (direction == OrderBook.Direction.BUY ? -1 : 1) * random.nextInt(-3, 30);
            all.add(
                    switch (random.nextInt(10)) {
                        case 0 -> new OrderBook.Snapshot();
                        case 1, 2 -> new OrderBook.Cancel(direction, price);
                        case 3 -> new OrderBook.Limit(direction, price, Integer.MAX_VALUE - i);
                        default -> new OrderBook.Limit(direction, price, random.nextInt(-1, 50));
                    });
        }
        check(new OrderBook(), all);
    }

    @Test
    void exactArithmeticFaultsOnOverflow() {
        List<Object> all = new ArrayList<>();
        for (int which = 0; which < 14; which++) {
            for (int i = 0; i < INTS.length; i++) {
                // few: once compiled, the JVM throws them without their line
                for (int j = i % 7; j < LONGS.length; j += 7) {
                    int a = INTS[i];
                    int b = INTS[(i + j) % INTS.length];
                    all.add(
                            new Arithmetic.Exact(
                                    which, a, b, LONGS[j], LONGS[(i + 2 * j) % LONGS.length]));
                }
            }
        }
        check(new Arithmetic.Exacts(), all);
    }

    @Test
    void halfPrecisionAgrees() {
        List<Object> all = new ArrayList<>();
        Random random = random();
        for (int h = Short.MIN_VALUE; h <= Short.MAX_VALUE; h++) {
            float exact = Float.float16ToFloat((short) h);
            float next = Float.float16ToFloat((short) (h + 1));
            float tie = Float.isFinite(next) && Float.isFinite(exact) ? (exact + next) / 2 : exact;
            float near = Math.nextAfter(tie, h % 2 == 0 ? 1e9 : -1e9);
            if (!Float.isNaN(exact) && h % 3 == 0) {
                all.add(new Arithmetic.Half((short) h, tie));
                all.add(new Arithmetic.Half((short) h, near));
            }
        }
        for (int i = 0; i < 1000; i++) {
            float any = Float.intBitsToFloat(random.nextInt());
            all.add(new Arithmetic.Half((short) i, Float.isNaN(any) ? Float.NaN : any));
        }
        for (float f : FLOATS) {
            all.add(new Arithmetic.Half((short) 0x7c00, f));
        }
        check(new Arithmetic.HalfPrecision(), all);
    }

    @Test
    @SuppressWarnings("unchecked")
    void transcendentalFunctionsAreWithinFourUlpsOfStrictMath() {
        Differential both =
                new Differential(code, transpiled.get(Arithmetic.Transcendentals.class));
        Random random = random();
        List<Arithmetic.Real> all = new ArrayList<>();
        for (double a : DOUBLES) {
            for (double b : DOUBLES) {
                all.add(new Arithmetic.Real(a, b));
            }
        }
        for (int i = 0; i < 5000; i++) {
            all.add(new Arithmetic.Real(random.nextGaussian() * 20, random.nextGaussian() * 20));
            all.add(new Arithmetic.Real(random.nextDouble(), random.nextGaussian()));
        }
        for (Arithmetic.Real real : all) {
            List<Object> replies = both.replies(new Arithmetic.Transcendentals(), real);
            List<Double> expected = (List<Double>) ((List<Object>) replies.get(0)).get(1);
            List<Double> actual = (List<Double>) ((List<Object>) replies.get(1)).get(1);
            for (int f = 0; f < expected.size(); f++) {
                double e = expected.get(f);
                double ulps = Math.abs(actual.get(f) - e) / Math.ulp(e);
                boolean same = actual.get(f).equals(e);
                assertThat(same || ulps <= 4 /* glibc's cbrt */)
                        .as("function %d of %s: %s, not %s", f, real, actual.get(f), e)
                        .isTrue();
            }
        }
    }
}
