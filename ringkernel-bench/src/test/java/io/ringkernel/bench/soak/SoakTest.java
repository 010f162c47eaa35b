package io.ringkernel.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.bench.soak.Traffic.Item;
import io.ringkernel.cli.Json;
import io.ringkernel.cli.Shell;
import io.ringkernel.internal.cpu.mailbox.GrowingQueue;
import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The soak passes on the real paths, and tells of each kind of fault that is planted. */
@Timeout(180)
class SoakTest {

    private static final Duration MOMENT = Duration.ofMillis(300);

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Shell.run(new Main(), new PrintWriter(out), new PrintWriter(err), args);
    }

    private Soak.Outcome soak(SoakPath path, Duration hang) throws InterruptedException {
        Soak.Options options = new Soak.Options(MOMENT, 7, 1, MOMENT, hang);
        return new Soak(List.of(new SoakPath.Named("planted", path)), options, new PrintWriter(out))
                .run();
    }

    @Test
    void shouldPassOnEveryPath() throws Exception {
        Path json = folder.resolve("soak.json");
        assertThat(run("core", "--minutes=0.05", "--json=" + json)).as("%s", out).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("repeat the shapes with --seed").contains("clean");
        JsonNode rows = Json.parse(Files.readString(json)).path("outcome").path("rows");
        assertThat(rows.size()).isEqualTo(22);
        for (JsonNode row : rows) {
            assertThat(row.path("rounds").intValue()).isPositive();
            assertThat(row.path("messages").longValue()).as("%s", row).isPositive();
            assertThat(row.path("lost").longValue()).isZero();
        }
    }

    @Test
    void shouldRunOnlyWhatItIsToldAndRefuseTheRest() {
        assertThat(run("core", "--minutes=0.01", "--only=spsc-ring,ask", "--seed=3")).isZero();
        assertThat(out.toString()).contains("seed 3, 2 paths").doesNotContain("mpsc-ring");
        assertThat(run("core", "--only=spsc")).isEqualTo(2);
        assertThat(err.toString()).contains("no such path: spsc").contains("spsc-ring");
        assertThat(run("core", "--minutes=0")).isEqualTo(2);
        assertThat(run("core", "--parallel=0")).isEqualTo(2);
    }

    /** A queue that does something else at the thousandth message. */
    private static MessageQueue faulty(GrowingQueue queue, Fault fault) {
        AtomicInteger offers = new AtomicInteger();
        return (MessageQueue)
                Proxy.newProxyInstance(
                        MessageQueue.class.getClassLoader(),
                        new Class<?>[] {MessageQueue.class},
                        (_, method, args) -> {
                            if (method.getName().equals("offerAll")) {
                                return 0;
                            }
                            if (method.getName().equals("offer")
                                    && offers.incrementAndGet() == 1000) {
                                return fault.offer(queue, (Item) args[0]);
                            }
                            return method.invoke(queue, args);
                        });
    }

    private interface Fault {
        boolean offer(GrowingQueue queue, Item item);
    }

    private Soak.Row faultyRow(Fault fault) throws InterruptedException {
        SoakPath path = round -> QueuePaths.queue(round, faulty(new GrowingQueue(4096), fault), 1);
        Soak.Outcome outcome = soak(path, Duration.ofSeconds(30));
        assertThat(outcome.isClean()).isFalse();
        assertThat(out.toString()).contains("VIOLATION path=planted");
        return outcome.rows().getFirst();
    }

    @Test
    void shouldReportALostMessage() throws Exception {
        Soak.Row row = faultyRow((_, _) -> true);
        assertThat(row.lost()).isEqualTo(row.rounds());
        assertThat(row.duplicated()).isZero();
        assertThat(row.disordered()).isZero();
    }

    @Test
    void shouldReportADuplicate() throws Exception {
        Soak.Row row = faultyRow((queue, item) -> queue.offerAll(List.of(item, item), 0, 2) == 2);
        assertThat(row.duplicated()).isPositive();
        assertThat(row.disordered()).isZero();
    }

    @Test
    void shouldReportWhatNobodySentAndWhatComesOutOfOrder() throws Exception {
        Soak.Row row =
                faultyRow((queue, item) ->
                        queue.offer(new Item(item.sender(), item.sequence() + 1_000_000))
                                && queue.offer(item)
                                && queue.offer(new Item(item.sender(), 1)));
        assertThat(row.unknown()).isPositive();
        assertThat(row.disordered()).isPositive();
    }

    @Test
    void shouldReportAnExceptionOnEitherSide() throws Exception {
        Soak.Outcome outcome =
                soak(
                        round -> {
                            round.audit(1);
                            round.start(
                                    1,
                                    (_, _) -> {
                                        throw new IllegalStateException("in the sender");
                                    });
                            round.join();
                            throw new IllegalStateException("in the path");
                        },
                        Duration.ofSeconds(30));
        assertThat(outcome.isClean()).isFalse();
        assertThat(outcome.rows().getFirst().errors().toString())
                .contains("in the sender")
                .contains("in the path");
    }

    @Test
    void shouldNameThePathThatHangs() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try {
            Soak.Outcome outcome =
                    soak(
                            round -> {
                                round.audit(1);
                                if (!gate.await(60, TimeUnit.SECONDS)) {
                                    throw new IllegalStateException("nobody opened the gate");
                                }
                            },
                            MOMENT);
            assertThat(outcome.hanging()).isEqualTo("planted");
            assertThat(outcome.isClean()).isFalse();
        } finally {
            gate.countDown();
        }
    }

    @Test
    void shouldExitWithOneAfterAViolation() {
        SoakCommand command =
                new SoakCommand(
                        List.of(
                                new SoakPath.Named(
                                        "planted",
                                        round -> {
                                            Audit audit = round.audit(1, 2);
                                            Audit.Receiver receiver = audit.receiver();
                                            receiver.handled(0, 0);
                                            receiver.handled(0, 0);
                                        })));
        int code =
                Shell.run(
                        command,
                        new PrintWriter(out),
                        new PrintWriter(err),
                        "--minutes=0.001",
                        "--seed=1");
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("NOT CLEAN");
    }
}
