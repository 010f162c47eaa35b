package io.ringkernel;

/** The order book of docs/actors-language.md: bids and asks at up to 20 prices each. */
public final class OrderBook implements Actor<OrderBook.Request, OrderBook.Answer> {
    static final int LEVELS = 20;

    public enum Direction {
        BUY,
        SELL
    }

    public sealed interface Request permits Limit, Cancel, Snapshot {}

    public record Limit(Direction direction, long price, int quantity) implements Request {}

    public record Cancel(Direction direction, long price) implements Request {}

    public record Snapshot() implements Request {}

    public sealed interface Answer permits Filled, Depth {}

    public record Filled(int quantity, long cost, int resting) implements Answer {}

    public record Depth(
            int bids,
            int asks,
            @Length(LEVELS) long[] bidPrices,
            @Length(LEVELS) int[] bidQuantities,
            @Length(LEVELS) long[] askPrices,
            @Length(LEVELS) int[] askQuantities)
            implements Answer {}

    /** One side of the book, the best price first. */
    static final class Side {
        private final int sign; // 1 if a higher price is better, else -1
        private int count;

        @Length(LEVELS)
        private final long[] prices = new long[LEVELS];

        @Length(LEVELS)
        private final int[] quantities = new int[LEVELS];

        Side(int sign) {
            this.sign = sign;
        }

        /** Takes up to {@code wanted} at {@code limit} or better; returns quantity and cost. */
        long[] take(long limit, int wanted) {
            long[] taken = new long[2];
            while (count > 0 && taken[0] < wanted && sign * prices[0] >= sign * limit) {
                int part = (int) Math.min(wanted - taken[0], quantities[0]);
                taken[0] += part;
                taken[1] += part * prices[0];
                quantities[0] -= part;
                if (quantities[0] == 0) {
                    remove(0);
                }
            }
            return taken;
        }

        /** Adds to the quantity at a price; a full book forgets its worst price. */
        void add(long price, int quantity) {
            int at = find(price);
            if (at < count && prices[at] == price) {
                quantities[at] = Math.addExact(quantities[at], quantity);
                return;
            }
            if (at == LEVELS) {
                return;
            }
            count = Math.min(count + 1, LEVELS);
            for (int i = count - 1; i > at; i--) {
                prices[i] = prices[i - 1];
                quantities[i] = quantities[i - 1];
            }
            prices[at] = price;
            quantities[at] = quantity;
        }

        int cancel(long price) {
            int at = find(price);
            if (at == count || prices[at] != price) {
                throw new IllegalArgumentException("no order at this price");
            }
            int quantity = quantities[at];
            remove(at);
            return quantity;
        }

        private int find(long price) {
            int at = 0;
            while (at < count && sign * prices[at] > sign * price) {
                at++;
            }
            return at;
        }

        private void remove(int at) {
            count--;
            for (int i = at; i < count; i++) {
                prices[i] = prices[i + 1];
                quantities[i] = quantities[i + 1];
            }
            prices[count] = 0;
            quantities[count] = 0;
        }
    }

    private final Side bids = new Side(1);
    private final Side asks = new Side(-1);

    @Override
    public void receive(Request request, ActorContext<Answer> context) {
        switch (request) {
            case Limit(Direction direction, long price, int quantity) -> {
                if (quantity <= 0) {
                    throw new IllegalArgumentException("quantity must be positive");
                }
                Side other = direction == Direction.BUY ? asks : bids;
                long[] taken = other.take(price, quantity);
                int rest = quantity - (int) taken[0];
                if (rest > 0) {
                    side(direction).add(price, rest);
                }
                context.reply(new Filled((int) taken[0], taken[1], rest));
            }
            case Cancel(Direction direction, long price) ->
                    context.reply(new Filled(0, 0, side(direction).cancel(price)));
            case Snapshot() -> context.reply(depth());
        }
    }

    private Side side(Direction direction) {
        return switch (direction) {
            case BUY -> bids;
            case SELL -> asks;
        };
    }

    private Depth depth() {
        return new Depth(
                bids.count, asks.count, bids.prices, bids.quantities, asks.prices, asks.quantities);
    }
}
