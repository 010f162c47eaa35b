package io.ringkernel.transpiler.actors;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.Length;

/** Records, patterns, enums. */
public final class Records {

    private Records() {}

    public record Point(int x, int y) {
        Point plus(Point other) {
            return new Point(x + other.x, y + other.y);
        }

        long norm() {
            return (long) x * x + (long) y * y;
        }

        Point(int both) {
            this(both, both);
        }
    }

    public sealed interface Shape permits Round, Line, Dot, Nothing {}

    public sealed interface Round extends Shape permits Circle, Ring {}

    public record Circle(Point center, double radius) implements Round {}

    public record Ring(Point center, float inner, float outer) implements Round {}

    public record Line(Point from, Point to) implements Shape {}

    public record Dot(Point at) implements Shape {}

    public record Nothing() implements Shape {}

    public record Measure(double size, int which, Point last) {}

    public static final class Shapes implements Actor<Shape, Measure> {
        private Point last = new Point(7);
        private int seen;

        @Override
        public void receive(Shape shape, ActorContext<Measure> context) {
            seen++;
            Measure result =
                    switch (shape) {
                        case Circle(Point c, double r) when r > 100 -> new Measure(r, 1, c);
                        case Circle(Point(int x, int y), double r) when x == y && seen > 2 ->
                                new Measure(x * r, 2, last);
                        case Circle c -> new Measure(c.radius(), 3, c.center());
                        case Line(Point from, Point(var x, var y)) when from.x() == x ->
                                new Measure(Math.abs(from.y() - y), 4, from);
                        case Line(Point(int a, int b), Point to) ->
                                new Measure(a + b - to.y(), 5, to);
                        case Round round -> new Measure(size(round), 6, last);
                        case Dot d when d.at().norm() > 50 ->
                                new Measure(d.at().norm(), 7, d.at().plus(last));
                        case Dot d -> new Measure(0, 8, new Point(d.at().x()));
                        case Nothing() -> new Measure(Double.NaN, 9, last);
                    };
            Point old = last;
            last = result.last().plus(old);
            context.reply(new Measure(result.size(), result.which() + old.x(), last));
        }

        private double size(Round round) {
            return switch (round) {
                case Circle c -> -1;
                case Ring(Point p, float inner, float outer) -> outer - inner + p.norm();
            };
        }
    }

    public static final class Instances implements Actor<Shape, Measure> {
        private long total;

        @Override
        public void receive(Shape shape, ActorContext<Measure> context) {
            if (shape instanceof Line(Point a, Point b) && a.x() > b.x()) {
                total += a.x();
                return;
            }
            if (!(shape instanceof Dot dot)) {
                if (shape instanceof Round) {
                    total -= 1;
                }
                context.reply(new Measure(total, 0, new Point(1, 2)));
                return;
            }
            Point p = dot.at().x() > 0 ? dot.at() : new Point(3, 4);
            for (int i = 0; i < 3; i++) {
                p = p.plus(p);
            }
            total += p.norm();
            context.reply(new Measure(total, 1, p));
        }
    }

    public enum Color {
        RED,
        GREEN,
        BLUE
    }

    public record Paint(Color color, int amount) {}

    public record Painted(Color last, int red, int other, boolean same, int ordinal) {}

    public static final class Painter implements Actor<Paint, Painted> {
        private Color last = Color.BLUE;
        private int red;
        private int other;

        @Override
        public void receive(Paint m, ActorContext<Painted> context) {
            switch (m.color()) {
                case RED -> red += m.amount();
                case BLUE -> other -= m.amount();
                default -> other += 2 * m.amount();
            }
            boolean same = m.color() == last;
            int bonus =
                    switch (last) {
                        case RED -> 1;
                        case GREEN -> 2;
                        case BLUE -> 3;
                    };
            last = m.amount() > 10 ? Color.GREEN : m.color();
            context.reply(new Painted(last, red + bonus, other, same, last.ordinal()));
        }
    }

    public record Batch(int count, @Length(4) int[] values, @Length(2) Point[] points, byte tag) {}

    public record Total(long sum, int x) {}

    public static final class Batches implements Actor<Batch, Total> {
        private long all;

        @Override
        public void receive(Batch m, ActorContext<Total> context) {
            long sum = m.tag();
            for (int i = 0; i < m.count(); i++) {
                sum += m.values()[i];
            }
            all += sum;
            context.reply(
                    new Total(
                            sum + m.values().length,
                            m.points()[m.count() & 3].plus(m.points()[0]).x()));
        }
    }

    public static final class Echo implements Actor<Paint, Paint> {
        @Override
        public void receive(Paint m, ActorContext<Paint> context) {
            context.reply(m);
        }
    }

    public sealed interface Answer permits Yes, No {}

    public record Yes(long n) implements Answer {}

    public record No() implements Answer {}

    public static final class Decider implements Actor<Paint, Answer> {
        @Override
        public void receive(Paint m, ActorContext<Answer> context) {
            if (m.amount() > 0) {
                context.reply(new Yes(m.amount()));
            } else {
                context.reply(new No());
            }
        }
    }

    public record Mixed(int i, long l, float f, double d, Color color, Point point, boolean flag) {}

    public record Pair(Mixed a, Mixed b) {}

    public record Equality(boolean equal, boolean same, boolean points) {}

    public static final class Comparer implements Actor<Pair, Equality> {
        @Override
        public void receive(Pair m, ActorContext<Equality> context) {
            context.reply(
                    new Equality(
                            m.a().equals(m.b()),
                            m.a().point().equals(m.b().point()),
                            new Point(1, m.a().i()).equals(m.b().point())));
        }
    }

    public record Never(int n) {
        public Never {
            if (n * 0 == 0) {
                throw new IllegalArgumentException("never");
            }
        }

        public static Never of(int n) {
            throw new UnsupportedOperationException();
        }
    }

    public static final class Failing implements Actor<Paint, Painted> {
        private int n;

        @Override
        public void receive(Paint m, ActorContext<Painted> context) {
            n++;
            Never never = m.amount() > 10 ? new Never(n) : Never.of(n);
            n += never.n();
            context.reply(new Painted(m.color(), n, never.n(), never.equals(never), 0));
        }
    }
}
