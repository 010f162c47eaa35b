package io.ringkernel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.MessageTypeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class ProtocolCodecTest {

    private sealed interface Command permits First, Group {}

    private sealed interface Group extends Command permits Second, Third {}

    private record First(int value) implements Command {}

    private record Second(long value) implements Group {}

    private record Third() implements Group {}

    private record Stranger(int value) {}

    private final ProtocolCodec codec = ProtocolCodec.of(MessageProtocol.of(Command.class));

    @Test
    void shouldNumberRecordsInTheOrderOfThePermitsClauses() {
        assertThat(codec.typeId(new First(1))).isEqualTo(1);
        assertThat(codec.typeId(new Second(1))).isEqualTo(2);
        assertThat(codec.typeId(new Third())).isEqualTo(3);
        assertThat(codec.typeId(new Stranger(1))).isEqualTo(ProtocolCodec.NOT_UNDERSTOOD);
        assertThat(codec.typeId("text")).isEqualTo(ProtocolCodec.NOT_UNDERSTOOD);
    }

    @Test
    void shouldReadWhatItWroteByItsId() {
        MemorySegment memory = Arena.ofAuto().allocate(64, 16);
        for (Command message : new Command[] {new First(7), new Second(-7), new Third()}) {
            int id = codec.typeId(message);
            codec.encode(id, message, memory, 16);
            assertThat(codec.decode(id, memory, 16)).isEqualTo(message);
        }
    }

    @Test
    void shouldNameTheRecordsThatItKnowsWhenTheIdIsUnknown() {
        MemorySegment memory = Arena.ofAuto().allocate(64, 16);
        for (int id : new int[] {-1, 0, 4, 0xFF00}) {
            assertThatThrownBy(() -> codec.decode(id, memory, 0))
                    .isInstanceOf(MessageTypeException.class)
                    .hasMessageContaining("id=" + id)
                    .hasMessageContaining(First.class.getName() + ", " + Second.class.getName());
        }
    }

    @Test
    void shouldKnowNothingWhenTheProtocolIsVoid() {
        ProtocolCodec none = ProtocolCodec.of(MessageProtocol.of(Void.class));
        assertThat(none.typeId(new First(1))).isEqualTo(ProtocolCodec.NOT_UNDERSTOOD);
    }
}
