package io.ringkernel.bench.core;

import io.ringkernel.bench.actors.Checker;
import io.ringkernel.bench.actors.Checker.Message.Item;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.message.MessageProtocol;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.SlotRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a message costs on one thread: its codec, and its way through a ring of 64-byte slots. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class MailboxBenchmark {

    private static final int CAPACITY = 1024;
    private static final int SLOT_BYTES = 64;

    private final ProtocolCodec codec = ProtocolCodec.of(MessageProtocol.of(Checker.Message.class));
    private final MemorySegment memory =
            Arena.ofAuto().allocate(SlotRing.bytes(CAPACITY, SLOT_BYTES), CacheLine.BYTES);
    private final SlotRing ring = SlotRing.create(memory, CAPACITY, SLOT_BYTES);
    private final SlotProducer producer = new SlotProducer(ring);
    private final MemorySegment scratch = Arena.ofAuto().allocate(SLOT_BYTES, CacheLine.BYTES);
    private final SlotConsumer consumer = new SlotConsumer(ring, scratch);
    private final MemorySegment record = Arena.ofAuto().allocate(SLOT_BYTES, CacheLine.BYTES);
    private long sequence;

    /** Made by JMH. */
    public MailboxBenchmark() {}

    /** A new record into memory and back into another one. */
    @Benchmark
    public Record codec() {
        Item item = new Item(sequence++, 1, 2, 3);
        int type = codec.typeId(item);
        codec.encode(type, item, record, 0);
        return codec.decode(type, record, 0);
    }

    /** Claim, encode, commit; poll, decode, give the slot back. */
    @Benchmark
    public Record ring() {
        Item item = new Item(sequence++, 1, 2, 3);
        int type = codec.typeId(item);
        long position = producer.claim();
        codec.encode(type, item, producer.memory(), producer.payloadOffset(position));
        producer.commit(position, type, 0);
        if (!consumer.poll()) {
            throw new IllegalStateException("committed and not there: position=" + position);
        }
        Record taken = codec.decode(consumer.type(), consumer.scratch(), SlotLayout.PAYLOAD_OFFSET);
        consumer.publishHead();
        return taken;
    }
}
