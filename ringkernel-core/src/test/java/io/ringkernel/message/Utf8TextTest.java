package io.ringkernel.message;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Length;
import io.ringkernel.MessageTypeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8TextTest {

    private record Named(byte tag, @Length(7) String name, byte end) {}

    private final MemorySegment memory = Arena.ofAuto().allocate(64, 64);
    private final RecordCodec codec = RecordCodec.of(Named.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1234567",
                "\u0000",
                "äöü",
                "€€",
                "a€€",
                "漢字1",
                "\uD83D\uDE00",
                "\uD83D\uDE00€",
                "\uDBFF\uDFFFabc",
                "\uFFFD",
                "\u007f\u0080",
                "\u07ff\u0800",
                "\uffff"
            })
    void shouldReadTheTextItWroteAndWriteTheJdksUtf8(String text) {
        codec.encode(new Named((byte) 1, text, (byte) 2), memory, 8);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(memory.get(JAVA_SHORT, 10)).isEqualTo((short) utf8.length);
        assertThat(memory.asSlice(12, utf8.length).toArray(JAVA_BYTE)).isEqualTo(utf8);
        assertThat(codec.decode(memory, 8)).isEqualTo(new Named((byte) 1, text, (byte) 2));
    }

    @Test
    void shouldLayTextBehindItsLength() {
        codec.encode(new Named((byte) 1, "äb", (byte) 2), memory, 0);
        assertThat(memory.asSlice(0, 14).toArray(JAVA_BYTE))
                .containsExactly(1, 0, 3, 0, 0xC3, 0xA4, 'b', 0, 0, 0, 0, 0, 2, 0);
        assertThat(RecordLayout.of(Named.class).size()).isEqualTo(14);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "äöüß", "€€ab", "123456ä", "\uD83D\uDE00\uD83D\uDE00"})
    void shouldRefuseTextThatDoesNotFitAndWriteNeitherItNorItsNeighbour(String text) {
        memory.fill((byte) 0x55);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        assertThatThrownBy(() -> codec.encode(new Named((byte) 1, text, (byte) 2), memory, 0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessage(
                        "text is too long: component="
                                + Named.class.getName()
                                + ".name, bytes="
                                + bytes
                                + ", allowed=7; send less, or raise its @Length");
        assertThat(memory.get(JAVA_SHORT, 2)).isEqualTo((short) 0x5555);
        assertThat(memory.asSlice(11).toArray(JAVA_BYTE)).containsOnly(0x55);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD83D", "\uDE00a", "\uD83Dab", "\uDE00\uD83D"})
    void shouldRefuseHalfACharacter(String text) {
        assertThatThrownBy(() -> codec.encode(new Named((byte) 1, text, (byte) 2), memory, 0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("half a character")
                .hasMessageContaining("Named.name, index=" + (text.startsWith("a") ? 1 : 0));
    }

    @Test
    void shouldRefuseNoText() {
        assertThatThrownBy(() -> codec.encode(new Named((byte) 1, null, (byte) 2), memory, 0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("component is null: component=" + Named.class.getName());
    }

    @Test
    void shouldRefuseALengthInMemoryThatIsBeyondTheComponent() {
        for (int length : new int[] {8, 0x7FFF, 0xFFFF}) {
            memory.set(JAVA_SHORT, 2, (short) length);
            assertThatThrownBy(() -> codec.decode(memory, 0))
                    .isInstanceOf(MessageTypeException.class)
                    .hasMessageContaining("Named.name, bytes=" + length + ", allowed=7");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xC3, 0xC0, 0xFF, 0xED, 0xF8})
    void shouldRefuseBytesInMemoryThatAreNotUtf8(int first) {
        codec.encode(new Named((byte) 1, "abc", (byte) 2), memory, 0);
        memory.set(JAVA_BYTE, 4, (byte) first);
        assertThatThrownBy(() -> codec.decode(memory, 0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("not UTF-8")
                .hasMessageContaining("Named.name, bytes=3");
    }

    private record Largest(@Length(0xFFFF) String text) {}

    @Test
    void shouldCarryTheLongestTextThatALengthCanSay() {
        MemorySegment large = Arena.ofAuto().allocate(RecordLayout.of(Largest.class).size(), 64);
        Largest message = new Largest(RecordTrees.text(0xFFFF, new Random(3)));
        RecordCodec.of(Largest.class).encode(message, large, 0);
        assertThat(RecordCodec.of(Largest.class).decode(large, 0)).isEqualTo(message);
    }
}
