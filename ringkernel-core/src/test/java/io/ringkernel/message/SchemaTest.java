package io.ringkernel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.Length;
import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.Struct;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

    private enum Colour {
        RED
    }

    private record Mixed(byte a, long b, short c, Colour d, boolean e) {}

    private record Nested(byte a, Mixed b, @Length(3) short[] c, byte d) {}

    private record NoLengthText(String text) {}

    private record ZeroLengthText(@Length(0) String text) {}

    private record HugeText(@Length(65536) String text) {}

    private record Texts(@Length(2) String[] texts) {}

    private record LongNumber(@Length(2) int number) {}

    private enum Nothing {}

    private record OfNothing(Nothing nothing) {}

    private record Inside(int a, Around around) {}

    private record Around(Inside inside) {}

    private record Boxed(Integer boxed) {}

    private record NoLength(int[] values) {}

    private record ZeroLength(@Length(0) int[] values) {}

    private record Matrix(@Length(2) int[][] values) {}

    private record Itself(@Length(2) Itself[] inner) {}

    private interface Open {}

    private sealed interface HalfOpen permits Mutable, Sealed {}

    private static final class Mutable implements HalfOpen {}

    private record Sealed() implements HalfOpen {}

    @Test
    void shouldLayRecordsOutAsACompilerForCDoes() {
        Struct mixed = struct(Mixed.class);
        assertThat(mixed.fields())
                .extracting(Struct.Field::offset)
                .containsExactly(0L, 8L, 16L, 20L, 24L);
        assertThat(mixed.size()).isEqualTo(32);
        assertThat(mixed.alignment()).isEqualTo(8);
        Struct nested = struct(Nested.class);
        assertThat(nested.fields())
                .extracting(Struct.Field::offset)
                .containsExactly(0L, 8L, 40L, 46L);
        assertThat(nested.size()).isEqualTo(48);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                NoLengthText.class,
                ZeroLengthText.class,
                HugeText.class,
                Texts.class,
                LongNumber.class,
                OfNothing.class,
                Inside.class,
                Boxed.class,
                NoLength.class,
                ZeroLength.class,
                Matrix.class,
                Itself.class
            })
    void shouldRefuseRecordsThatNoMessageCanBeAndNameTheComponent(Class<?> record) {
        assertThatThrownBy(() -> MessageProtocol.of(record))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("=" + record.getName());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Open.class,
                HalfOpen.class,
                String.class,
                Object.class,
                int.class,
                Colour.class
            })
    void shouldRefuseRootsThatAreNoRecords(Class<?> root) {
        assertThatThrownBy(() -> MessageProtocol.of(root))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("root=" + root.getName());
    }

    @Test
    void shouldHaveNoTypesForVoid() {
        MessageProtocol none = MessageProtocol.of(Void.class);
        assertThat(none.types()).isEmpty();
        assertThat(none.maxBytes()).isZero();
    }

    private static final class Generic<T> implements Actor<Mixed, T> {
        @Override
        public void receive(Mixed message, ActorContext<T> context) {}
    }

    @SuppressWarnings("rawtypes")
    private static final class Raw implements Actor {
        @Override
        public void receive(Object message, ActorContext context) {}
    }

    private abstract static class Base implements Actor<Mixed, Void> {}

    private static final class Derived extends Base {
        @Override
        public void receive(Mixed message, ActorContext<Void> context) {}
    }

    private static final class Listed implements Actor<Mixed, Void> {
        private List<Integer> list;

        @Override
        public void receive(Mixed message, ActorContext<Void> context) {
            list = List.of();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Generic.class, Raw.class, Derived.class})
    void shouldRefuseActorsWhoseMessagesTheClassFileDoesNotTell(Class<?> actor) {
        assertThatThrownBy(() -> ActorProtocol.of(actor))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("class=" + actor.getName());
    }

    @ParameterizedTest
    @ValueSource(classes = {Derived.class, Listed.class})
    void shouldRefuseStateThatCannotLiveInDeviceMemory(Class<?> actor) {
        assertThatThrownBy(() -> StateLayout.of(actor))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining(actor.getName());
    }

    @Test
    void shouldKeepNamesApartInC() {
        assertThat(CudaNames.field("a_b")).isNotEqualTo(CudaNames.field("a__b"));
        assertThat(CudaNames.field("int")).isEqualTo("int_");
        assertThat(CudaNames.of(Mixed.class)).matches("[A-Za-z0-9_]+");
    }

    private static Struct struct(Class<?> record) {
        return MessageProtocol.of(record).type(1).struct();
    }
}
