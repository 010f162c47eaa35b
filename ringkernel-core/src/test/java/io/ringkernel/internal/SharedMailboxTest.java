package io.ringkernel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedMailboxTest {

    private static final int GIVEN_UP = 0xFF05;
    private static final int TARGET = 3;
    private static final int CAPACITY = 16;

    private record Note(int number, @Length(2) int[] more) {
        static Note of(int number) {
            return new Note(number, new int[2]);
        }
    }

    private final SlotRing ring =
            SlotRing.create(Arena.ofAuto().allocate(SlotRing.bytes(64, 64), 128), 64, 64);
    private final SlotProducer producer = new SlotProducer(ring);
    private final SlotConsumer consumer = new SlotConsumer(ring, Arena.ofAuto().allocate(64, 64));
    private final MemorySegment handled = Arena.ofAuto().allocate(64, 64);
    private final SharedMailbox.Route route =
            new SharedMailbox.Route(List.of(producer), handled, GIVEN_UP);
    private final ProtocolCodec codec = ProtocolCodec.of(MessageProtocol.of(Note.class));
    private final RecordingEnvironment environment = new RecordingEnvironment();
    private final OverflowTally tally = new OverflowTally(_ -> {});

    @Test
    void shouldNumberMessagesFromWhereThePredecessorEnded() {
        handled(100);
        SharedMailbox<Note> mailbox = mailbox(100, OverflowPolicy.FAIL);
        assertThat(mailbox.send(Note.of(1), 7, 0)).isEqualTo(100);
        mailbox.sendAll(List.of(Note.of(2), Note.of(3), Note.of(4)));
        assertThat(mailbox.size()).isEqualTo(4);
        assertThat(received().entrySet())
                .extracting(entry -> entry.getKey() + ":" + entry.getValue())
                .containsExactly("100:1", "101:2", "102:3", "103:4");
        handled(104);
        assertThat(mailbox.size()).isZero();
    }

    @Test
    void shouldRefuseMoreThanTheMailboxHoldsAndGiveNoPositionAway() {
        SharedMailbox<Note> mailbox = mailbox(0, OverflowPolicy.FAIL);
        List<Note> notes = IntStream.range(0, 20).mapToObj(Note::of).toList();
        assertThatExceptionOfType(MailboxFullException.class)
                .isThrownBy(() -> mailbox.sendAll(notes))
                .satisfies(full -> assertThat(full.accepted()).isEqualTo(16));
        assertThatThrownBy(() -> mailbox.send(Note.of(9), 0, 0))
                .isInstanceOf(MailboxFullException.class);
        handled(1);
        assertThat(mailbox.send(Note.of(16), 0, 0)).isEqualTo(16);
        assertThat(received()).hasSize(17).containsEntry(16, 16);
    }

    @Test
    void shouldRefuseWhenTheRingIsFull() {
        SharedMailbox<Note> mailbox = mailbox(0, OverflowPolicy.FAIL);
        producer.claim(64);
        assertThatThrownBy(() -> mailbox.send(Note.of(1), 0, 0))
                .isInstanceOf(MailboxFullException.class);
        assertThat(mailbox.tail()).isZero();
    }

    @Test
    void shouldGivePositionsUpThatCannotBeFilled() {
        SharedMailbox<Note> mailbox = mailbox(0, OverflowPolicy.FAIL);
        Note wrong = new Note(2, new int[3]);
        assertThatThrownBy(() -> mailbox.send(wrong, 0, 0))
                .isInstanceOf(MessageTypeException.class);
        assertThatThrownBy(() -> mailbox.sendAll(List.of(Note.of(1), wrong, Note.of(3))))
                .isInstanceOf(MessageTypeException.class);
        mailbox.send(Note.of(4), 0, 0);
        assertThat(mailbox.tail()).isEqualTo(5);
        assertThat(received()).hasSize(5).containsEntry(1, 1).containsEntry(4, 4);
    }

    @Test
    void shouldStopWaitingWhenTheActorEnds() throws Exception {
        SharedMailbox<Note> mailbox = mailbox(0, OverflowPolicy.WAIT);
        IntStream.range(0, 16).forEach(i -> mailbox.send(Note.of(i), 0, 0));
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Long> sending = thread.submit(() -> mailbox.send(Note.of(17), 0, 0));
            assertThat(mailbox.end(Ending.terminated("notes"))).isEqualTo(16);
            assertThat(sending.get(10, TimeUnit.SECONDS)).isNegative();
        }
        assertThat(environment.letters)
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.ACTOR_TERMINATED));
        environment.closed = true;
        assertThatThrownBy(() -> mailbox.send(Note.of(2), 0, 0))
                .isInstanceOf(RuntimeClosedException.class);
    }

    @Test
    void shouldGiveEachMessageOfManySendersOnePosition() throws Exception {
        int senders = 3;
        int each = 20_000;
        SharedMailbox<Note> mailbox = mailbox(0, OverflowPolicy.WAIT);
        try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
            List<Future<?>> sending = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                int sender = s;
                sending.add(
                        threads.submit(() -> {
                            for (int i = 0; i < each; i += 4) {
                                mailbox.send(Note.of(sender * each + i), 0, 0);
                                mailbox.sendAll(
                                        List.of(
                                                Note.of(sender * each + i + 1),
                                                Note.of(sender * each + i + 2),
                                                Note.of(sender * each + i + 3)));
                            }
                        }));
            }
            int[] next = new int[senders];
            TreeMap<Integer, Integer> waiting = new TreeMap<>();
            int position = 0;
            while (position < senders * each) {
                int end = position + CAPACITY; // what is handled, and what the mailbox holds
                received()
                        .forEach((at, number) -> {
                            assertThat(at).isLessThan(end);
                            assertThat(waiting.put(at, number)).isNull();
                        });
                for (Integer number; (number = waiting.remove(position)) != null; position++) {
                    int sender = number / each;
                    assertThat(number % each).isEqualTo(next[sender]++);
                }
                handled(position);
                if (sending.stream().allMatch(Future::isDone)) {
                    for (Future<?> future : sending) {
                        future.get();
                    }
                }
            }
        }
        assertThat(mailbox.tail()).isEqualTo((long) senders * each);
    }

    private SharedMailbox<Note> mailbox(long position, OverflowPolicy policy) {
        ActorOptions options =
                ActorOptions.defaults()
                        .withMailboxCapacity(CAPACITY)
                        .withOverflow(policy)
                        .withSendTimeout(Duration.ofSeconds(20));
        return new SharedMailbox<>(
                "notes", route, TARGET, position, codec, options, environment, () -> tally);
    }

    private void handled(long count) {
        ValueLayout.JAVA_LONG.varHandle().setRelease(handled, 8L * TARGET, count);
    }

    /** Returns the numbers that came by their positions; -1 for a position that was given up. */
    private TreeMap<Integer, Integer> received() {
        TreeMap<Integer, Integer> numbers = new TreeMap<>();
        while (consumer.poll()) {
            assertThat(consumer.target()).isEqualTo(TARGET);
            int number = -1;
            if (consumer.type() != GIVEN_UP) {
                Record note =
                        codec.decode(
                                consumer.type(), consumer.scratch(), SlotLayout.PAYLOAD_OFFSET);
                number = ((Note) note).number();
            }
            assertThat(numbers.put(consumer.sender(), number)).isNull();
        }
        return numbers;
    }
}
