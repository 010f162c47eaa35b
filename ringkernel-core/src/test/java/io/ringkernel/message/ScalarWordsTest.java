package io.ringkernel.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.Length;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.ScalarWords.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalarWordsTest {

    private record Inner(byte a, byte b) {}

    private record Six(long id, int delay, int miles, double fare, float load, short gate) {}

    private record Odd(int a, int b, int c) {}

    private record Small(short a, byte b) {}

    private record WithInner(byte a, byte b, Inner inner, int c) {}

    private record InnerBetween(short a, Inner inner, short b, byte c, byte d) {}

    private record WithText(byte a, byte b, @Length(4) String text, int c, int d) {}

    private static List<Word> words(Class<?> record) {
        Struct struct = RecordLayout.of(record);
        return new ScalarWords(struct.fields(), struct.size()).all();
    }

    @Test
    void shouldJoinTheScalarsOfAWord() {
        assertThat(words(Six.class)).containsExactly(new Word(8, 8, 1, 2), new Word(24, 8, 4, 5));
    }

    @Test
    void shouldNotReachBeyondTheStructure() {
        assertThat(words(Odd.class)).containsExactly(new Word(0, 8, 0, 1));
        assertThat(words(Small.class)).containsExactly(new Word(0, 4, 0, 1));
        assertThat(words(Inner.class)).isEmpty();
    }

    @Test
    void shouldNotTouchWhatIsNoScalar() {
        assertThat(words(WithInner.class)).isEmpty();
        assertThat(words(InnerBetween.class)).containsExactly(new Word(4, 4, 2, 4));
        assertThat(words(WithText.class)).containsExactly(new Word(8, 8, 3, 4));
    }

    @Test
    void shouldJoinOnlyWhatTheWriterHas() {
        Struct struct = RecordLayout.of(Six.class);
        assertThat(new ScalarWords(struct.fields().subList(0, 5), 32).all())
                .containsExactly(new Word(8, 8, 1, 2));
        assertThat(new ScalarWords(struct.fields().subList(0, 3), 12).all()).isEmpty();
    }
}
