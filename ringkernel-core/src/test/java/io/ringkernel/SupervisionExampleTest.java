package io.ringkernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of {@code docs/supervision.md}: the page has no code that does not stand here. */
@Timeout(60)
class SupervisionExampleTest {

    private static final Path PAGE = Path.of("../docs/supervision.md");
    private static final Path THIS =
            Path.of("src/test/java/io/ringkernel/SupervisionExampleTest.java");

    // ---- a bank

    sealed interface Order permits Deposit, Withdraw, Balance {}

    record Deposit(long cents) implements Order {}

    record Withdraw(long cents) implements Order {}

    record Balance() implements Order {}

    record Done(boolean accepted, long balance) {}

    static final class Account implements Actor<Order, Done> {
        private long cents;
        private final Outages outages;

        Account(long cents, Outages outages) {
            this.cents = cents;
            this.outages = outages;
        }

        @Override
        public void receive(Order order, ActorContext<Done> context) {
            boolean accepted = true;
            switch (order) {
                case Deposit(long amount) -> cents += amount;
                case Withdraw(long amount) -> {
                    accepted = amount <= cents;
                    cents -= accepted ? amount : 0;
                }
                case Balance() -> {}
            }
            outages.strike(); // the state has changed, and nobody has been told
            context.snapshot(); // from here on a restart keeps the change
            context.reply(new Done(accepted, cents));
        }
    }

    /** Fails now and then, in the middle of a booking. */
    record Outages(int oneIn, long seed) {
        private static final ThreadLocal<Random> RANDOM = new ThreadLocal<>();

        void strike() {
            Random random = RANDOM.get();
            if (random == null) {
                random = new Random(seed);
                RANDOM.set(random);
            }
            if (oneIn > 0 && random.nextInt(oneIn) == 0) {
                throw new IllegalStateException("power cut");
            }
        }
    }

    /** Moves money; an account that failed has not booked, so the order is given again. */
    private static Done ask(ActorRef<Order, Done> account, Order order) {
        while (true) {
            try {
                return account.ask(order).toCompletableFuture().join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof ActorFailedException)) {
                    throw e;
                }
            }
        }
    }

    private static void transfer(
            ActorRef<Order, Done> from, ActorRef<Order, Done> to, long amount) {
        if (ask(from, new Withdraw(amount)).accepted()) {
            ask(to, new Deposit(amount));
        }
    }

    @Test
    void shouldConserveTheSum() throws Exception {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("SupervisionExampleTest seed=" + seed);
        Random random = new Random(seed);
        Outages outages = new Outages(20, seed);

        Supervision patient = Supervision.oneForOne().withIntensity(1000, Duration.ofSeconds(1));
        try (RingKernel runtime =
                RingKernel.builder().backend(Backend.CPU).supervision(patient).build()) {
            ActorOptions kept =
                    ActorOptions.defaults().withRestartFromSnapshot(RestartType.TRANSIENT);
            List<ActorRef<Order, Done>> accounts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                accounts.add(runtime.spawn("accounts/" + i, new Account(1000_00, outages), kept));
            }

            for (int i = 0; i < 1000; i++) {
                transfer(
                        accounts.get(random.nextInt(10)),
                        accounts.get(random.nextInt(10)),
                        1 + random.nextInt(500_00));
            }

            long sum = 0;
            for (ActorRef<Order, Done> account : accounts) {
                sum += ask(account, new Balance()).balance();
            }
            assertThat(sum).isEqualTo(10 * 1000_00);
            assertThat(runtime.supervision().recent())
                    .extracting(SupervisionEvent::kind)
                    .contains(SupervisionEvent.Kind.FAILED, SupervisionEvent.Kind.RESTARTED);
        }
    }

    // ---- a tree

    record Job(int number) {}

    record Result(int number) {}

    static final class Worker implements Actor<Job, Result> {
        @Override
        public void receive(Job job, ActorContext<Result> context) {
            if (job.number() < 0) {
                throw new IllegalArgumentException("number=" + job.number());
            }
            context.reply(new Result(job.number()));
        }

        @Override
        public void signal(Signal signal, ActorContext<Result> context) {
            switch (signal) {
                case Signal.Stopping() -> {} // let go of what it holds; the state is gone after it
                case Signal.Restarted(ActorFault why) -> {} // the new life begins
                default -> {}
            }
        }
    }

    static final class Pool implements Actor<Job, Result> {
        private ActorRef<Job, Result> worker;

        @Override
        public void receive(Job job, ActorContext<Result> context) {
            if (worker == null) {
                worker =
                        context.spawn(
                                "worker",
                                new Worker(),
                                ActorOptions.defaults().withRestart(RestartType.TRANSIENT));
            }
            context.forward(worker, job);
        }
    }

    @Test
    void shouldRestartAChildAndTell() throws Exception {
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            runtime.supervision().addListener(event -> log.add(event.kind() + " " + event.actor()));

            Supervision ofWorkers =
                    Supervision.restForOne()
                            .withIntensity(5, Duration.ofSeconds(10))
                            .withBackoff(Duration.ofMillis(10), Duration.ofSeconds(1));
            ActorRef<Job, Result> pool =
                    runtime.spawn(
                            "pool",
                            Pool::new,
                            ActorOptions.defaults()
                                    .withSupervision(ofWorkers)
                                    .withRestart(RestartType.TRANSIENT));
            pool.tell(new Job(-1));
            Result result = pool.ask(new Job(1)).toCompletableFuture().get(5, TimeUnit.SECONDS);

            assertThat(result).isEqualTo(new Result(1));
            assertThat(log.poll(5, TimeUnit.SECONDS)).isEqualTo("FAILED pool/worker");
            assertThat(log.poll(5, TimeUnit.SECONDS)).isEqualTo("RESTARTED pool/worker");
            SupervisionEvent failed = runtime.supervision().recent().getFirst();
            assertThat(failed.fault()).isNotNull();
            assertThat(failed.fault().message()).isEqualTo("number=-1");
        }
    }

    @Test
    void shouldInterruptAStalledHandler() throws Exception {
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        try (RingKernel runtime =
                RingKernel.builder()
                        .backend(Backend.CPU)
                        .stallTimeout(Duration.ofMillis(50))
                        .failStalledAfter(2)
                        .build()) {
            runtime.supervision()
                    .addListener(event -> {
                        if (event.kind() == SupervisionEvent.Kind.STALLED) {
                            log.add(event.actor() + " is in " + event.fault());
                        }
                    });
            Gate gate = new Gate();
            Actor<Job, Result> stuck = new Stuck(gate);
            runtime.spawn("stuck", stuck).tell(new Job(1));
            assertThat(log.poll(20, TimeUnit.SECONDS)).startsWith("stuck is in ");
            gate.open();
        }
    }

    private record Stuck(Gate gate) implements Actor<Job, Result> {
        @Override
        public void receive(Job job, ActorContext<Result> context) {
            gate.pass();
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
