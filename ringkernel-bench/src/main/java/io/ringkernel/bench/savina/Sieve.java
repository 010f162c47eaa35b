package io.ringkernel.bench.savina;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.ReplyTo;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Savina's {@code sieve}: a producer sends the odd numbers through a chain of filters. Each filter
 * keeps the primes that reach it until it is full, and then spawns the next one.
 *
 * <p>The checksum is the sum of the primes. Scaled: a filter keeps 250 primes, not 1,000, so that
 * there are 39 filters and not ten, and more messages for the same divisions.
 */
@SuppressWarnings("SameNameButDifferent") // both sides name their parts alike
final class Sieve {

    private Sieve() {}

    static Scenario scenario(boolean smoke) {
        int limit = smoke ? 1_000 : 100_000;
        int primes = smoke ? 20 : 250;
        return new Scenario(
                "sieve",
                Map.of("limit", limit, "primesPerFilter", primes),
                sumOfPrimes(limit),
                runtime ->
                        RingKernels.ask(
                                runtime,
                                new Ours.Producer(limit, primes),
                                ActorOptions.defaults(),
                                new Ours.Start(),
                                Ours.Total::sum),
                system ->
                        Pekko.run(system, result -> Theirs.Producer.create(limit, primes, result)));
    }

    private static long sumOfPrimes(int limit) {
        BitSet composite = new BitSet(limit);
        long sum = 0;
        for (int i = 2; i < limit; i = composite.nextClearBit(i + 1)) {
            sum += i;
            for (long j = (long) i * i; j < limit; j += i) {
                composite.set((int) j);
            }
        }
        return sum;
    }

    /** The primes that one filter keeps. */
    private static final class Primes {
        private final long[] kept;
        private int count;

        Primes(int capacity, long first) {
            kept = new long[capacity];
            keep(first);
        }

        boolean divide(long candidate) {
            for (int i = 0; i < count; i++) {
                if (candidate % kept[i] == 0) {
                    return true;
                }
            }
            return false;
        }

        boolean isFull() {
            return count == kept.length;
        }

        void keep(long prime) {
            kept[count] = prime;
            count++;
        }

        long sum() {
            long sum = 0;
            for (int i = 0; i < count; i++) {
                sum += kept[i];
            }
            return sum;
        }
    }

    /** On this library. */
    static final class Ours {

        private Ours() {}

        sealed interface ToProducer permits Start, Found {}

        record Start() implements ToProducer {}

        record Found(long sum) implements ToProducer {}

        record Total(long sum) {}

        static final class Producer implements Actor<ToProducer, Total> {
            private final int limit;
            private final int primes;
            private @Nullable ReplyTo<Total> whenDone;

            Producer(int limit, int primes) {
                this.limit = limit;
                this.primes = primes;
            }

            @Override
            public void receive(ToProducer message, ActorContext<Total> context) {
                switch (message) {
                    case Start() -> start(context);
                    case Found(long sum) -> {
                        if (whenDone != null) {
                            whenDone.reply(new Total(sum));
                        }
                    }
                }
            }

            private void start(ActorContext<Total> context) {
                whenDone = context.replyTo();
                ActorRef<ToFilter, Void> first =
                        context.spawn(new Filter(primes, 2, context.self(this).ref()));
                for (int candidate = 3; candidate < limit; candidate += 2) {
                    first.tell(new Candidate(candidate));
                }
                first.tell(new End(0));
            }
        }

        sealed interface ToFilter permits Candidate, End {}

        record Candidate(long number) implements ToFilter {}

        record End(long sum) implements ToFilter {}

        static final class Filter implements Actor<ToFilter, Void> {
            private final int capacity;
            private final Primes primes;
            private final ActorRef<ToProducer, Total> producer;
            private @Nullable ActorRef<ToFilter, Void> next;

            Filter(int capacity, long firstPrime, ActorRef<ToProducer, Total> producer) {
                this.capacity = capacity;
                this.primes = new Primes(capacity, firstPrime);
                this.producer = producer;
            }

            @Override
            public void receive(ToFilter message, ActorContext<Void> context) {
                switch (message) {
                    case Candidate candidate -> {
                        if (!primes.divide(candidate.number())) {
                            passed(candidate, context);
                        }
                    }
                    case End(long before) -> {
                        long sum = before + primes.sum();
                        if (next == null) {
                            producer.tell(new Found(sum));
                        } else {
                            next.tell(new End(sum));
                        }
                    }
                }
            }

            private void passed(Candidate candidate, ActorContext<Void> context) {
                if (next != null) {
                    next.tell(candidate);
                } else if (primes.isFull()) {
                    next = context.spawn(new Filter(capacity, candidate.number(), producer));
                } else {
                    primes.keep(candidate.number());
                }
            }
        }
    }

    /** On Pekko. */
    static final class Theirs {

        private Theirs() {}

        record Found(long sum) {}

        static final class Producer extends AbstractBehavior<Found> {
            private final CompletableFuture<Long> result;
            private long sum;

            private Producer(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<Found> context,
                    int limit,
                    int primes,
                    CompletableFuture<Long> result) {
                super(context);
                this.result = result;
                org.apache.pekko.actor.typed.ActorRef<ToFilter> first =
                        context.spawnAnonymous(Filter.create(primes, 2, context.getSelf()));
                for (int candidate = 3; candidate < limit; candidate += 2) {
                    first.tell(new Candidate(candidate));
                }
                first.tell(new End(0));
            }

            static Behavior<Found> create(int limit, int primes, CompletableFuture<Long> result) {
                return Behaviors.setup(context -> new Producer(context, limit, primes, result));
            }

            @Override
            public Receive<Found> createReceive() {
                return newReceiveBuilder()
                        .onMessage(Found.class, this::found)
                        .onSignal(PostStop.class, _ -> stopped())
                        .build();
            }

            private Behavior<Found> found(Found message) {
                sum = message.sum();
                return Behaviors.stopped();
            }

            private Behavior<Found> stopped() {
                result.complete(sum);
                return this;
            }
        }

        sealed interface ToFilter permits Candidate, End {}

        record Candidate(long number) implements ToFilter {}

        record End(long sum) implements ToFilter {}

        static final class Filter extends AbstractBehavior<ToFilter> {
            private final int capacity;
            private final Primes primes;
            private final org.apache.pekko.actor.typed.ActorRef<Found> producer;
            private org.apache.pekko.actor.typed.@Nullable ActorRef<ToFilter> next;

            private Filter(
                    org.apache.pekko.actor.typed.javadsl.ActorContext<ToFilter> context,
                    int capacity,
                    long firstPrime,
                    org.apache.pekko.actor.typed.ActorRef<Found> producer) {
                super(context);
                this.capacity = capacity;
                this.primes = new Primes(capacity, firstPrime);
                this.producer = producer;
            }

            static Behavior<ToFilter> create(
                    int capacity,
                    long firstPrime,
                    org.apache.pekko.actor.typed.ActorRef<Found> producer) {
                return Behaviors.setup(
                        context -> new Filter(context, capacity, firstPrime, producer));
            }

            @Override
            public Receive<ToFilter> createReceive() {
                return newReceiveBuilder().onAnyMessage(this::receive).build();
            }

            private Behavior<ToFilter> receive(ToFilter message) {
                switch (message) {
                    case Candidate candidate -> {
                        if (!primes.divide(candidate.number())) {
                            passed(candidate);
                        }
                    }
                    case End(long before) -> {
                        long sum = before + primes.sum();
                        if (next == null) {
                            producer.tell(new Found(sum));
                        } else {
                            next.tell(new End(sum));
                        }
                    }
                }
                return this;
            }

            private void passed(Candidate candidate) {
                if (next != null) {
                    next.tell(candidate);
                } else if (primes.isFull()) {
                    next =
                            getContext()
                                    .spawnAnonymous(create(capacity, candidate.number(), producer));
                } else {
                    primes.keep(candidate.number());
                }
            }
        }
    }
}
