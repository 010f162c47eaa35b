package io.ringkernel.transpiler.actors;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.Length;

/** Arrays made in code, arrays of arrays, arrays in records that are made, and helper objects. */
public final class Aggregates {

    private Aggregates() {}

    public record In(int a, int b) {}

    public record Out(long value) {}

    static final int SIZE = Integer.parseInt("5"); // not a constant of the class file

    public static final class LocalArrays implements Actor<In, Out> {
        private long rounds;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            int[] first = {3, 1, 4, 1, 5, 9, 2, 6};
            long[] second = new long[SIZE * 2 - 1];
            double[] third = new double[] {m.a(), 0.5, -0.0};
            boolean[] flags = new boolean[first.length];
            byte[] bytes = new byte[4];
            short[] shorts = new short[3];
            char[] chars = {'a', 'z'};
            float[] floats = new float[2];
            for (int round = 0; round < 3; round++) {
                int[] fresh = new int[3]; // all zeros in each round
                fresh[round] += m.b();
                second[round] = fresh[0] + 2L * fresh[1] + 3L * fresh[2];
                sort(first, 8 - round);
                fresh[0] = 77;
            }
            bytes[m.a() & 3] = (byte) m.b();
            shorts[Math.floorMod(m.b(), 3)]--;
            chars[1]++;
            floats[m.a() & 1] = 1.5f * m.b();
            flags[first[2]] = true;
            first[m.a()] += 100; // may fail
            int[] copy = first.clone();
            copy[0] = -1;
            long sum = rounds++ + third.length + bytes[1] + bytes[3] + shorts[0] + chars[1];
            for (int i = 0; i < 8; i++) {
                sum = 31 * sum + first[i] + copy[i] + (flags[i] ? 1 : 0);
            }
            for (long s : second) {
                sum = 7 * sum + s;
            }
            context.reply(new Out(sum + (long) (third[0] * third[1] + floats[0] + floats[1])));
        }

        private static void sort(int[] values, int n) {
            for (int i = 1; i < n; i++) {
                int v = values[i];
                int j = i - 1;
                for (; j >= 0 && values[j] > v; j--) {
                    values[j + 1] = values[j];
                }
                values[j + 1] = v;
            }
        }
    }

    public static final class Grids implements Actor<In, Out> {
        @Length({3, 4})
        private final int[][] cells = new int[3][4];

        @Length({2, 2})
        private final byte[][] small = new byte[2][2];

        private int turn;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            long[][] local = new long[2][3];
            cells[m.a()][m.b()]++; // may fail in either dimension
            int[] row = cells[turn % 3];
            row[turn & 3] += 10;
            for (int i = 0; i < local.length; i++) {
                for (int j = 0; j < local[i].length; j++) {
                    local[i][j] = i * 10 + j + sum(cells[j]);
                }
            }
            small[turn & 1][m.b() & 1] += 100;
            turn++;
            scale(local, 3);
            int[] last = turn % 2 == 0 ? cells[0] : cells[2];
            last[3]--;
            context.reply(
                    new Out(local[1][2] + 1000 * local[0][m.a()] + small[0][1] + total(cells)));
        }

        private static long sum(int[] values) {
            long sum = 0;
            for (int value : values) {
                sum += value;
            }
            return sum;
        }

        private static long total(int[][] grid) {
            long sum = grid.length;
            for (int[] row : grid) {
                sum = 5 * sum + sum(row);
            }
            return sum;
        }

        private static void scale(long[][] grid, int by) {
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 3; j++) {
                    grid[i][j] *= by;
                }
            }
        }
    }

    public record Window(int n, @Length(4) int[] values, @Length(3) double[] means) {
        public Window {
            if (n > 4) {
                throw new IllegalArgumentException("too many");
            }
        }

        long sum() {
            long sum = n;
            for (int value : values) {
                sum += value;
            }
            return sum;
        }
    }

    public record Both(Window first, Window second, int chosen) {}

    public sealed interface Answer permits Windows, Two {}

    public record Windows(@Length(4) int[] values) implements Answer {}

    public record Two(Both both) implements Answer {}

    public static final class Replies implements Actor<In, Answer> {
        @Length(4)
        private final int[] values = new int[4];

        private Window kept = new Window(0, new int[4], new double[3]);
        private int turn;

        @Override
        public void receive(In m, ActorContext<Answer> context) {
            turn++;
            switch (turn % 4) {
                case 0 -> {
                    Windows early = new Windows(values);
                    values[m.a() & 3] = m.b(); // seen by the reply, as it refers to the array
                    context.reply(early);
                    values[0]++; // not seen
                }
                case 1 -> {
                    int[] mine = {m.a(), m.b(), turn, 4};
                    Window made = new Window(m.a() & 7, mine, new double[] {0.5, m.b(), -0.0});
                    Window other = m.b() > 0 ? made : kept;
                    kept = new Window(2, mine.clone(), made.means());
                    context.reply(new Two(new Both(made, other, (int) other.sum())));
                }
                case 2 -> context.reply(new Two(new Both(kept, window(m.b()), 5)));
                default -> context.reply(new Windows(filled(m.b())));
            }
        }

        private Window window(int n) {
            int[] fresh = new int[4];
            if (n < 0) {
                fresh[1] = n;
                return new Window(1, fresh, kept.means());
            }
            for (int i = 0; i < 4; i++) {
                fresh[i] = n / (i + n);
            }
            return new Window(n & 3, fresh, new double[] {n, n, n});
        }

        private static int[] filled(int n) {
            int[] result = new int[4];
            for (int i = 0; i < result.length; i++) {
                result[i] = n;
                n >>= 1;
            }
            return result;
        }
    }

    /** A first-in-first-out queue of numbers. */
    public static final class Fifo {
        private int head;
        private int size;

        @Length(4)
        private final long[] items = new long[4];

        void add(long item) {
            if (size == 4) {
                throw new IllegalStateException("full");
            }
            items[(head + size++) & 3] = item;
        }

        long remove() {
            long item = items[head];
            head = (head + 1) & 3;
            size--;
            return item;
        }

        Fifo self() {
            return this;
        }
    }

    public static final class Pairs {
        private final Fifo one = new Fifo();

        @Length(3)
        private final Fifo[] many = {new Fifo(), new Fifo(), new Fifo()};

        private Records.Point last = new Records.Point(1);
        private Records.Color color = Records.Color.GREEN;
        private boolean used;
        private char letter = 'a';
        private short total;
    }

    public static final class Composed implements Actor<In, Out> {
        private final Pairs pairs = new Pairs();
        private final Fifo direct = new Fifo();
        private long count;

        @Override
        public void receive(In m, ActorContext<Out> context) {
            Fifo chosen = m.a() % 2 == 0 ? direct : pairs.one;
            chosen.add(m.b()); // may fail
            if (chosen.size > 2) {
                pairs.many[m.a()].self().add(chosen.remove() + count); // may fail
            }
            pairs.last = pairs.last.plus(new Records.Point(m.a(), chosen.size));
            pairs.color = m.b() > 3 ? Records.Color.RED : pairs.color;
            pairs.used |= m.b() == 5;
            pairs.letter += 300;
            pairs.total = (short) (pairs.total + (m.b() << 10));
            count += drain(pairs, m.b());
            Fifo longest = direct;
            for (int i = 0; i < pairs.many.length; i++) {
                if (pairs.many[i].size > longest.size) {
                    longest = pairs.many[i];
                }
            }
            context.reply(new Out(count + 1000L * longest.size + pairs.letter + pairs.last.x()));
        }

        private static long drain(Pairs from, int limit) {
            long sum = 0;
            for (Fifo fifo : from.many) {
                while (fifo.size > limit) {
                    sum += fifo.remove();
                }
            }
            return sum;
        }
    }
}
