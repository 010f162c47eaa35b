package io.ringkernel.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.message.MessageProtocol;
import io.ringkernel.message.Schema;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/rings.md}: the page has no code that does not stand here. */
@Timeout(30)
class RingExampleTest {

    private static final Path PAGE = Path.of("../docs/rings.md");
    private static final Path THIS =
            Path.of("src/test/java/io/ringkernel/queue/RingExampleTest.java");

    @TempDir private Path folder;

    record Delay(long flight, long seconds) {}

    @Test
    void shouldSendInPlace() throws Exception {
        long[] sum = new long[1];
        SpscRing ring = SpscRing.allocate(1024, 64);
        Thread consumer =
                Thread.ofPlatform()
                        .start(() -> {
                            Wait wait = WaitStrategy.ADAPTIVE.begin(10_000_000_000L);
                            for (int received = 0; received < 100_000; ) {
                                long position = ring.peek();
                                if (position == Ring.EMPTY) {
                                    if (!wait.pause()) {
                                        return; // ten seconds without a message
                                    }
                                    continue;
                                }
                                wait.reset();
                                MemorySegment slot = ring.slot(position);
                                sum[0] += slot.get(JAVA_LONG_UNALIGNED, 8);
                                ring.release(position);
                                received++;
                            }
                        });

        Wait wait = WaitStrategy.ADAPTIVE.begin(10_000_000_000L);
        for (int flight = 0; flight < 100_000; ) {
            long position = ring.claim();
            if (position == Ring.FULL) {
                if (!wait.pause()) {
                    break;
                }
                continue;
            }
            wait.reset();
            MemorySegment slot = ring.slot(position);
            slot.set(JAVA_LONG_UNALIGNED, 0, flight++);
            slot.set(JAVA_LONG_UNALIGNED, 8, 60);
            ring.commit(position);
        }
        consumer.join();
        assertThat(sum[0]).isEqualTo(6_000_000);
    }

    @Test
    void shouldSendInBatches() {
        MpscRing ring = MpscRing.allocate(1024, 64);
        long[] seconds = {60, 120, 180};
        long[] sum = new long[1];

        int sent = ring.fill((slot, i) -> slot.set(JAVA_LONG_UNALIGNED, 0, seconds[i]), 3);
        int read = ring.drain(slot -> sum[0] += slot.get(JAVA_LONG_UNALIGNED, 0), 64);

        assertThat(sent).isEqualTo(3);
        assertThat(read).isEqualTo(3);
        assertThat(sum[0]).isEqualTo(360);
    }

    @Test
    void shouldHealWatchAndCount() throws Exception {
        AtomicBoolean slow = new AtomicBoolean();
        MpscRing ring =
                MpscRing.allocate(1024, 64)
                        .withWatermarks(
                                new Watermarks(
                                        256, 768, () -> slow.set(true), () -> slow.set(false)));

        Thread dying = Thread.ofPlatform().start(ring::claim); // and never commits
        dying.join();
        ring.offer(MemorySegment.ofArray(new long[] {42}));
        MemorySegment message = MemorySegment.ofArray(new long[8]);
        if (!ring.poll(message)) {
            int passedOver = ring.heal(Duration.ofSeconds(5).toNanos()); // 1, at once: it is dead
            assertThat(passedOver).isEqualTo(1);
        }
        boolean there = ring.poll(message);

        RingStats stats = ring.stats(); // produced=2, delivered=1, skipped=1, healed=1
        assertThat(there).isTrue();
        assertThat(message.get(JAVA_LONG_UNALIGNED, 0)).isEqualTo(42);
        assertThat(stats).isEqualTo(new RingStats(1024, 0, 2, 1, 1, 1));
        assertThat(slow).isFalse();
    }

    @Test
    void shouldShareAFile() throws IOException {
        Path file = folder.resolve("ring");
        long fingerprint = Schema.of(MessageProtocol.of(Delay.class)).fingerprint();
        long bytes = MpscRing.bytes(1024, 64);

        // one process
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            MemorySegment memory =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.global());
            MpscRing ring = MpscRing.create(memory, 1024, 64, fingerprint);
            ring.offer(MemorySegment.ofArray(new long[] {7, 60}));
        }

        // another one
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment memory =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.global());
            MpscRing ring = MpscRing.attach(memory, fingerprint); // or SchemaMismatchException
            MemorySegment message = MemorySegment.ofArray(new long[8]);
            assertThat(ring.poll(message)).isTrue();
            assertThat(message.get(JAVA_LONG_UNALIGNED, 8)).isEqualTo(60);
        }
    }

    @Test
    void shouldStandOnThePage() throws IOException {
        String source = words(Files.readString(THIS));
        Matcher block =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE));
        int blocks = 0;
        for (; block.find(); blocks++) {
            assertThat(source).contains(words(block.group(1)));
        }
        assertThat(blocks).isEqualTo(5);
    }

    /** However it is broken into lines. */
    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }
}
