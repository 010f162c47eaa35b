package io.ringkernel.bench.core;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.ringkernel.bench.core.CodecMessages.Arrival;
import io.ringkernel.bench.core.CodecMessages.Booking;
import io.ringkernel.bench.core.CodecMessages.Crew;
import io.ringkernel.bench.core.CodecMessages.Delay;
import io.ringkernel.bench.core.CodecMessages.Flight;
import io.ringkernel.bench.core.CodecMessages.Fuel;
import io.ringkernel.bench.core.CodecMessages.Gate;
import io.ringkernel.bench.core.CodecMessages.Named;
import io.ringkernel.bench.core.CodecMessages.Weather;
import io.ringkernel.message.MessageProtocol;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.message.RecordCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message costs on its way into memory and back, taken apart by a pattern and folded into a
 * number, so that it does not escape. The messages exist before. Floor: the same six fields written
 * and read by hand.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class CodecBenchmark {

    private static final int COUNT = 256;
    private static final RecordCodec FLIGHTS = RecordCodec.of(Flight.class);
    private static final RecordCodec NAMES = RecordCodec.of(Named.class);

    private final ProtocolCodec codec = ProtocolCodec.of(MessageProtocol.of(CodecMessages.class));
    private final MemorySegment memory = Arena.ofAuto().allocate(64, 64);
    private final Flight[] flights = new Flight[COUNT];
    private final CodecMessages[] ones = new CodecMessages[COUNT];
    private final CodecMessages[] mixed = new CodecMessages[COUNT];
    private final Named[] names = new Named[COUNT];
    private int next;

    /** Made by JMH. */
    public CodecBenchmark() {}

    /** Makes the messages. */
    @Setup(Level.Trial)
    public void setUp() {
        Random random = new Random(42);
        for (int i = 0; i < COUNT; i++) {
            flights[i] =
                    new Flight(
                            random.nextLong(),
                            random.nextInt(),
                            random.nextInt(),
                            random.nextDouble(),
                            random.nextFloat(),
                            (short) random.nextInt());
            names[i] = new Named(i, "flight-" + random.nextInt(1000));
            mixed[i] = CodecMessages.random(i % CodecMessages.KINDS, random);
        }
        java.util.Collections.shuffle(Arrays.asList(mixed), random);
        System.arraycopy(flights, 0, ones, 0, COUNT);
    }

    private int step() {
        return next++ & COUNT - 1;
    }

    /** Floor: what the codec must do at least, written by hand. */
    @Benchmark
    public long byHand() {
        Flight f = flights[step()];
        MemorySegment to = memory;
        to.set(JAVA_LONG, 0, f.id());
        to.set(JAVA_INT, 8, f.delay());
        to.set(JAVA_INT, 12, f.miles());
        to.set(JAVA_DOUBLE, 16, f.fare());
        to.set(JAVA_FLOAT, 24, f.load());
        to.set(JAVA_SHORT, 28, f.gate());
        return CodecMessages.fold(
                to.get(JAVA_LONG, 0),
                to.get(JAVA_INT, 8),
                to.get(JAVA_INT, 12),
                to.get(JAVA_DOUBLE, 16),
                to.get(JAVA_FLOAT, 24),
                to.get(JAVA_SHORT, 28));
    }

    /** A record of six fields through its own codec. */
    @Benchmark
    public long sixFields() {
        FLIGHTS.encode(flights[step()], memory, 0);
        return FLIGHTS.decode(memory, 0)
                        instanceof
                        Flight(long id, int delay, int miles, double fare, float load, short gate)
                ? CodecMessages.fold(id, delay, miles, fare, load, gate)
                : 0;
    }

    /** The same through the codec of a sealed interface of eight records, of which one is sent. */
    @Benchmark
    public long sealedOne() {
        return there(ones[step()]);
    }

    /** All eight in random order: every call in the codec is megamorphic. */
    @Benchmark
    public long sealedMixed() {
        return there(mixed[step()]);
    }

    /** Only the writing of all eight in random order. */
    @Benchmark
    public int sealedMixedEncode() {
        CodecMessages message = mixed[step()];
        int type = codec.typeId(message);
        codec.encode(type, message, memory, 0);
        return type;
    }

    /** A record with a text of about ten bytes. */
    @Benchmark
    public long text() {
        NAMES.encode(names[step()], memory, 0);
        return NAMES.decode(memory, 0) instanceof Named(long id, String name)
                ? id + name.length()
                : 0;
    }

    private long there(CodecMessages message) {
        int type = codec.typeId(message);
        codec.encode(type, message, memory, 0);
        return switch ((CodecMessages) codec.decode(type, memory, 0)) {
            case Flight(long id, int delay, int miles, double fare, float load, short gate) ->
                    CodecMessages.fold(id, delay, miles, fare, load, gate);
            case Arrival(int a, long b, int c, long d, short e, short f) -> a + b + c + d + e + f;
            case Delay(int a, int b, int c, int d, int e, int f) -> a + b + c + d + e + f;
            case Gate(short a, short b, int c, int d, int e, long f) -> a + b + c + d + e + f;
            case Fuel(float a, float b, int c, int d, int e, long f) ->
                    (long) (a + b) + c + d + e + f;
            case Crew(byte a, byte b, short c, int d, int e, long f) -> a + b + c + d + e + f;
            case Booking(long a, long b, long c, byte d, byte e, byte f) -> a + b + c + d + e + f;
            case Weather(float a, float b, double c, double d, int e, int f) ->
                    (long) (a + b + c + d) + e + f;
        };
    }
}
