package io.ringkernel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of {@code docs/back-pressure.md}: the page has no code that does not stand here. */
@Timeout(30)
class BackPressureExampleTest {

    private static final Path PAGE = Path.of("../docs/back-pressure.md");
    private static final Path THIS =
            Path.of("src/test/java/io/ringkernel/BackPressureExampleTest.java");

    sealed interface Work permits Job, Progress {}

    record Job(int number) implements Work {}

    record Progress() implements Work {}

    record Done(int jobs) {}

    static final class Worker implements Actor<Work, Done> {
        private int jobs;

        @Override
        public void receive(Work message, ActorContext<Done> context) {
            switch (message) {
                case Job(int number) -> jobs++;
                case Progress() -> context.reply(new Done(jobs));
            }
        }
    }

    private static Done progress(ActorRef<Work, Done> worker) throws Exception {
        return worker.ask(new Progress()).toCompletableFuture().get(10, SECONDS);
    }

    @Test
    void shouldCountOverflowsAndReplay() throws Exception {
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(Backend.CPU)
                        .deadLetterCapacity(10_000)
                        .deadLetterAge(Duration.ofMinutes(10))
                        .build()) {
            ActorOptions small =
                    ActorOptions.defaults()
                            .withMailboxCapacity(64)
                            .withOverflow(OverflowPolicy.DEAD_LETTER);
            ActorRef<Work, Done> worker = runtime.spawn("worker", new Worker(), small);

            runtime.quiesce(worker); // it handles nothing for now
            for (int number = 0; number < 100; number++) {
                worker.tell(new Job(number));
            }
            OverflowCounts counts = runtime.overflows(worker); // deadLettered=36
            DeadLetter oldest = runtime.deadLetters().recent().getFirst();
            // DeadLetter[actor=worker, message=Job[number=64], reason=MAILBOX_FULL]
            runtime.activate(worker);

            assertThat(counts).isEqualTo(new OverflowCounts(0, 0, 0, 36, 0));
            assertThat(oldest)
                    .isEqualTo(
                            new DeadLetter("worker", new Job(64), DeadLetter.Reason.MAILBOX_FULL));

            runtime.quiesce(worker); // after all that was accepted
            runtime.activate(worker);
            DeadLetters letters = runtime.deadLetters();
            int sent = letters.replay(letter -> letter.message() instanceof Job); // 36
            Done done = progress(worker); // Done[jobs=100]
            assertThat(sent).isEqualTo(36);
            assertThat(done).isEqualTo(new Done(100));

            runtime.terminate(worker);
            worker.tell(new Job(100));
            ActorRef<Work, Done> other = runtime.spawn("other", new Worker());
            letters.replay(
                    letter -> letter.reason() == DeadLetter.Reason.ACTOR_TERMINATED,
                    letter -> Optional.of(other));
            assertThat(progress(other)).isEqualTo(new Done(1));
        }
    }

    @Test
    void shouldBoundSendersByCredits() throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            ActorRef<Work, Done> worker = runtime.spawn("worker", new Worker());

            CreditedRef<Work, Done> bulk = runtime.withCredits(worker, 64);
            for (int number = 0; number < 100_000; number++) {
                bulk.tell(new Job(number)); // waits while 64 of them are in the mailbox
            }
            Done done = progress(worker); // others find room at any time

            assertThat(done.jobs()).isBetween(100_000 - 64, 100_000);
            assertThat(bulk.available()).isBetween(0, 64);
        }
    }

    @Test
    void shouldKeepToABudget() throws Exception {
        List<RuntimeMemory.Change> log = new ArrayList<>();
        CountDownLatch high = new CountDownLatch(1);
        try (RingKernel runtime =
                RingKernel.builder().backend(Backend.CPU).memoryBudget(256 << 20).build()) {
            runtime.memory()
                    .addListener(change -> {
                        log.add(change);
                        high.countDown();
                    });
            ActorRef<Work, Done> worker =
                    runtime.spawn(
                            "worker",
                            new Worker(),
                            ActorOptions.defaults()
                                    .withMailboxCapacity(1 << 20)
                                    .withMemoryBudget(
                                            1 << 20) // of its own: 32768 messages of 24 bytes
                                    .withSheddable(Job.class, job -> job.number() % 10 != 0));

            runtime.quiesce(worker);
            for (int number = 0; number < 10_000; number++) {
                worker.tell(new Job(number));
            }
            long queued = runtime.queuedBytes(worker); // 240000
            long used = runtime.memory().used(); // a little more: chunks, with room for messages
            MemoryLevel level = runtime.memory().level(); // NORMAL

            assertThat(queued).isEqualTo(240_000);
            assertThat(used).isBetween(queued, queued + 50_000);
            assertThat(level).isEqualTo(MemoryLevel.NORMAL);
            assertThat(high.getCount()).isEqualTo(1);
            assertThat(log).isEmpty();
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
        assertThat(blocks).isGreaterThan(4);
    }

    /** However it is broken into lines. */
    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }
}
