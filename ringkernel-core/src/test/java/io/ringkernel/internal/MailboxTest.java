package io.ringkernel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.ActorOptions;
import io.ringkernel.DeadLetter;
import io.ringkernel.Length;
import io.ringkernel.MailboxFullException;
import io.ringkernel.MessageTypeException;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.RuntimeClosedException;
import io.ringkernel.message.MessageProtocol;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotLayout;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.SlotRing;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MailboxTest {

    private record Note(int number, @Length(2) int[] more) {
        static Note of(int number) {
            return new Note(number, new int[2]);
        }
    }

    private final SlotRing ring =
            SlotRing.create(Arena.ofAuto().allocate(SlotRing.bytes(16, 64), 128), 16, 64);
    private final SlotProducer producer = new SlotProducer(ring);
    private final SlotConsumer consumer = new SlotConsumer(ring, Arena.ofAuto().allocate(64, 64));
    private final ProtocolCodec codec = ProtocolCodec.of(MessageProtocol.of(Note.class));
    private final RecordingEnvironment environment = new RecordingEnvironment();
    private int wakes;

    @Test
    void shouldWakeTheConsumerOnceForEachSendAndOnceForEachBatch() {
        Mailbox<Note> mailbox = mailbox(OverflowPolicy.FAIL);
        assertThat(mailbox.send(Note.of(1), 9)).isTrue();
        assertThat(wakes).isEqualTo(1);
        mailbox.sendAll(List.of(Note.of(2), Note.of(3), Note.of(4), Note.of(5)));
        assertThat(wakes).isEqualTo(2);
        assertThat(mailbox.size()).isEqualTo(5);
        assertThat(received()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void shouldSendListsWithoutRandomAccess() {
        mailbox(OverflowPolicy.FAIL).sendAll(new LinkedList<>(List.of(Note.of(1), Note.of(2))));
        assertThat(received()).containsExactly(1, 2);
    }

    @Test
    void shouldGiveTheSlotUpWhenTheMessageCannotBeEncoded() {
        Mailbox<Note> mailbox = mailbox(OverflowPolicy.FAIL);
        Note wrong = new Note(2, new int[3]);
        assertThatThrownBy(() -> mailbox.send(wrong, 0)).isInstanceOf(MessageTypeException.class);
        assertThat(wakes).isEqualTo(1);
        List<Note> batch = List.of(Note.of(1), wrong, Note.of(3));
        assertThatThrownBy(() -> mailbox.sendAll(batch)).isInstanceOf(MessageTypeException.class);
        mailbox.send(Note.of(4), 0);
        assertThat(received()).containsExactly(1, 4);
    }

    @Test
    void shouldSendWhatComesBeforeANull() {
        Mailbox<Note> mailbox = mailbox(OverflowPolicy.FAIL);
        List<Note> batch = Arrays.asList(Note.of(1), Note.of(2), null, Note.of(4));
        assertThatNullPointerException()
                .isThrownBy(() -> mailbox.sendAll(batch))
                .withMessage("message");
        assertThatNullPointerException().isThrownBy(() -> mailbox.send(null, 0));
        assertThat(received()).containsExactly(1, 2);
    }

    @Test
    void shouldStopWaitingWhenTheThreadIsInterrupted() {
        Mailbox<Note> mailbox = mailbox(OverflowPolicy.WAIT);
        fill(mailbox);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(MailboxFullException.class)
                .isThrownBy(() -> mailbox.send(Note.of(17), 0))
                .withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldStopWaitingWhenTheActorEnds() throws Exception {
        Mailbox<Note> mailbox = mailbox(OverflowPolicy.WAIT);
        fill(mailbox);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Boolean> sending = thread.submit(() -> mailbox.send(Note.of(17), 0));
            assertThat(mailbox.end(Ending.terminated(() -> "notes"))).isEqualTo(16);
            assertThat(sending.get(10, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(environment.letters)
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.ACTOR_TERMINATED);
                    assertThat(((Note) letter.message()).number()).isEqualTo(17);
                });
        assertThat(received()).hasSize(16);
    }

    @Test
    void shouldRefuseSendsOnceTheRuntimeIsClosedWhateverEndedTheActor() {
        Mailbox<Note> mailbox = mailbox(OverflowPolicy.WAIT);
        mailbox.end(Ending.terminated(() -> "notes"));
        assertThat(mailbox.send(Note.of(1), 0)).isFalse();
        environment.closed = true;
        assertThatThrownBy(() -> mailbox.send(Note.of(2), 0))
                .isInstanceOf(RuntimeClosedException.class);
        assertThat(environment.letters).hasSize(1);
    }

    private Mailbox<Note> mailbox(OverflowPolicy policy) {
        ActorOptions options =
                ActorOptions.defaults()
                        .withOverflow(policy)
                        .withSendTimeout(Duration.ofSeconds(20));
        return new Mailbox<>("notes", producer, codec, options, environment, () -> wakes++);
    }

    private static void fill(Mailbox<Note> mailbox) {
        for (int i = 0; i < 16; i++) {
            mailbox.send(Note.of(i), 0);
        }
    }

    private List<Integer> received() {
        List<Integer> numbers = new ArrayList<>();
        while (consumer.poll()) {
            Record note =
                    codec.decode(consumer.type(), consumer.scratch(), SlotLayout.PAYLOAD_OFFSET);
            numbers.add(((Note) note).number());
        }
        return numbers;
    }
}
