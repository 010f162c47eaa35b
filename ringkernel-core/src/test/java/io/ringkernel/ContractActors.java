package io.ringkernel;

/**
 * The actors of {@link BackendContract}. They keep to what every backend runs: primitive fields,
 * one array field, records, pattern-matching switches, loops and static calls.
 */
public final class ContractActors {

    private ContractActors() {}

    /** What {@link Counter} understands. */
    public sealed interface Count permits Add, Get {}

    /** Adds to the sum; no reply. */
    public record Add(int amount) implements Count {}

    /** Asks for the {@link Sum}. */
    public record Get() implements Count {}

    /** What {@link Counter} replies. */
    public record Sum(long sum, int additions) {}

    /** Adds up; its initial sum is a constructor argument. */
    public static final class Counter implements Actor<Count, Sum> {
        private long sum;
        private int additions;

        /** Starts at an initial sum. */
        public Counter(long initial) {
            sum = initial;
        }

        @Override
        public void receive(Count message, ActorContext<Sum> context) {
            switch (message) {
                case Add(int amount) -> {
                    sum += amount;
                    additions++;
                }
                case Get get -> context.reply(new Sum(sum, additions));
            }
        }
    }

    /** What {@link Auditor} understands. */
    public sealed interface Audit permits Numbered, Report {}

    /** The next message of one of eight senders. */
    public record Numbered(int sender, int number) implements Audit {}

    /** Asks for the {@link Findings}. */
    public record Report() implements Audit {}

    /** What {@link Auditor} replies. */
    public record Findings(long received, int outOfOrder) {}

    /**
     * Checks that every sender's numbers come one after the other from 0: none lost, none twice,
     * none early.
     */
    public static final class Auditor implements Actor<Audit, Findings> {
        @Length(8)
        private final int[] expected = new int[8];

        private long received;
        private int outOfOrder;

        @Override
        public void receive(Audit message, ActorContext<Findings> context) {
            switch (message) {
                case Numbered(int sender, int number) -> {
                    if (expected[sender] != number) {
                        outOfOrder++;
                    }
                    expected[sender] = number + 1;
                    received++;
                }
                case Report report -> context.reply(new Findings(received, outOfOrder));
            }
        }
    }

    /** What {@link Faulty} understands. */
    public sealed interface Trial permits Divide, DivideLong, Element, Fail, ReplyTwice, Harmless {}

    /** Asks for a quotient, computed in a static method. */
    public record Divide(int dividend, int divisor) implements Trial {}

    /** Asks for a remainder of longs. */
    public record DivideLong(long dividend, long divisor) implements Trial {}

    /** Asks for an element of an array of four. */
    public record Element(int index) implements Trial {}

    /** Throws. */
    public record Fail() implements Trial {}

    /** Replies 1 and then 2. */
    public record ReplyTwice() implements Trial {}

    /** Replies 7. */
    public record Harmless() implements Trial {}

    /** What {@link Faulty} replies. */
    public record Outcome(long value) {}

    /** Does wrong what an actor can do wrong. */
    public static final class Faulty implements Actor<Trial, Outcome> {
        @Length(4)
        private final int[] elements = {10, 11, 12, 13};

        @Override
        public void receive(Trial message, ActorContext<Outcome> context) {
            switch (message) {
                case Divide(int dividend, int divisor) ->
                        context.reply(new Outcome(quotient(dividend, divisor)));
                case DivideLong(long dividend, long divisor) ->
                        context.reply(new Outcome(dividend % divisor));
                case Element(int index) -> context.reply(new Outcome(elements[index]));
                case Fail fail -> throw new IllegalStateException("told to fail");
                case ReplyTwice twice -> {
                    context.reply(new Outcome(1));
                    context.reply(new Outcome(2));
                }
                case Harmless harmless -> context.reply(new Outcome(7));
            }
        }

        private static int quotient(int dividend, int divisor) {
            return dividend / divisor;
        }
    }

    /** What {@link Mirror} understands and replies. */
    public sealed interface Shape permits Primitives, Line, Block {}

    /** Every primitive type. */
    public record Primitives(boolean z, byte b, short s, char c, int i, long l, float f, double d)
            implements Shape {}

    /** A record for others to hold. */
    public record Point(int x, double y) {}

    /** Nested records: 40 bytes. */
    public record Line(Point from, Point to, boolean closed) implements Shape {}

    /** An array in a record: 200 bytes. */
    public record Block(@Length(24) long[] values, long sum) implements Shape {}

    /**
     * Takes every message apart and replies one made of the parts, changed in one place; of an
     * array, its sum.
     */
    public static final class Mirror implements Actor<Shape, Shape> {
        @Override
        public void receive(Shape message, ActorContext<Shape> context) {
            switch (message) {
                case Primitives p ->
                        context.reply(
                                new Primitives(
                                        !p.z(), p.b(), p.s(), p.c(), p.i(), p.l(), p.f(), p.d()));
                case Line(Point from, Point to, boolean closed) ->
                        context.reply(new Line(to, from, closed));
                case Block(long[] values, long ignored) -> {
                    long sum = 0;
                    for (int i = 0; i < values.length; i++) {
                        sum += values[i];
                    }
                    context.reply(
                            new Primitives(
                                    true,
                                    (byte) 0,
                                    (short) 0,
                                    'b',
                                    values.length,
                                    sum,
                                    0,
                                    values[23]));
                }
            }
        }
    }

    /** Asks for {@link Reals}. */
    public record Real(double a, double b) {}

    /** What functions that are not exact give. */
    public record Reals(@Length(18) double[] values) {}

    /** Computes what the backends need not agree on to the last bit. */
    public static final class Calculator implements Actor<Real, Reals> {
        @Override
        public void receive(Real m, ActorContext<Reals> context) {
            double a = m.a();
            double b = m.b();
            context.reply(
                    new Reals(
                            new double[] {
                                Math.exp(a),
                                Math.expm1(a),
                                Math.log(a),
                                Math.log10(a),
                                Math.log1p(a),
                                Math.sin(a),
                                Math.cos(a),
                                Math.tan(a),
                                Math.asin(a),
                                Math.acos(a),
                                Math.atan(a),
                                Math.sinh(a),
                                Math.cosh(a),
                                Math.tanh(a),
                                Math.cbrt(a),
                                Math.atan2(a, b),
                                Math.hypot(a, b),
                                Math.pow(a, b)
                            }));
        }
    }
}
