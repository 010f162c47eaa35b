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
}
