package io.ringkernel.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Actor;
import io.ringkernel.ActorContext;
import io.ringkernel.ActorOptions;
import io.ringkernel.ActorState;
import io.ringkernel.CreditedRef;
import io.ringkernel.MailboxFullException;
import io.ringkernel.MessageTypeException;
import io.ringkernel.OverflowCounts;
import io.ringkernel.OverflowPolicy;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.queue.SlotConsumer;
import io.ringkernel.queue.SlotProducer;
import io.ringkernel.queue.SlotRing;
import io.ringkernel.spi.ActorSpec;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Edges to an actor whose messages a device takes out of a ring: here the test does. */
@Timeout(60)
class RingEdgeTest {

    private static final int CAPACITY = 64;

    private record Note(int number) {}

    private static final class Reader implements Actor<Note, Note> {
        @Override
        public void receive(Note message, ActorContext<Note> context) {}
    }

    private final SlotRing ring =
            SlotRing.create(
                    Arena.ofAuto().allocate(SlotRing.bytes(CAPACITY, 64), 128), CAPACITY, 64);
    private final SlotConsumer device = new SlotConsumer(ring, Arena.ofAuto().allocate(64, 64));
    private final RecordingEnvironment environment = new RecordingEnvironment();

    private final class Endpoint extends RingEndpoint<Note, Note> {
        Endpoint(ActorOptions options) {
            super(
                    new ActorSpec<>(
                            "reader",
                            new Reader(),
                            ActorProtocol.of(Reader.class),
                            options,
                            null,
                            null),
                    environment,
                    new SlotProducer(ring),
                    ProtocolCodec.of(ActorProtocol.of(Reader.class).messages()),
                    ReplyPoller.NONE);
            state(ActorState.ACTIVE);
        }

        @Override
        protected void committed() {}

        @Override
        protected void asked(long deadline) {}

        @Override
        public void activate() {}

        @Override
        public void quiesce() {}

        @Override
        public void terminate() {
            end(Ending.terminated(name()), ActorState.TERMINATED);
        }
    }

    private Endpoint endpoint(OverflowPolicy policy) {
        return new Endpoint(
                ActorOptions.defaults()
                        .withMailboxCapacity(CAPACITY)
                        .withSlotBytes(64)
                        .withOverflow(policy)
                        .withSendTimeout(Duration.ofSeconds(30)));
    }

    @Test
    void shouldGiveCreditsBackWhenTheSlotsComeBack() {
        Endpoint endpoint = endpoint(OverflowPolicy.FAIL);
        CreditedRef<Note, Note> edge = endpoint.withCredits(3);
        edge.tellAll(List.of(new Note(1), new Note(2), new Note(3)));
        endpoint.tell(new Note(4));
        assertThatThrownBy(() -> edge.tell(new Note(5))).isInstanceOf(MailboxFullException.class);
        assertThat(edge.available()).isZero();
        assertThat(device.poll()).isTrue();
        assertThat(device.poll()).isTrue();
        device.publishHead();
        assertThat(edge.available()).isEqualTo(2);
        assertThat(device.poll()).isTrue();
        assertThat(device.poll()).isTrue();
        device.publishHead();
        assertThat(edge.available()).isEqualTo(3);
        assertThat(endpoint.overflows()).isEqualTo(new OverflowCounts(0, 0, 1, 0, 0));
    }

    @Test
    @SuppressWarnings("unchecked") // what the test is about
    void shouldKeepTheCreditOfAMessageThatIsNotUnderstoodOrDoesNotFit() {
        Endpoint endpoint = endpoint(OverflowPolicy.FAIL);
        CreditedRef<Note, Note> edge = endpoint.withCredits(100);
        CreditedRef<Object, Note> untyped = (CreditedRef<Object, Note>) (CreditedRef<?, ?>) edge;
        assertThatThrownBy(() -> untyped.tell("text")).isInstanceOf(MessageTypeException.class);
        assertThat(edge.available()).isEqualTo(100);
        for (int i = 0; i < CAPACITY; i++) {
            edge.tell(new Note(i));
        }
        assertThatThrownBy(() -> edge.tell(new Note(5)))
                .isInstanceOf(MailboxFullException.class)
                .hasMessageContaining("capacity=64");
        assertThat(edge.available()).isEqualTo(100 - CAPACITY);
        endpoint.terminate();
        assertThat(edge.available()).isEqualTo(100);
        edge.tell(new Note(6));
        assertThat(environment.letters).hasSize(1);
        assertThat(edge.available()).isEqualTo(100);
    }

    @Test
    void shouldNeverHaveMoreInTheRingThanTheCreditsOfThreadsThatShareAnEdge() throws Exception {
        int credits = 5;
        int each = 30_000;
        Endpoint endpoint = endpoint(OverflowPolicy.WAIT);
        CreditedRef<Note, Note> edge = endpoint.withCredits(credits);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> senders = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                senders.add(
                        threads.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                edge.tell(new Note(i));
                            }
                        }));
            }
            long deadline = System.nanoTime() + SECONDS.toNanos(40);
            int handled = 0;
            while (handled < 3 * each && System.nanoTime() < deadline) {
                assertThat(endpoint.queued()).isBetween(0, credits);
                assertThat(edge.available()).isBetween(0, credits);
                if (device.poll()) {
                    handled++;
                }
                device.publishHead();
            }
            assertThat(handled).isEqualTo(3 * each);
            for (Future<?> sender : senders) {
                sender.get(10, SECONDS);
            }
        }
        assertThat(edge.available()).isEqualTo(credits);
    }
}
