package io.ringkernel.transpiler.actors;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.Length;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Programs that must be refused; a comment on each bad line names the rules that it breaks, in
 * order.
 */
@SuppressWarnings("unused")
public final class Rejected {

    private Rejected() {}

    public record In(int a, int b) {}

    public record Out(long value) {}

    public sealed interface Many permits One, Two {}

    public record One(int a) implements Many {}

    public record Two(int b) implements Many {}

    public record Wrapped(@Length(2) int[] values) {}

    public abstract static class Silent implements Actor<In, Out> {}

    public static final class UnknownCalls implements Actor<In, Out> {
        private double x;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            x = Math.random(); // !RK110
            x += System.nanoTime(); // !RK110
            int h = m.hashCode(); // !RK110
            context.reply(new Out((long) x + h));
        }
    }

    public static final class Recursion implements Actor<In, Out> {
        @Override
        public void receive(In m, ActorContext<Out> context) {
            context.reply(new Out(factorial(m.a())));
        }

        private static long factorial(int n) {
            return n < 2 ? 1 : n * factorial(n - 1); // !RK111
        }
    }

    public static final class Allocation implements Actor<In, Out> {
        private int n;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            List<Integer> list = new ArrayList<>(); // !RK120
            list.add(m.a()); // !RK110
            n = list.size();
            Object o = new Object(); // !RK120
        }
    }

    public static final class NewArrays implements Actor<In, Out> {
        private int n;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            int[] unknown = new int[m.a()]; // !RK121
            unknown[0] = 1;
            int[] none = new int[0]; // !RK121
            long[] large = new long[1 << 20]; // !RK121
            In[] records = new In[3]; // !RK121
            int[][] rows = {{1, 2}, {3, 4}}; // !RK121
            int[][][] cube = new int[2][2][2]; // !RK121
            int[][] grid = new int[2][3];
            int[][] shared = grid.clone(); // !RK121
            grid[0] = grid[1]; // !RK122
            n = grid[0][1];
        }
    }

    public static final class ArraysOfCallsMerge implements Actor<In, Out> {
        @Override
        public void receive(In m, ActorContext<Out> context) {
            int[] a = new int[2];
            int[] b = new int[2];
            int[] chosen = m.a() > 0 ? a : b; // !RK161
            context.reply(new Out(chosen[0]));
        }
    }

    public static final class ArrayOfTheLastRound implements Actor<In, Out> {
        @Override
        public void receive(In m, ActorContext<Out> context) {
            int[] last = new int[2];
            for (int i = 0; i < m.a(); i++) {
                int[] next = new int[2];
                next[0] = last[1];
                last = next;
            }
            context.reply(new Out(last[0])); // !RK161
        }
    }

    public static final class ArraysReturned implements Actor<In, Out> {
        @Override
        public void receive(In m, ActorContext<Out> context) {
            context.reply(new Out(choose(m.a())[0]));
        }

        private static int[] choose(int n) {
            if (n > 0) {
                return new int[] {1}; // !RK161
            }
            return new int[] {2};
        }
    }

    public static final class ArrayField implements Actor<In, Out> {
        @Length(2)
        private int[] a = new int[2];

        @Length(2)
        private int[] b = new int[2];

        @Length(3)
        private int[] c = new int[3];

        private Side side = new Side();

        @Override
        public void receive(In m, ActorContext<Out> context) {
            a = b; // !RK122
            side = side.next(side); // !RK122
            int[] chosen = m.a() > 0 ? a : c; // !RK161
            context.reply(new Out(chosen[0]));
        }
    }

    public static final class Side {
        private int n;

        private Side next(Side other) {
            n++;
            return other;
        }
    }

    public static final class Helpers implements Actor<In, Out> {
        private final Side side = new Side();
        private final Side other = new Side();

        @Length(2)
        private final Side[] sides = {new Side(), new Side()};

        @Override
        public void receive(In m, ActorContext<Out> context) {
            Side fresh = new Side(); // !RK120
            sides[0] = side; // !RK122
            if (side == other) { // !RK162
                context.reply(new Out(side.hashCode())); // !RK110
            }
        }
    }

    public static final class RecordArray implements Actor<Wrapped, Wrapped> {
        @Length(2)
        private final int[] a = new int[2];

        @Override
        public void receive(Wrapped m, ActorContext<Wrapped> context) {
            m.values()[0] = 1; // !RK123
            context.reply(new Wrapped(a));
        }
    }

    public static final class RecordArrayOfAnotherLength implements Actor<In, Wrapped> {
        @Override
        public void receive(In m, ActorContext<Wrapped> context) {
            context.reply(wrap(new int[3]));
        }

        private static Wrapped wrap(int[] values) {
            return new Wrapped(values); // !RK123
        }
    }

    public static final class RecordArrayKept implements Actor<In, Wrapped> {
        @Length(2)
        private final int[] a = new int[2];

        private Wrapped last = new Wrapped(new int[2]);

        @Override
        public void receive(In m, ActorContext<Wrapped> context) {
            last = new Wrapped(a); // !RK123
            int[] mine = {m.a(), m.b()};
            Wrapped w = new Wrapped(mine); // !RK123
            mine[0]++;
            last = w;
            store(mine);
            Wrapped read = new Wrapped(a); // !RK123
            context.reply(new Wrapped(new int[] {read.values()[0], 1}));
        }

        private void store(int[] values) {
            for (int i = 0; i < 2; i++) {
                last = new Wrapped(values); // !RK123
            }
        }
    }

    public static final class Texts implements Actor<In, Out> {
        @Override
        public void receive(In m, ActorContext<Out> context) {
            String s = "a" + m.a(); // !RK130
            if ("x".equals(m.toString())) { // !RK130
                throw new IllegalStateException("bad: " + m.b()); // !RK130
            }
        }
    }

    public record Named(int a, @Length(8) String name) {}

    public record Label(int a, Named named) {}

    public record Labels(@Length(2) Label[] labels) {}

    public static final class TextReceived implements Actor<Named, Out> {
        @Override
        public void receive(Named m, ActorContext<Out> context) {
            context.reply(new Out(m.a())); // !RK130
        }
    }

    public static final class TextReplied implements Actor<In, Label> {
        private int n;

        @Override
        public void receive(In m, ActorContext<Label> context) {
            n = m.a(); // !RK130
            context.reply(new Label(n, new Named(m.b(), "b")));
        }
    }

    public static final class TextInArray implements Actor<Labels, Labels> {
        @Override
        public void receive(Labels m, ActorContext<Labels> context) {
            context.reply(m); // !RK130
        }
    }

    public static final class TextKept implements Actor<In, Out> {
        @Length(4)
        private String text = "";

        private int n;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            n = m.a(); // !RK130
            text = "a";
        }
    }

    public static final class TextInBetween implements Actor<In, Out> {
        @Override
        public void receive(In m, ActorContext<Out> context) {
            context.reply(new Out(named(m.a())));
        }

        private static int named(int n) {
            Named named = new Named(n, "name"); // !RK130
            return named.a();
        }
    }

    public static final class Lambdas implements Actor<In, Out> {
        @Override
        public void receive(In m, ActorContext<Out> context) {
            IntUnaryOperator twice = i -> 2 * i; // !RK131
            context.reply(new Out(twice.applyAsInt(m.a())));
        }
    }

    public static final class Nulls implements Actor<In, Out> {
        private Out last = new Out(1);

        @Override
        public void receive(In m, ActorContext<Out> context) {
            last = null; // !RK132
            context.reply(null); // !RK132
        }
    }

    public static final class Locks implements Actor<In, Out> {
        private int n;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            synchronized (this) { // !RK140
                n++;
            } // !RK140
            locked(); // !RK140
        }

        private synchronized void locked() {
            n++;
        }
    }

    public static final class Tries implements Actor<In, Out> {
        private int n;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            try {
                n = m.a() / m.b(); // !RK141
            } catch (ArithmeticException e) {
                n = 0;
            }
        }
    }

    public static final class Throws implements Actor<In, Out> {
        private static final RuntimeException SHARED = new IllegalStateException("shared");

        @Override
        public void receive(In m, ActorContext<Out> context) {
            if (m.a() > 0) {
                throw new Odd("x"); // !RK142
            }
            throw new IndexOutOfBoundsException(m.b()); // !RK142
        }
    }

    public static final class Odd extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Odd(String s) {
            super("odd " + s);
        }
    }

    public static final class Statics implements Actor<In, Out> {
        private static long counter;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            counter = m.a(); // !RK150
            context.reply(new Out(counter)); // !RK150
        }
    }

    public static final class Casts implements Actor<Many, Out> {
        @Override
        public void receive(Many m, ActorContext<Out> context) {
            One one = (One) m; // !RK160
            context.reply(new Out(one.a()));
        }
    }

    public static final class Merges implements Actor<In, Out> {
        @Override
        public void receive(In m, ActorContext<Out> context) {
            Many many = m.a() > 0 ? new One(1) : new Two(2); // !RK161
            context.reply(new Out(many instanceof One ? 1 : 2));
        }
    }

    public static final class Identity implements Actor<In, Out> {
        @Override
        public void receive(In m, ActorContext<Out> context) {
            Out a = new Out(m.a());
            Out b = new Out(m.b());
            if (a == b) { // !RK162
                context.reply(a);
            }
        }
    }

    public static class Dispatch implements Actor<Many, Many> {
        @Override
        public void receive(Many m, ActorContext<Many> context) {
            context.reply(m); // !RK170
            int h = m.hashCode(); // !RK112
        }
    }

    public static final class Supers implements Actor<In, Out> {
        @Override
        public int hashCode() {
            return 5;
        }

        @Override
        public void receive(In m, ActorContext<Out> context) {
            context.reply(new Out(super.hashCode())); // !RK112
        }
    }

    public static final class Unsupported implements Actor<In, Out> {
        private Object anything = "text";

        @Override
        public void receive(In m, ActorContext<Out> context) {
            context.reply(new Out(1));
        }
    }

    public static final class PatternMayFail implements Actor<In, Out> {
        public record Half(int n) {
            public int n() {
                return 10 / n;
            }
        }

        @Override
        public void receive(In m, ActorContext<Out> context) {
            Object o = new Half(m.a());
            if (o instanceof Half(int n)) { // !RK141
                context.reply(new Out(n));
            }
        }
    }
}
