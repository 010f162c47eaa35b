package io.ringkernel.cuda.backend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.DeadLetter;
import io.ringkernel.Placement;
import io.ringkernel.RecordTooLargeException;
import io.ringkernel.RingKernel;
import io.ringkernel.RingKernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pooled actors in numbers, beside pinned ones, and over relaunches. */
@Tag("gpu")
@Timeout(60)
class PoolGpuTest {

    private static final long SEED = Long.getLong("test.seed", System.nanoTime() & 0xffffff);

    /** A multiple of 4000; fewer than usual for a run under a sanitizer. */
    private static final int ACTORS = Integer.getInteger("test.poolActors", 100_000);

    /** A message of one sender; {@code sender} -1 asks for the tally. */
    record Numbered(int sender, int sequence) {}

    record Tally(long handled, long errors) {}

    /** Checks that what each of four senders sends comes in order and without a gap. */
    static final class Auditor implements Actor<Numbered, Tally> {
        private int next0;
        private int next1;
        private int next2;
        private int next3;
        private long handled;
        private long errors;

        @Override
        public void receive(Numbered message, ActorContext<Tally> context) {
            int sequence = message.sequence();
            switch (message.sender()) {
                case 0 -> errors += sequence == next0++ ? 0 : 1;
                case 1 -> errors += sequence == next1++ ? 0 : 1;
                case 2 -> errors += sequence == next2++ ? 0 : 1;
                case 3 -> errors += sequence == next3++ ? 0 : 1;
                default -> {
                    context.reply(new Tally(handled, errors));
                    return;
                }
            }
            handled++;
        }
    }

    static final class Doubling implements Actor<Numbered, Tally> {
        private long sum;

        @Override
        public void receive(Numbered message, ActorContext<Tally> context) {
            sum += 2L * message.sequence();
            if (message.sender() < 0) {
                context.reply(new Tally(sum, 0));
            }
        }
    }

    private static final ActorOptions SMALL =
            ActorOptions.defaults()
                    .withPlacement(Placement.POOLED)
                    .withMailboxCapacity(16)
                    .withMaxAsks(16);

    private static RingKernel.Builder builder() {
        return RingKernel.builder().backend(Backend.CUDA);
    }

    private static Tally tally(ActorRef<Numbered, Tally> actor) throws Exception {
        return actor.ask(new Numbered(-1, 0)).toCompletableFuture().get(10, SECONDS);
    }

    @Test
    void shouldLoseNothingAmongAHundredThousandActors() throws Exception {
        int actors = ACTORS;
        int senders = 4;
        int messages = 10 * actors;
        System.out.println("PoolGpuTest: -Dtest.seed=" + SEED);
        try (RingKernel runtime =
                        builder().maxActors(1).maxPooled(actors).deviceBytes(1L << 28).build();
                ExecutorService threads = Executors.newFixedThreadPool(senders)) {
            List<ActorRef<Numbered, Tally>> auditors = new ArrayList<>();
            List<Future<List<ActorRef<Numbered, Tally>>>> spawning = new ArrayList<>();
            for (int part = 0; part < senders; part++) {
                int first = part * (actors / senders);
                spawning.add(
                        threads.submit(() -> {
                            List<ActorRef<Numbered, Tally>> spawned = new ArrayList<>();
                            for (int i = first; i < first + actors / senders; i++) {
                                spawned.add(runtime.spawn("auditor/" + i, new Auditor(), SMALL));
                            }
                            return spawned;
                        }));
            }
            for (Future<List<ActorRef<Numbered, Tally>>> part : spawning) {
                auditors.addAll(part.get(30, SECONDS));
            }
            int[][] sent = new int[senders][actors];
            List<Future<?>> sending = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                int sender = s;
                sending.add(threads.submit(() -> send(auditors, sender, sent[sender], messages)));
            }
            for (Future<?> future : sending) {
                future.get(30, SECONDS);
            }
            long handled = 0;
            for (int from = 0; from < actors; from += 1000) {
                List<CompletionStage<Tally>> asks = new ArrayList<>();
                for (int i = from; i < from + 1000; i++) {
                    asks.add(auditors.get(i).ask(new Numbered(-1, 0)));
                }
                for (int i = 0; i < 1000; i++) {
                    Tally tally = asks.get(i).toCompletableFuture().get(10, SECONDS);
                    long expected = 0;
                    for (int s = 0; s < senders; s++) {
                        expected += sent[s][from + i];
                    }
                    assertThat(tally)
                            .as("actor %d, seed %d", from + i, SEED)
                            .isEqualTo(new Tally(expected, 0));
                    handled += tally.handled();
                }
            }
            assertThat(handled).isEqualTo((long) senders * messages);
            assertThat(runtime.deadLetters().total()).isZero();
        }
    }

    private static void send(
            List<ActorRef<Numbered, Tally>> auditors, int sender, int[] sent, int messages) {
        SplittableRandom random = new SplittableRandom(SEED + sender);
        for (int i = 0; i < messages; i++) {
            // Every other message to one of a hundred busy actors.
            int actor = random.nextInt(i % 2 == 0 ? 100 : auditors.size());
            auditors.get(actor).tell(new Numbered(sender, sent[actor]++));
        }
    }

    @Test
    void shouldKeepPooledActorsAndTheirMailboxesOverARelaunch() throws Exception {
        try (RingKernel runtime = builder().maxActors(4).maxPooled(100).build()) {
            ActorRef<Numbered, Tally> auditor = runtime.spawn("auditor", new Auditor(), SMALL);
            ActorRef<Numbered, Tally> quiesced = runtime.spawn("quiesced", new Auditor(), SMALL);
            runtime.quiesce(quiesced);
            quiesced.tell(new Numbered(0, 0));
            int messages = 2 * ACTORS;
            Thread sender =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < messages; i++) {
                                    auditor.tell(new Numbered(0, i));
                                }
                            });
            // Another class makes another image; pinned and pooled actors share it.
            ActorRef<Numbered, Tally> pinned = runtime.spawn("pinned", new Doubling());
            ActorRef<Numbered, Tally> pooled = runtime.spawn("pooled", new Doubling(), SMALL);
            pinned.tell(new Numbered(0, 4));
            pooled.tell(new Numbered(0, 5));
            sender.join(30_000);
            assertThat(sender.isAlive()).isFalse();
            assertThat(tally(auditor)).isEqualTo(new Tally(messages, 0));
            assertThat(tally(pinned)).isEqualTo(new Tally(8, 0));
            assertThat(tally(pooled)).isEqualTo(new Tally(10, 0));
            runtime.activate(quiesced);
            assertThat(tally(quiesced)).isEqualTo(new Tally(1, 0));
        }
    }

    @Test
    void shouldSpawnAndTerminateWhileMessagesFlow() throws Exception {
        int rounds = ACTORS / 50;
        try (RingKernel runtime =
                builder().maxActors(1).maxPooled(8).deadLetterCapacity(1 << 20).build()) {
            ActorRef<Numbered, Tally> steady = runtime.spawn("steady", new Auditor(), SMALL);
            Thread sender =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 100 * rounds; i++) {
                                    steady.tell(new Numbered(1, i));
                                }
                            });
            for (int round = 0; round < rounds; round++) {
                ActorRef<Numbered, Tally> brief = runtime.spawn("brief", new Auditor(), SMALL);
                brief.tell(new Numbered(0, 0));
                brief.tell(new Numbered(0, 1));
                if (round % 2 == 0) {
                    assertThat(tally(brief)).isEqualTo(new Tally(2, 0));
                }
                runtime.terminate(brief);
            }
            sender.join(30_000);
            assertThat(sender.isAlive()).isFalse();
            assertThat(tally(steady)).isEqualTo(new Tally(100L * rounds, 0));
            assertThat(runtime.deadLetters().total())
                    .isEqualTo(runtime.deadLetters().count(DeadLetter.Reason.ACTOR_TERMINATED));
        }
    }

    @Test
    void shouldHandWhatIsInMailboxesToTheDeadLettersWhenClosed() {
        RingKernel runtime =
                builder().maxActors(1).maxPooled(100).deadLetterCapacity(1 << 12).build();
        for (int i = 0; i < 50; i++) {
            ActorRef<Numbered, Tally> auditor = runtime.spawn("a" + i, new Auditor(), SMALL);
            runtime.quiesce(auditor);
            for (int m = 0; m < 10; m++) {
                auditor.tell(new Numbered(0, m));
            }
        }
        runtime.close();
        assertThat(runtime.deadLetters().count(DeadLetter.Reason.RUNTIME_CLOSED)).isEqualTo(500);
    }

    @Test
    void shouldSayWhichOptionToRaise() {
        try (RingKernel none = builder().maxActors(1).build()) {
            assertThatThrownBy(() -> none.spawn("a", new Auditor(), SMALL))
                    .isInstanceOf(RingKernelException.class)
                    .hasMessageContaining("maxPooled=0");
        }
        try (RingKernel runtime = builder().maxActors(1).maxPooled(1).build()) {
            assertThatThrownBy(
                            () -> runtime.spawn("large", new Auditor(), SMALL.withSlotBytes(128)))
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining("pooledSlotBytes");
            ActorRef<Numbered, Tally> first = runtime.spawn("a", new Auditor(), SMALL);
            assertThatThrownBy(() -> runtime.spawn("b", new Auditor(), SMALL))
                    .isInstanceOf(RingKernelException.class)
                    .hasMessageContaining("maxPooled=1");
            runtime.terminate(first);
            runtime.spawn("b", new Auditor(), SMALL);
        }
    }
}
