package io.ringkernel.transpiler.actors;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.Length;

/** Loops, switches, arrays, helpers, faults. */
public final class Control {

    private Control() {}

    public record Input(int n, int k) {}

    public record Output(long value, int count) {}

    public static final class Loops implements Actor<Input, Output> {
        private int turns;

        @Override
        public void receive(Input m, ActorContext<Output> context) {
            long sum = 0;
            int n = m.n() & 31;
            for (int i = 0; i < n; i++) {
                sum += (long) i * m.k();
                turns++;
            }
            int i = n;
            while (i-- > 0) {
                if (i % 3 == 0) {
                    continue;
                }
                sum ^= i;
            }
            do {
                sum = sum * 31 + i++;
            } while (i < 5 && sum < 1_000_000);
            outer:
            for (int a = 0; a < n; a++) {
                for (int b = 0; ; b++) {
                    if (b > a) {
                        continue outer;
                    }
                    if (a * b > m.k() && m.k() > 0) {
                        break outer;
                    }
                    sum += a ^ b;
                }
            }
            context.reply(new Output(sum, turns));
        }
    }

    public static final class Swaps implements Actor<Input, Output> {
        @Override
        public void receive(Input m, ActorContext<Output> context) {
            int a = m.n();
            int b = m.k();
            while (b != 0) {
                int t = a % b;
                a = b;
                b = t;
            }
            long x = 0;
            long y = 1;
            for (int i = 0; i < (m.n() & 63); i++) {
                long z = x + y;
                x = y;
                y = z;
            }
            int p = 1;
            int q = 2;
            int r = 3;
            int i = m.k() & 15;
            while (i > 0) {
                int t = p;
                p = q;
                q = r;
                r = t;
                i--;
            }
            context.reply(new Output(x * 1000 + a, p * 100 + q * 10 + r));
        }
    }

    public static final class Deep implements Actor<Input, Output> {
        @Override
        public void receive(Input m, ActorContext<Output> context) {
            int n = m.n();
            long value = m.k();
            int count = 0;
            if (((n >> 0) & 1) == 0) {
                value += 1;
                if (((n >> 1) & 1) == 0) {
                    value += 2;
                    if (((n >> 2) & 1) == 0) {
                        value += 3;
                        if (((n >> 3) & 1) == 0) {
                            value += 4;
                            if (((n >> 4) & 1) == 0) {
                                value += 5;
                                if (((n >> 5) & 1) == 0) {
                                    value += 6;
                                    if (((n >> 6) & 1) == 0) {
                                        value += 7;
                                        if (((n >> 7) & 1) == 0) {
                                            value += 8;
                                            if (((n >> 8) & 1) == 0) {
                                                value += 9;
                                                if (((n >> 9) & 1) == 0) {
                                                    value += 10;
                                                    if (((n >> 10) & 1) == 0) {
                                                        value += 11;
                                                        if (((n >> 11) & 1) == 0) {
                                                            value += 12;
                                                            if (((n >> 12) & 1) == 0) {
                                                                value += 13;
                                                                if (((n >> 13) & 1) == 0) {
                                                                    value += 14;
                                                                    if (((n >> 14) & 1) == 0) {
                                                                        value += 15;
                                                                        if (((n >> 15) & 1) == 0) {
                                                                            value += 16;
                                                                            count++;
                                                                        } else {
                                                                            count += 45;
                                                                        }
                                                                    } else {
                                                                        count += 42;
                                                                    }
                                                                } else {
                                                                    count += 39;
                                                                }
                                                            } else {
                                                                count += 36;
                                                            }
                                                        } else {
                                                            count += 33;
                                                        }
                                                    } else {
                                                        count += 30;
                                                    }
                                                } else {
                                                    count += 27;
                                                }
                                            } else {
                                                count += 24;
                                            }
                                        } else {
                                            count += 21;
                                        }
                                    } else {
                                        count += 18;
                                    }
                                } else {
                                    count += 15;
                                }
                            } else {
                                count += 12;
                            }
                        } else {
                            count += 9;
                        }
                    } else {
                        count += 6;
                    }
                } else {
                    count += 3;
                }
            } else {
                count += 0;
            }
            boolean both = n > 3 && value < 100 || n < -3 && !(value > 7 || count == 2);
            context.reply(new Output(both ? value : -value, count));
        }
    }

    public static final class Switches implements Actor<Input, Output> {
        @Override
        public void receive(Input m, ActorContext<Output> context) {
            int count = 0;
            switch (m.n()) {
                case 0:
                    count += 1;
                // fall through
                case 1:
                    count += 10;
                    break;
                case 2, 3:
                    count += 100;
                    break;
                case Integer.MIN_VALUE:
                    count = -1;
                    break;
                default:
                    count += 1000;
            }
            long value =
                    switch (m.k()) {
                        case -1000 -> 1;
                        case 0 -> m.n() > 0 ? 2 : 3;
                        case 1_000_000 -> {
                            long v = 0;
                            for (int i = 0; i < 3; i++) {
                                v += i;
                            }
                            yield v;
                        }
                        default -> 4;
                    };
            context.reply(new Output(value, count));
        }
    }

    public sealed interface Book permits Put, Get, Sum, Clear {}

    public record Put(int index, long value) implements Book {}

    public record Get(int index) implements Book {}

    public record Sum() implements Book {}

    public record Clear(int from, int to) implements Book {}

    public static final class Arrays implements Actor<Book, Output> {
        @Length(8)
        private final long[] levels = new long[8];

        @Length(3)
        private final byte[] bytes = {1, 2, 3};

        @Length(5)
        private final boolean[] used = new boolean[5];

        @Length(4)
        private final double[] weights = {0.5, 1.5, Double.NaN, -0.0};

        private int writes;

        @Override
        public void receive(Book message, ActorContext<Output> context) {
            switch (message) {
                case Put(int index, long value) -> {
                    writes++;
                    levels[index] = value;
                    bytes[index % bytes.length] += (byte) value;
                    used[index] = !used[index];
                    weights[index & 3] *= value;
                }
                case Get(int index) ->
                        context.reply(
                                new Output(levels[index], bytes[index] + (used[index] ? 100 : 0)));
                case Sum() -> {
                    long sum = 0;
                    for (long level : levels) {
                        sum += level;
                    }
                    context.reply(new Output(sum, total(bytes) + levels.length + writes));
                }
                case Clear clear -> {
                    for (int i = clear.from(); i < clear.to(); i++) {
                        levels[i] = 0;
                    }
                }
            }
        }

        private static int total(byte[] values) {
            int sum = 0;
            for (byte b : values) {
                sum += b;
            }
            return sum;
        }
    }

    public static final class Faults implements Actor<Input, Output> {
        private int before;
        private int after;

        @Override
        public void receive(Input m, ActorContext<Output> context) {
            before++;
            switch (m.n()) {
                case 1 -> throw new IllegalStateException("refused");
                case 2 -> throw new IllegalArgumentException();
                case 3 -> throw new Refused("mine");
                case 4 -> {
                    context.reply(new Output(1, 1));
                    context.reply(new Output(2, 2));
                }
                case 5 -> before = helper(m.k());
                case 6 -> throw new UnsupportedOperationException("two lines");
                case 7 -> {
                    context.reply(new Output(deep(m.k(), 3), 7));
                    after = 100 / m.k();
                }
                case 8 -> throw new AssertionError("text");
                default -> context.reply(new Output(new Positive(m.k()).value(), 0));
            }
            after++;
        }

        private int helper(int k) {
            before += 100;
            return 10 % k;
        }

        private static int deep(int k, int n) {
            int sum = 0;
            for (int i = 0; i < n; i++) {
                sum += deeper(k + i);
            }
            return sum;
        }

        private static int deeper(int k) {
            if (k == 13) {
                throw new ArithmeticException("thirteen");
            }
            return 1000 / k;
        }
    }

    public record Positive(int value) {
        public Positive {
            if (value < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    public static final class Nested implements Actor<Input, Output> {
        @Override
        public void receive(Input m, ActorContext<Output> context) {
            long onlyInside = m.k();
            for (int a = 0; a < (m.n() & 7); a++) {
                for (int b = 0; b < 3; b++) {
                    onlyInside = onlyInside * 31 + b;
                }
            }
            int untouched = m.n();
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < a; b++) {
                    for (int c = 0; c < b + 2; c++) {
                        untouched ^= c << a;
                    }
                }
            }
            context.reply(new Output(onlyInside, untouched));
        }
    }
}
