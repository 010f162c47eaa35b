package io.ringkernel.cli.examples;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An account that fails now and then, in the middle of a booking. Each booking is a transaction: it
 * changes the state, takes a snapshot, replies. What fails before the snapshot never happened.
 */
public final class Account implements Actor<Account.Order, Account.Receipt> {

    /** What an account understands. */
    public sealed interface Order permits Deposit, Withdraw {}

    /** Put money in. */
    public record Deposit(long cents) implements Order {}

    /** Take money out, if it is there. */
    public record Withdraw(long cents) implements Order {}

    /** What it replies. */
    public record Receipt(boolean accepted, long balance) {}

    private final int failOneIn;
    private long cents;

    /** Makes an account; {@code failOneIn} is 0 for never. */
    public Account(long cents, int failOneIn) {
        this.cents = cents;
        this.failOneIn = failOneIn;
    }

    @Override
    public void receive(Order order, ActorContext<Receipt> context) {
        boolean accepted = true;
        switch (order) {
            case Deposit(long amount) -> cents += amount;
            case Withdraw(long amount) -> {
                accepted = amount <= cents;
                cents -= accepted ? amount : 0;
            }
        }
        if (failOneIn > 0 && ThreadLocalRandom.current().nextInt(failOneIn) == 0) {
            throw new IllegalStateException("power cut"); // the state has changed, nobody knows
        }
        context.snapshot();
        context.reply(new Receipt(accepted, cents));
    }
}
