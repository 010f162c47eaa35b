package io.ringkernel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.Length;
import io.ringkernel.MessageTypeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StateCodecTest {

    private record Go() {}

    private record Pair(int a, long b) {}

    private static final class Everything implements Actor<Go, Void> {
        private static int shared = 3;
        private boolean z = true;
        private byte b = -1;
        private short s = -2;
        private char c = 'c';
        private int i = Integer.MIN_VALUE;
        private long l = Long.MAX_VALUE;
        private float f = 1.5f;
        private double d = -0.0;
        private final int fixed;
        private Pair pair = new Pair(4, 5);
        private TimeUnit unit = TimeUnit.HOURS;

        @Length(9)
        private String text = "größer";

        @Length(3)
        private int[] ints = {1, 2, 3};

        @Length(2)
        private Pair[] pairs = {new Pair(1, 2), new Pair(3, 4)};

        @Length(2)
        private TimeUnit[] units = {TimeUnit.DAYS, TimeUnit.NANOSECONDS};

        Everything(int fixed) {
            if (fixed == 0) {
                throw new IllegalArgumentException("a snapshot must not run this");
            }
            this.fixed = fixed;
        }

        @Override
        public void receive(Go message, ActorContext<Void> context) {
            i += shared;
        }
    }

    private final StateLayout layout = StateLayout.of(Everything.class);
    private final StateCodec codec = StateCodec.of(layout);
    private final MemorySegment memory = Arena.ofAuto().allocate(layout.struct().size() + 64, 64);

    @Test
    void shouldMakeANewActorOfTheFieldsItWrote() {
        Everything actor = new Everything(42);
        actor.receive(new Go(), null);
        codec.write(actor, memory, 64);
        Object copy = codec.read(memory, 64);
        assertThat(copy).isNotSameAs(actor).isInstanceOf(Everything.class);
        assertThat(copy).usingRecursiveComparison().isEqualTo(actor);
        assertThat(((Everything) copy).ints).isNotSameAs(actor.ints);
    }

    @Test
    void shouldWriteEachFieldAtItsOffset() {
        codec.write(new Everything(42), memory, 64);
        long fixed = layout.struct().offset(CudaNames.field("fixed"));
        long l = layout.struct().offset(CudaNames.field("l"));
        assertThat(memory.get(ValueLayout.JAVA_INT, 64 + fixed)).isEqualTo(42);
        assertThat(memory.get(ValueLayout.JAVA_LONG, 64 + l)).isEqualTo(Long.MAX_VALUE);
        assertThat(memory.asSlice(0, 64).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    @Test
    void shouldRefuseStateThatMemoryCannotHold() {
        Everything actor = new Everything(1);
        actor.ints = new int[4];
        assertThatThrownBy(() -> codec.write(actor, memory, 0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("Everything.ints, expected=3, actual=4");
        actor.ints = new int[3];
        actor.pair = null;
        assertThatThrownBy(() -> codec.write(actor, memory, 0))
                .hasMessageContaining("Everything.pair");
        actor.pair = new Pair(1, 2);
        actor.text = "ten bytes!";
        assertThatThrownBy(() -> codec.write(actor, memory, 0))
                .hasMessageContaining("Everything.text, bytes=10, allowed=9");
    }

    private static final class Level {
        private long price = -1;

        @Length(2)
        private final int[] sizes = {7, 8};
    }

    private static final class Book {
        private final Level best = new Level();

        @Length(2)
        private final Level[] levels = {new Level(), new Level()};
    }

    private static final class Exchange implements Actor<Go, Void> {
        private Book book = new Book();

        @Length({2, 3})
        private final int[][] grid = {{1, 2, 3}, {4, 5, 6}};

        @Length({1, 2})
        private final TimeUnit[][] units = {{TimeUnit.DAYS, TimeUnit.HOURS}};

        @Override
        public void receive(Go message, ActorContext<Void> context) {
            grid[1][2]++;
        }
    }

    private final StateLayout exchanges = StateLayout.of(Exchange.class);
    private final StateCodec exchangeCodec = StateCodec.of(exchanges);

    @Test
    void shouldHoldHelperObjectsAndArraysOfArraysInPlace() {
        Exchange actor = new Exchange();
        actor.book.levels[1].price = 1L << 40;
        actor.book.levels[0].sizes[1] = 9;
        exchangeCodec.write(actor, memory, 0);
        Exchange copy = (Exchange) exchangeCodec.read(memory, 0);
        assertThat(copy).usingRecursiveComparison().isEqualTo(actor);
        assertThat(copy.book).isNotSameAs(actor.book);
        long grid = exchanges.struct().offset(CudaNames.field("grid"));
        assertThat(memory.get(ValueLayout.JAVA_INT, grid + 4 * 5)).isEqualTo(6);
        assertThat(exchanges.struct().size()).isEqualTo(3 * 16 + 24 + 8);
    }

    @Test
    void shouldRefuseOneObjectHeldTwice() {
        Exchange actor = new Exchange();
        actor.book.levels[1] = actor.book.best;
        assertThatThrownBy(() -> exchangeCodec.write(actor, memory, 0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("Book.best")
                .hasMessageContaining("Book.levels");
        actor.book.levels[1] = new Level();
        actor.grid[0] = actor.grid[1];
        assertThatThrownBy(() -> exchangeCodec.write(actor, memory, 0))
                .hasMessageContaining("Exchange.grid");
        actor.grid[0] = new int[2];
        assertThatThrownBy(() -> exchangeCodec.write(actor, memory, 0))
                .hasMessageContaining("Exchange.grid, expected=3, actual=2");
        actor.book = null;
        assertThatThrownBy(() -> exchangeCodec.write(actor, memory, 0))
                .hasMessageContaining("Exchange.book");
    }

    private static class Open {}

    private static final class Looped {
        private Looped self;
    }

    private final class Inner {
        private int n = codec.hashCode();
    }

    private abstract static class Holder<T> {}

    private static final class HoldsOpen implements Actor<Go, Void> {
        private Open open = new Open();

        @Override
        public void receive(Go message, ActorContext<Void> context) {}
    }

    private static final class HoldsLooped implements Actor<Go, Void> {
        private Looped looped = new Looped();

        @Override
        public void receive(Go message, ActorContext<Void> context) {}
    }

    private static final class HoldsInner implements Actor<Go, Void> {
        private Inner inner;

        @Override
        public void receive(Go message, ActorContext<Void> context) {}
    }

    private static final class HoldsAbstract implements Actor<Go, Void> {
        private Holder<String> holder;

        @Override
        public void receive(Go message, ActorContext<Void> context) {}
    }

    private static final class WrongLengths implements Actor<Go, Void> {
        @Length(2)
        private int[][] grid;

        @Override
        public void receive(Go message, ActorContext<Void> context) {}
    }

    @Test
    void shouldRefuseClassesThatMemoryCannotHold() {
        assertThatThrownBy(() -> StateLayout.of(HoldsOpen.class))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("HoldsOpen.open")
                .hasMessageContaining("declare it final");
        assertThatThrownBy(() -> StateLayout.of(HoldsLooped.class))
                .hasMessageContaining("an object cannot contain itself");
        assertThatThrownBy(() -> StateLayout.of(HoldsInner.class))
                .hasMessageContaining("declare it final and static");
        assertThatThrownBy(() -> StateLayout.of(HoldsAbstract.class))
                .hasMessageContaining("HoldsAbstract.holder")
                .hasMessageContaining("final helper classes");
        assertThatThrownBy(() -> StateLayout.of(WrongLengths.class))
                .hasMessageContaining("dimensions=2, lengths=1")
                .hasMessageContaining("@Length({rows, columns})");
    }
}
