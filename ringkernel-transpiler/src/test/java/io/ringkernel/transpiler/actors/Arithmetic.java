package io.ringkernel.transpiler.actors;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;

/** Every operator on every number type. */
public final class Arithmetic {

    private Arithmetic() {}

    public record IntPair(int a, int b) {}

    public record IntResult(
            int add,
            int sub,
            int mul,
            int and,
            int or,
            int xor,
            int shl,
            int shr,
            int ushr,
            int neg,
            int not,
            int inc,
            boolean lt,
            boolean le,
            boolean gt,
            boolean ge,
            boolean eq,
            boolean ne,
            byte b,
            short s,
            char c,
            long l,
            float f,
            double d,
            int abs,
            int min,
            int max,
            int compare,
            int unsigned) {}

    public static final class Ints implements Actor<IntPair, IntResult> {
        @Override
        public void receive(IntPair m, ActorContext<IntResult> context) {
            int a = m.a();
            int b = m.b();
            int i = a;
            i++;
            i += 1000;
            context.reply(
                    new IntResult(
                            a + b,
                            a - b,
                            a * b,
                            a & b,
                            a | b,
                            a ^ b,
                            a << b,
                            a >> b,
                            a >>> b,
                            -a,
                            ~a,
                            i,
                            a < b,
                            a <= b,
                            a > b,
                            a >= b,
                            a == b,
                            a != b,
                            (byte) a,
                            (short) a,
                            (char) a,
                            a,
                            a,
                            a,
                            Math.abs(a),
                            Math.min(a, b),
                            Math.max(a, b),
                            Integer.compare(a, b),
                            Integer.compareUnsigned(a, b)));
        }
    }

    public record IntQuotients(
            int div, int rem, int floorDiv, int floorMod, int divUnsigned, int remUnsigned) {}

    public static final class IntDivision implements Actor<IntPair, IntQuotients> {
        private int calls;

        @Override
        public void receive(IntPair m, ActorContext<IntQuotients> context) {
            calls++;
            int a = m.a();
            int b = m.b();
            context.reply(
                    new IntQuotients(
                            a / b,
                            a % b,
                            Math.floorDiv(a, b),
                            Math.floorMod(a, b),
                            Integer.divideUnsigned(a, b),
                            Integer.remainderUnsigned(a, b)));
            calls += 10;
        }
    }

    public record LongPair(long a, long b) {}

    public record LongResult(
            long add,
            long sub,
            long mul,
            long and,
            long or,
            long xor,
            long shl,
            long shr,
            long ushr,
            long neg,
            long not,
            boolean lt,
            boolean le,
            boolean gt,
            boolean ge,
            boolean eq,
            boolean ne,
            int i,
            byte b,
            short s,
            char c,
            float f,
            double d,
            long abs,
            long min,
            long max,
            int compare,
            int signum,
            long high) {}

    public static final class Longs implements Actor<LongPair, LongResult> {
        @Override
        public void receive(LongPair m, ActorContext<LongResult> context) {
            long a = m.a();
            long b = m.b();
            context.reply(
                    new LongResult(
                            a + b,
                            a - b,
                            a * b,
                            a & b,
                            a | b,
                            a ^ b,
                            a << b,
                            a >> (int) b,
                            a >>> b,
                            -a,
                            ~a,
                            a < b,
                            a <= b,
                            a > b,
                            a >= b,
                            a == b,
                            a != b,
                            (int) a,
                            (byte) a,
                            (short) a,
                            (char) a,
                            a,
                            a,
                            Math.abs(a),
                            Math.min(a, b),
                            Math.max(a, b),
                            Long.compare(a, b),
                            Long.signum(a),
                            Math.multiplyHigh(a, b)));
        }
    }

    public record LongQuotients(
            long div,
            long rem,
            long floorDiv,
            long floorMod,
            long floorDivInt,
            int floorModInt,
            long du,
            long ru) {}

    public static final class LongDivision implements Actor<LongPair, LongQuotients> {
        @Override
        public void receive(LongPair m, ActorContext<LongQuotients> context) {
            long a = m.a();
            long b = m.b();
            context.reply(
                    new LongQuotients(
                            a / b,
                            a % b,
                            Math.floorDiv(a, b),
                            Math.floorMod(a, b),
                            Math.floorDiv(a, (int) b),
                            Math.floorMod(a, (int) b),
                            Long.divideUnsigned(a, b),
                            Long.remainderUnsigned(a, b)));
        }
    }

    public record FloatPair(float a, float b) {}

    public record FloatResult(
            float add,
            float sub,
            float mul,
            float div,
            float rem,
            float neg,
            float mulAdd,
            float fma,
            float min,
            float max,
            float abs,
            float signum,
            float copySign,
            float twice,
            float zero,
            boolean lt,
            boolean le,
            boolean gt,
            boolean ge,
            boolean eq,
            boolean ne,
            int notLt,
            int notLe,
            int notGt,
            int notGe,
            int compare,
            int i,
            long l,
            double d,
            byte b,
            short s,
            char c,
            int round,
            int bits,
            boolean nan,
            boolean infinite,
            boolean finite,
            float root) {}

    public static final class Floats implements Actor<FloatPair, FloatResult> {
        @Override
        public void receive(FloatPair m, ActorContext<FloatResult> context) {
            float a = m.a();
            float b = m.b();
            context.reply(
                    new FloatResult(
                            a + b,
                            a - b,
                            a * b,
                            a / b,
                            a % b,
                            -a,
                            a * b + a,
                            Math.fma(a, b, a),
                            Math.min(a, b),
                            Math.max(a, b),
                            Math.abs(a),
                            Math.signum(a),
                            Math.copySign(a, b),
                            a * 2.0f,
                            a * 0.0f + 0.0f,
                            a < b,
                            a <= b,
                            a > b,
                            a >= b,
                            a == b,
                            a != b,
                            !(a < b) ? 1 : 2,
                            !(a <= b) ? 1 : 2,
                            !(a > b) ? 1 : 2,
                            !(a >= b) ? 1 : 2,
                            Float.compare(a, b),
                            (int) a,
                            (long) a,
                            a,
                            (byte) a,
                            (short) a,
                            (char) a,
                            Math.round(a),
                            Float.floatToIntBits(a),
                            Float.isNaN(a),
                            Float.isInfinite(a),
                            Float.isFinite(a),
                            (float) Math.sqrt(a)));
        }
    }

    public record DoublePair(double a, double b) {}

    public record DoubleResult(
            double add,
            double sub,
            double mul,
            double div,
            double rem,
            double neg,
            double mulAdd,
            double fma,
            double min,
            double max,
            double abs,
            double signum,
            double copySign,
            double zero,
            boolean lt,
            boolean le,
            boolean gt,
            boolean ge,
            boolean eq,
            boolean ne,
            int notLt,
            int notLe,
            int notGt,
            int notGe,
            int compare,
            int i,
            long l,
            float f,
            long round,
            long bits,
            double floor,
            double ceil,
            double rint,
            double root,
            boolean nan) {}

    public static final class Doubles implements Actor<DoublePair, DoubleResult> {
        @Override
        public void receive(DoublePair m, ActorContext<DoubleResult> context) {
            double a = m.a();
            double b = m.b();
            context.reply(
                    new DoubleResult(
                            a + b,
                            a - b,
                            a * b,
                            a / b,
                            a % b,
                            -a,
                            a * b + a,
                            Math.fma(a, b, a),
                            Math.min(a, b),
                            Math.max(a, b),
                            Math.abs(a),
                            Math.signum(a),
                            Math.copySign(a, b),
                            a * 0.0,
                            a < b,
                            a <= b,
                            a > b,
                            a >= b,
                            a == b,
                            a != b,
                            !(a < b) ? 1 : 2,
                            !(a <= b) ? 1 : 2,
                            !(a > b) ? 1 : 2,
                            !(a >= b) ? 1 : 2,
                            Double.compare(a, b),
                            (int) a,
                            (long) a,
                            (float) a,
                            Math.round(a),
                            Double.doubleToLongBits(a),
                            Math.floor(a),
                            Math.ceil(a),
                            Math.rint(a),
                            Math.sqrt(a),
                            Double.isNaN(a)));
        }
    }

    public record BitResult(
            int count,
            int leading,
            int trailing,
            int left,
            int right,
            int reverse,
            int bytes,
            int high,
            int low,
            long unsigned,
            int sum,
            int signum,
            int countL,
            int leadingL,
            int trailingL,
            long leftL,
            long rightL,
            long reverseL,
            long bytesL,
            long highL,
            long lowL,
            float f,
            double d) {}

    public record BitInput(int i, long l, int n) {}

    public static final class Bits implements Actor<BitInput, BitResult> {
        @Override
        public void receive(BitInput m, ActorContext<BitResult> context) {
            int i = m.i();
            long l = m.l();
            int n = m.n();
            context.reply(
                    new BitResult(
                            Integer.bitCount(i),
                            Integer.numberOfLeadingZeros(i),
                            Integer.numberOfTrailingZeros(i),
                            Integer.rotateLeft(i, n),
                            Integer.rotateRight(i, n),
                            Integer.reverse(i),
                            Integer.reverseBytes(i),
                            Integer.highestOneBit(i),
                            Integer.lowestOneBit(i),
                            Integer.toUnsignedLong(i),
                            Integer.sum(i, n),
                            Integer.signum(i),
                            Long.bitCount(l),
                            Long.numberOfLeadingZeros(l),
                            Long.numberOfTrailingZeros(l),
                            Long.rotateLeft(l, n),
                            Long.rotateRight(l, n),
                            Long.reverse(l),
                            Long.reverseBytes(l),
                            Long.highestOneBit(l),
                            Long.lowestOneBit(l),
                            Float.intBitsToFloat(i),
                            Double.longBitsToDouble(l)));
        }
    }

    public record Constants(
            int minInt,
            long minLong,
            float nan,
            double infinity,
            float negativeZero,
            double tiny,
            float big,
            double pi,
            long fromStatic,
            int folded,
            double third,
            char c,
            double one) {}

    public record Ask(boolean other) {}

    public static final class Literals implements Actor<Ask, Constants> {
        private static final long STATIC = Long.parseLong("-9000000000");
        private static final double ONE = Math.cos(0);

        @Override
        public void receive(Ask m, ActorContext<Constants> context) {
            int shift = 33;
            context.reply(
                    m.other()
                            ? new Constants(
                                    -1,
                                    -1L,
                                    -1f,
                                    -1.0,
                                    1f,
                                    Double.MAX_VALUE,
                                    Float.MIN_VALUE,
                                    1e-7,
                                    0,
                                    0,
                                    0,
                                    'x',
                                    1)
                            : new Constants(
                                    Integer.MIN_VALUE,
                                    Long.MIN_VALUE,
                                    Float.NaN,
                                    Double.NEGATIVE_INFINITY,
                                    -0.0f,
                                    Double.MIN_VALUE,
                                    Float.MAX_VALUE,
                                    Math.PI,
                                    STATIC,
                                    1 << shift,
                                    1.0 / 3,
                                    '\uffff',
                                    ONE));
        }
    }

    public record Narrow(byte b, short s, char c, boolean flag, int i) {}

    public record Widened(
            int b, int s, int c, boolean flag, boolean both, boolean either, boolean one) {}

    public static final class NarrowFields implements Actor<Narrow, Widened> {
        private byte b = -5;
        private short s = 300;
        private char c = 'a';
        private boolean flag = true;
        private float f = 1.5f;

        @Override
        public void receive(Narrow m, ActorContext<Widened> context) {
            b += m.b();
            b++;
            s *= m.s();
            c += m.c();
            c--;
            flag ^= m.flag();
            f += m.i();
            b = (byte) (b << 1);
            boolean other = m.i() > 0;
            context.reply(new Widened(b, s, c, flag, flag & other, flag | other, flag != other));
        }
    }

    public record Exact(int which, int a, int b, long c, long d) {}

    public record ExactResult(int i, long l) {}

    public static final class Exacts implements Actor<Exact, ExactResult> {
        private int calls;

        @Override
        public void receive(Exact m, ActorContext<ExactResult> context) {
            calls++;
            int i = m.a();
            long l = m.c();
            switch (m.which()) {
                case 0 -> i = Math.addExact(m.a(), m.b());
                case 1 -> i = Math.subtractExact(m.a(), m.b());
                case 2 -> i = Math.multiplyExact(m.a(), m.b());
                case 3 -> i = Math.negateExact(m.a());
                case 4 -> i = Math.incrementExact(m.a());
                case 5 -> i = Math.decrementExact(m.a());
                case 6 -> i = Math.toIntExact(m.c());
                case 7 -> l = Math.addExact(m.c(), m.d());
                case 8 -> l = Math.subtractExact(m.c(), m.d());
                case 9 -> l = StrictMath.multiplyExact(m.c(), m.d());
                case 10 -> l = Math.multiplyExact(m.c(), m.b());
                case 11 -> l = Math.negateExact(m.c());
                case 12 -> l = Math.incrementExact(m.c());
                default -> l = Math.decrementExact(m.c());
            }
            calls++;
            context.reply(new ExactResult(i, l));
        }
    }

    public record Half(short half, float number) {}

    public record Halves(short half, float number, float rounded) {}

    public static final class HalfPrecision implements Actor<Half, Halves> {
        private short last;

        @Override
        public void receive(Half m, ActorContext<Halves> context) {
            last = Float.floatToFloat16(m.number());
            context.reply(
                    new Halves(last, Float.float16ToFloat(m.half()), Float.float16ToFloat(last)));
        }
    }

    public record Real(double a, double b) {}

    public record Reals(
            double exp,
            double expm1,
            double log,
            double log10,
            double log1p,
            double sin,
            double cos,
            double tan,
            double asin,
            double acos,
            double atan,
            double sinh,
            double cosh,
            double tanh,
            double cbrt,
            double atan2,
            double hypot,
            double pow) {}

    /** Not exact; see MathTest. */
    public static final class Transcendentals implements Actor<Real, Reals> {
        @Override
        public void receive(Real m, ActorContext<Reals> context) {
            double a = m.a();
            double b = m.b();
            context.reply(
                    new Reals(
                            StrictMath.exp(a),
                            StrictMath.expm1(a),
                            StrictMath.log(a),
                            StrictMath.log10(a),
                            StrictMath.log1p(a),
                            StrictMath.sin(a),
                            StrictMath.cos(a),
                            StrictMath.tan(a),
                            StrictMath.asin(a),
                            StrictMath.acos(a),
                            StrictMath.atan(a),
                            StrictMath.sinh(a),
                            StrictMath.cosh(a),
                            StrictMath.tanh(a),
                            StrictMath.cbrt(a),
                            StrictMath.atan2(a, b),
                            StrictMath.hypot(a, b),
                            StrictMath.pow(a, b)));
        }
    }

    public record Signed(float f, double d, float plain) {}

    public static final class StrictSigns implements Actor<DoublePair, Signed> {
        @Override
        public void receive(DoublePair m, ActorContext<Signed> context) {
            float a = (float) m.a();
            float b = (float) m.b();
            context.reply(
                    new Signed(
                            StrictMath.copySign(a, b),
                            StrictMath.copySign(m.a(), m.b()),
                            b == b ? Math.copySign(a, b) : 0f));
        }
    }
}
