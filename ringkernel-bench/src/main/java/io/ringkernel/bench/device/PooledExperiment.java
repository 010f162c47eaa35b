package io.ringkernel.bench.device;

import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Placement;
import io.ringkernel.RingKernel;
import io.ringkernel.bench.actors.Checker;
import io.ringkernel.bench.actors.Checker.Message;
import io.ringkernel.bench.actors.Checker.Message.Item;
import io.ringkernel.bench.actors.Checker.Message.Query;
import io.ringkernel.bench.actors.Checker.Tally;
import io.ringkernel.bench.harness.Percentiles;
import io.ringkernel.bench.harness.Report;
import io.ringkernel.cli.CommandException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Pooled actors in growing numbers: how fast are they spawned, how many messages do they handle a
 * second when one or several threads tell each in turn, and how long does an ask take? Every
 * message is checked by its actor, and every actor's tally by its sender.
 */
final class PooledExperiment implements Experiment {

    private static final int THREADS = 8;
    private static final int MAILBOX = 16;
    private static final int BYTES_EACH = MAILBOX * 64 + 128;
    private static final int ASKS_AT_ONCE = 512;

    @Override
    public Report run(Setup setup) {
        Report report =
                setup.report("pooled")
                        .parameter("mailboxCapacity", MAILBOX)
                        .parameter("slotBytes", 64)
                        .parameter("deviceBytesForEach", BYTES_EACH);
        for (int actors : setup.scale().pooled()) {
            measure(setup, report, actors);
        }
        return report;
    }

    private static void measure(Setup setup, Report report, int actors) {
        try (RingKernel runtime =
                        RingKernel.builder()
                                .backend(setup.backend())
                                .maxActors(1)
                                .maxPooled(actors + 1)
                                .deviceBytes((actors + 1L) * BYTES_EACH + (1 << 20))
                                .build();
                ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            runtime.spawn("bench/first", new Checker(-1), options()); // loads the kernel
            long started = System.nanoTime();
            List<Share> shares = spawn(runtime, pool, actors);
            double spawns = actors * 1e9 / (System.nanoTime() - started);
            report.result(
                    "SPAWN",
                    Map.of("actors", actors, "threads", shares.size(), "perSecond", spawns));
            report.line(
                    "%,9d actors  spawned by %d threads %19.3f M/s",
                    actors, shares.size(), spawns / 1e6);
            ask(setup, report, actors, shares.getFirst());
            for (Share.Way way : Share.Way.values()) {
                rates(setup, report, actors, way, List.of(merged(shares)), pool);
                if (actors > 1) {
                    rates(setup, report, actors, way, shares, pool);
                }
            }
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new CommandException(
                    "pooled actors failed: " + (cause == null ? failed : cause), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", interrupted);
        }
    }

    private static ActorOptions options() {
        return ActorOptions.defaults()
                .withPlacement(Placement.POOLED)
                .withMailboxCapacity(MAILBOX)
                .withMaxAsks(16);
    }

    private static List<Share> spawn(RingKernel runtime, ExecutorService pool, int actors)
            throws InterruptedException, ExecutionException {
        int threads = Math.min(THREADS, actors);
        List<Callable<Share>> tasks = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            tasks.add(() -> {
                List<ActorRef<Message, Tally>> refs = new ArrayList<>();
                for (int i = first; i < actors; i += threads) {
                    refs.add(runtime.spawn("bench/" + i, new Checker(-1), options()));
                }
                return new Share(refs);
            });
        }
        List<Share> shares = new ArrayList<>();
        for (Future<Share> task : pool.invokeAll(tasks)) {
            shares.add(task.get());
        }
        return shares;
    }

    /** Returns all actors as the share of one sender, whose counts go on in the parts. */
    private static Share merged(List<Share> shares) {
        return new Share(shares);
    }

    private static void ask(Setup setup, Report report, int actors, Share share) {
        Histogram nanos = new Histogram(3);
        int asks = setup.scale().pooledAsks();
        for (int i = -asks / 4; i < asks; i++) {
            ActorRef<Message, Tally> actor = share.actor(Math.floorMod(i * 7919, share.size()));
            long t0 = System.nanoTime();
            actor.ask(new Query()).toCompletableFuture().join();
            if (i >= 0) {
                nanos.recordValue(System.nanoTime() - t0);
            }
        }
        Percentiles times = Percentiles.of(nanos);
        report.result("ASK " + actors, times.figures());
        report.line(
                "%,9d actors  ask, one at a time     p50 %7.2f  p99 %7.2f us",
                actors, times.p50(), times.p99());
    }

    private static void rates(
            Setup setup,
            Report report,
            int actors,
            Share.Way way,
            List<Share> shares,
            ExecutorService pool)
            throws InterruptedException, ExecutionException {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i <= setup.scale().repetitions(); i++) {
            long started = System.nanoTime();
            long deadline = started + setup.scale().stream().toNanos();
            List<Callable<Long>> tasks = new ArrayList<>();
            shares.forEach(share -> tasks.add(() -> share.send(way, deadline)));
            long sent = 0;
            for (Future<Long> task : pool.invokeAll(tasks)) {
                sent += task.get();
            }
            if (i > 0) { // the first warms up
                rates.add(sent * 1e9 / (System.nanoTime() - started));
            }
        }
        shares.forEach(Share::check);
        double median = Percentiles.median(rates, Double::doubleValue);
        report.result(
                way.name(),
                Map.of(
                        "actors",
                        actors,
                        "senders",
                        shares.size(),
                        "messagesPerSecond",
                        median,
                        "repetitions",
                        rates));
        report.line(
                "%,9d actors  %-14s %d sender%s %12.2f M messages/s",
                actors, way, shares.size(), shares.size() == 1 ? " " : "s", median / 1e6);
    }

    /** The actors of one sender, and what it sent to each. Confined to one thread at a time. */
    private static final class Share {

        /** How a sender goes round its actors. */
        enum Way {
            /** One message to each. */
            TELL(1),
            /** Eight messages to each, told together. */
            TELL_ALL_8(8);

            private final int batch;

            Way(int batch) {
                this.batch = batch;
            }
        }

        private final List<ActorRef<Message, Tally>> actors;
        private final List<Share> parts;
        private final int[] sent;
        private final Item[] batch = new Item[8];
        private final List<Item> batchView = Arrays.asList(batch);

        Share(List<ActorRef<Message, Tally>> actors) {
            this.actors = actors;
            this.parts = List.of(this);
            this.sent = new int[actors.size()];
        }

        Share(Iterable<Share> shares) {
            List<ActorRef<Message, Tally>> all = new ArrayList<>();
            List<Share> given = new ArrayList<>();
            shares.forEach(share -> {
                all.addAll(share.actors);
                given.add(share);
            });
            this.actors = all;
            this.parts = given;
            this.sent = new int[0];
        }

        int size() {
            return actors.size();
        }

        ActorRef<Message, Tally> actor(int i) {
            return actors.get(i);
        }

        /** Sends until the deadline, waits until all is handled, returns how many that were. */
        long send(Way way, long deadline) {
            long count = 0;
            do {
                for (Share part : parts) {
                    count += part.round(way, deadline);
                }
            } while (System.nanoTime() - deadline < 0);
            for (ActorRef<Message, Tally> actor : actors) {
                awaitHandled(actor);
            }
            return count;
        }

        private static void awaitHandled(ActorRef<Message, Tally> actor) {
            long limit = System.nanoTime() + 20_000_000_000L;
            while (((io.ringkernel.spi.ActorCell<?, ?>) actor).queued() != 0) {
                if (System.nanoTime() - limit > 0) {
                    throw new CommandException(
                            "messages stand still in the mailbox of " + actor.name());
                }
                Thread.onSpinWait();
            }
        }

        private long round(Way way, long deadline) {
            int size = actors.size();
            long count = 0;
            for (int i = 0; i < size; i++) {
                if ((i & 1023) == 1023 && System.nanoTime() - deadline >= 0) {
                    break;
                }
                ActorRef<Message, Tally> actor = actors.get(i);
                if (way == Way.TELL) {
                    actor.tell(item(sent[i]));
                } else {
                    for (int k = 0; k < batch.length; k++) {
                        batch[k] = item(sent[i] + k);
                    }
                    actor.tellAll(batchView);
                }
                sent[i] += way.batch;
                count += way.batch;
            }
            return count;
        }

        private static Item item(long sequence) {
            long left = sequence * 0x9E3779B97F4A7C15L;
            long right = ~sequence;
            return new Item(sequence, left, right, left + right);
        }

        /** Asks every actor for its tally. */
        void check() {
            for (Share part : parts) {
                part.checkOwn();
            }
        }

        private void checkOwn() {
            for (int from = 0; from < actors.size(); from += ASKS_AT_ONCE) {
                int to = Math.min(from + ASKS_AT_ONCE, actors.size());
                List<CompletionStage<Tally>> asks = new ArrayList<>();
                for (int i = from; i < to; i++) {
                    asks.add(actors.get(i).ask(new Query()));
                }
                for (int i = from; i < to; i++) {
                    Tally tally = asks.get(i - from).toCompletableFuture().join();
                    if (tally.count() != sent[i] || tally.mismatches() != 0) {
                        throw new CommandException(
                                actors.get(i).name()
                                        + " says "
                                        + tally
                                        + ", its sender "
                                        + sent[i]);
                    }
                }
            }
        }
    }
}
