package io.ringkernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private final DeadLetters letters = new DeadLetters(3);

    @Test
    void shouldKeepTheLatestAndCountAll() {
        for (int i = 0; i < 5; i++) {
            letters.add(letter(i, i < 4 ? Reason.NOT_ASKED : Reason.ACTOR_FAILED));
        }
        assertThat(letters.recent()).extracting(DeadLetter::message).containsExactly(2, 3, 4);
        assertThat(letters.total()).isEqualTo(5);
        assertThat(letters.count(Reason.NOT_ASKED)).isEqualTo(4);
        assertThat(letters.count(Reason.ACTOR_FAILED)).isEqualTo(1);
        assertThat(letters.count(Reason.MAILBOX_FULL)).isZero();
    }

    @Test
    void shouldTellListenersUntilTheyAreRemovedAndSurviveThoseThatThrow() {
        List<DeadLetter> heard = new ArrayList<>();
        Consumer<DeadLetter> listener = heard::add;
        letters.addListener(_ -> {
            throw new IllegalStateException("listener");
        });
        letters.addListener(_ -> {
            throw new StackOverflowError();
        });
        letters.addListener(listener);
        letters.add(letter(1, Reason.NOT_ASKED));
        letters.removeListener(listener);
        letters.add(letter(2, Reason.NOT_ASKED));
        assertThat(heard).containsExactly(letter(1, Reason.NOT_ASKED));
        assertThat(letters.total()).isEqualTo(2);
    }

    private static DeadLetter letter(int message, Reason reason) {
        return new DeadLetter("actor", message, reason);
    }
}
