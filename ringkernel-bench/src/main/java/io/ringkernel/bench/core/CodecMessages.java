package io.ringkernel.bench.core;

import io.ringkernel.Length;
import java.util.Random;

/** Eight records of six fields each. */
sealed interface CodecMessages {

    /** How many records there are. */
    int KINDS = 8;

    record Flight(long id, int delay, int miles, double fare, float load, short gate)
            implements CodecMessages {
        long fold() {
            return CodecMessages.fold(id, delay, miles, fare, load, gate);
        }
    }

    record Arrival(int a, long b, int c, long d, short e, short f) implements CodecMessages {
        long fold() {
            return (long) a + b + c + d + e + f;
        }
    }

    record Delay(int a, int b, int c, int d, int e, int f) implements CodecMessages {
        long fold() {
            return (long) a + b + c + d + e + f;
        }
    }

    record Gate(short a, short b, int c, int d, int e, long f) implements CodecMessages {
        long fold() {
            return (long) a + b + c + d + e + f;
        }
    }

    record Fuel(float a, float b, int c, int d, int e, long f) implements CodecMessages {
        long fold() {
            return (long) (a + b) + c + d + e + f;
        }
    }

    record Crew(byte a, byte b, short c, int d, int e, long f) implements CodecMessages {
        long fold() {
            return (long) a + b + c + d + e + f;
        }
    }

    record Booking(long a, long b, long c, byte d, byte e, byte f) implements CodecMessages {
        long fold() {
            return a + b + c + d + e + f;
        }
    }

    record Weather(float a, float b, double c, double d, int e, int f) implements CodecMessages {
        long fold() {
            return (long) (a + b + c + d) + e + f;
        }
    }

    /** A record with text; not one of the eight. */
    record Named(long id, @Length(16) String name) {}

    /** Makes one of the eight. */
    static CodecMessages random(int kind, Random r) {
        int i = r.nextInt(1 << 20);
        return switch (kind) {
            case 0 -> new Flight(i, i + 1, i + 2, i, i, (short) i);
            case 1 -> new Arrival(i, i, i, i, (short) i, (short) i);
            case 2 -> new Delay(i, i, i, i, i, i);
            case 3 -> new Gate((short) i, (short) i, i, i, i, i);
            case 4 -> new Fuel(i, i, i, i, i, i);
            case 5 -> new Crew((byte) i, (byte) i, (short) i, i, i, i);
            case 6 -> new Booking(i, i, i, (byte) i, (byte) i, (byte) i);
            case 7 -> new Weather(i, i, i, i, i, i);
            default -> throw new IllegalArgumentException("no such kind: kind=" + kind);
        };
    }

    /** Makes one number of six. */
    static long fold(long id, int delay, int miles, double fare, float load, short gate) {
        return id + delay + miles + (long) (fare + load) + gate;
    }
}
