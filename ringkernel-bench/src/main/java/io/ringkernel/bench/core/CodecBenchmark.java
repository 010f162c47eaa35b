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
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message costs on its way into memory and back, taken apart by a pattern and folded into a
 * number, so that it does not escape. The messages exist before, and each goes to a slot of its
 * own. Floor: the same six fields written and read by hand.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class CodecBenchmark {

    private static final int COUNT = 1024;
    private static final int SLOTS = 64;
    private static final long SLOT = 64;
    private static final RecordCodec FLIGHTS = RecordCodec.of(Flight.class);
    private static final RecordCodec NAMES = RecordCodec.of(Named.class);

    private final ProtocolCodec codec = ProtocolCodec.of(MessageProtocol.of(CodecMessages.class));
    private final MemorySegment memory = Arena.ofAuto().allocate(SLOTS * SLOT, SLOT);
    private final Flight[] flights = new Flight[COUNT];
    private final CodecMessages[] ones = new CodecMessages[COUNT];
    private final CodecMessages[] mixed = new CodecMessages[COUNT];
    private final Named[] names = new Named[COUNT];

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
        Collections.shuffle(Arrays.asList(mixed), random);
        System.arraycopy(flights, 0, ones, 0, COUNT);
    }

    private static long slot(int i) {
        return (i & SLOTS - 1) * SLOT;
    }

    /** Floor: what the codec must do at least, written by hand. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long byHand() {
        MemorySegment m = memory;
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            Flight f = flights[i];
            long at = slot(i);
            m.set(JAVA_LONG, at, f.id());
            m.set(JAVA_INT, at + 8, f.delay());
            m.set(JAVA_INT, at + 12, f.miles());
            m.set(JAVA_DOUBLE, at + 16, f.fare());
            m.set(JAVA_FLOAT, at + 24, f.load());
            m.set(JAVA_SHORT, at + 28, f.gate());
            sum +=
                    CodecMessages.fold(
                            m.get(JAVA_LONG, at),
                            m.get(JAVA_INT, at + 8),
                            m.get(JAVA_INT, at + 12),
                            m.get(JAVA_DOUBLE, at + 16),
                            m.get(JAVA_FLOAT, at + 24),
                            m.get(JAVA_SHORT, at + 28));
        }
        return sum;
    }

    /** A record of six fields through its own codec. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long sixFields() {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            FLIGHTS.encode(flights[i], memory, slot(i));
            sum +=
                    FLIGHTS.decode(memory, slot(i))
                                    instanceof
                                    Flight(
                                            long id,
                                            int delay,
                                            int miles,
                                            double fare,
                                            float load,
                                            short gate)
                            ? CodecMessages.fold(id, delay, miles, fare, load, gate)
                            : 0;
        }
        return sum;
    }

    /** The same through the codec of a sealed interface of eight records, of which one is sent. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long sealedOne() {
        return there(ones);
    }

    /** All eight in random order: every call in the codec is megamorphic. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long sealedMixed() {
        return there(mixed);
    }

    /** Only the writing of all eight in random order. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long sealedMixedEncode() {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            CodecMessages message = mixed[i];
            int type = codec.typeId(message);
            codec.encode(type, message, memory, slot(i));
            sum += type;
        }
        return sum;
    }

    /** A record with a text of about ten bytes. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long text() {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            NAMES.encode(names[i], memory, slot(i));
            sum +=
                    NAMES.decode(memory, slot(i)) instanceof Named(long id, String name)
                            ? id + name.length()
                            : 0;
        }
        return sum;
    }

    private long there(CodecMessages[] messages) {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            CodecMessages message = messages[i];
            int type = codec.typeId(message);
            codec.encode(type, message, memory, slot(i));
            sum += fold((CodecMessages) codec.decode(type, memory, slot(i)));
        }
        return sum;
    }

    /** A handler that is small enough to be inlined; record patterns of all eight are not. */
    private static long fold(CodecMessages message) {
        return switch (message) {
            case Flight f -> f.fold();
            case Arrival a -> a.fold();
            case Delay d -> d.fold();
            case Gate g -> g.fold();
            case Fuel f -> f.fold();
            case Crew c -> c.fold();
            case Booking b -> b.fold();
            case Weather w -> w.fold();
        };
    }
}
