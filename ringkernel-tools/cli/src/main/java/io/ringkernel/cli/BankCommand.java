package io.ringkernel.cli;

import io.ringkernel.ActorFailedException;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorRef;
import io.ringkernel.Backend;
import io.ringkernel.RestartType;
import io.ringkernel.RingKernel;
import io.ringkernel.Supervision;
import io.ringkernel.SupervisionEvent.Kind;
import io.ringkernel.cli.examples.Account;
import io.ringkernel.cli.examples.Account.Deposit;
import io.ringkernel.cli.examples.Account.Order;
import io.ringkernel.cli.examples.Account.Receipt;
import io.ringkernel.cli.examples.Account.Withdraw;
import io.ringkernel.cli.logging.QuietLogging;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Moves money between accounts that fail and are restarted; the sum stays. */
@Command(
        name = "bank",
        description =
                "Move money between accounts that fail in the middle of bookings and are restarted"
                        + " from their last snapshot, and check that none is made or lost. On the CPU.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BankCommand implements Callable<Integer> {

    private static final long START_CENTS = 1000_00;
    private static final int TELLERS = 8;

    @Option(
            names = "--accounts",
            defaultValue = "100",
            description = "How many, from 2 to 100,000. Default: ${DEFAULT-VALUE}.")
    private int accounts;

    @Option(
            names = "--transfers",
            defaultValue = "20000",
            description = "How many, from 1 to 10^8. Default: ${DEFAULT-VALUE}.")
    private int transfers;

    @Option(
            names = "--fail-one-in",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "One booking in N fails; 0 for none, else from 2. Default: ${DEFAULT-VALUE}.")
    private int failOneIn;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        range("--accounts", accounts, 2, 100_000);
        range("--transfers", transfers, 1, 100_000_000);
        range("--fail-one-in", failOneIn, failOneIn == 0 ? 0 : 2, 1_000_000_000);
        if (System.getProperty(QuietLogging.LEVEL) == null) {
            System.setProperty(QuietLogging.LEVEL, "OFF"); // each fault would be logged
        }
        LongAdder faults = new LongAdder();
        LongAdder restarts = new LongAdder();
        Supervision patient =
                Supervision.oneForOne().withIntensity(1_000_000, Duration.ofSeconds(1));
        try (RingKernel runtime =
                RingKernel.builder().backend(Backend.CPU).supervision(patient).build()) {
            runtime.supervision()
                    .addListener(event -> {
                        if (event.kind() == Kind.FAILED) {
                            faults.increment();
                        } else if (event.kind() == Kind.RESTARTED) {
                            restarts.increment();
                        }
                    });
            long begin = System.nanoTime();
            List<ActorRef<Order, Receipt>> bank = open(runtime);
            move(bank);
            long sum = 0;
            for (ActorRef<Order, Receipt> account : bank) {
                sum += book(account, new Deposit(0)).balance();
            }
            return report(sum, faults.sum(), restarts.sum(), (System.nanoTime() - begin) / 1e9);
        }
    }

    private void range(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " must be from " + least + " to " + most + ": " + value);
        }
    }

    private List<ActorRef<Order, Receipt>> open(RingKernel runtime) {
        ActorOptions kept = ActorOptions.defaults().withRestartFromSnapshot(RestartType.TRANSIENT);
        List<ActorRef<Order, Receipt>> bank = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            Account account = new Account(START_CENTS, failOneIn);
            bank.add(runtime.spawn("accounts/" + i, account, kept));
        }
        return bank;
    }

    private void move(List<ActorRef<Order, Receipt>> bank) throws Exception {
        try (ExecutorService tellers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int teller = 0; teller < TELLERS; teller++) {
                int share = transfers / TELLERS + (teller < transfers % TELLERS ? 1 : 0);
                done.add(
                        tellers.submit(() -> {
                            for (int i = 0; i < share; i++) {
                                transfer(any(bank), any(bank));
                            }
                        }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        }
    }

    private static ActorRef<Order, Receipt> any(List<ActorRef<Order, Receipt>> bank) {
        return bank.get(ThreadLocalRandom.current().nextInt(bank.size()));
    }

    private static void transfer(ActorRef<Order, Receipt> from, ActorRef<Order, Receipt> to) {
        long cents = ThreadLocalRandom.current().nextLong(1, START_CENTS);
        if (book(from, new Withdraw(cents)).accepted()) {
            book(to, new Deposit(cents));
        }
    }

    /** Gives an order until it was booked: an account that failed has not. */
    private static Receipt book(ActorRef<Order, Receipt> account, Order order) {
        while (true) {
            try {
                return account.ask(order).toCompletableFuture().join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof ActorFailedException)) {
                    throw e; // timed out, or closed: whether it was booked is not known
                }
            }
        }
    }

    private int report(long sum, long faults, long restarts, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        long expected = accounts * START_CENTS;
        out.printf(
                Locale.ROOT,
                "%,d transfers between %,d accounts in %.1f s: %,d faults, %,d restarts%n"
                        + "sum %,d.%02d, at first %,d.%02d: %s%n",
                transfers,
                accounts,
                seconds,
                faults,
                restarts,
                sum / 100,
                sum % 100,
                expected / 100,
                expected % 100,
                sum == expected ? "equal" : "NOT EQUAL");
        out.flush();
        return sum == expected ? ExitCode.OK : ExitCode.FAILED;
    }
}
