package io.ringkernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of {@code docs/registry.md}: the page has no code that does not stand here. */
@Timeout(30)
class RegistryExampleTest {

    private static final Path PAGE = Path.of("../docs/registry.md");
    private static final Path THIS =
            Path.of("src/test/java/io/ringkernel/RegistryExampleTest.java");

    sealed interface Flight permits Delay, Query {}

    record Delay(int flight, int seconds) implements Flight {}

    record Query() implements Flight {}

    record Delays(int count, long seconds) {}

    static final class Airport implements Actor<Flight, Delays> {
        private int count;
        private long seconds;

        @Override
        public void receive(Flight message, ActorContext<Delays> context) {
            switch (message) {
                case Delay(int flight, int late) -> {
                    count++;
                    seconds += late;
                }
                case Query() -> context.reply(new Delays(count, seconds));
            }
        }
    }

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    @Test
    void shouldLookUpAndWatch() throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            ActorOptions hub = ActorOptions.defaults().withTags("hub");
            ActorRef<Flight, Delays> atl = runtime.spawn("airports/ATL", new Airport(), hub);
            runtime.spawn("airports/XNA", new Airport());

            Registry registry = runtime.registry();
            ActorRef<?, ?> some = registry.find("airports/ATL").orElseThrow();
            List<ActorRef<?, ?>> airports = registry.match("airports/*");
            List<ActorRef<?, ?>> hubs = registry.tagged("hub");

            ActorRef<Flight, Delays> typed =
                    registry.find("airports/ATL", Flight.class, Delays.class).orElseThrow();
            typed.tell(new Delay(42, 300));

            Registration watch =
                    registry.watch(
                            "airports/*",
                            event -> {
                                switch (event) {
                                    case Registry.Added(ActorRef<?, ?> actor) ->
                                            log.add("added " + actor.name());
                                    case Registry.Removed(ActorRef<?, ?> actor) ->
                                            log.add("removed " + actor.name());
                                }
                            });
            runtime.terminate(atl);

            assertThat(some).isSameAs(atl);
            assertThat(typed).isSameAs(atl);
            assertThat(hubs).hasSize(1);
            assertThat(airports).hasSize(2);
            assertThat(log.poll(10, TimeUnit.SECONDS)).isEqualTo("added airports/ATL");
            assertThat(log.poll(10, TimeUnit.SECONDS)).isEqualTo("added airports/XNA");
            assertThat(log.poll(10, TimeUnit.SECONDS)).isEqualTo("removed airports/ATL");
            watch.close();
        }
    }

    @Test
    void shouldPublish() throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            ActorRef<Flight, Delays> atl = runtime.spawn("airports/ATL", new Airport());
            ActorRef<Flight, Delays> all = runtime.spawn("airports/all", new Airport());

            Topics topics = runtime.topics();
            topics.subscribe("delays/ATL", atl);
            Registration everything = topics.subscribe("delays/**", Delay.class, all);

            int told = topics.publish("delays/ATL", new Delay(42, 300)); // 2

            Topic<Delay> jfk = topics.topic("delays/JFK", Delay.class);
            for (int flight = 0; flight < 1000; flight++) {
                jfk.publish(new Delay(flight, 60));
            }
            everything.close();

            assertThat(told).isEqualTo(2);
            assertThat(reply(all.ask(new Query()))).isEqualTo(new Delays(1001, 60_300));
            assertThat(reply(atl.ask(new Query()))).isEqualTo(new Delays(1, 300));
            assertThat(jfk.publish(new Delay(1, 1))).isZero();
        }
    }

    @Test
    void shouldRoute() throws Exception {
        try (RingKernel runtime = RingKernel.builder().backend(Backend.CPU).build()) {
            List<ActorRef<Flight, Delays>> workers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                workers.add(runtime.spawn("workers/" + i, new Airport()));
            }

            ActorRef<Flight, Delays> any = Routers.roundRobin(workers);
            ActorRef<Flight, Delays> shortest = Routers.leastLoaded(workers);
            ActorRef<Flight, Delays> every = Routers.broadcast(workers);
            ActorRef<Flight, Delays> byFlight =
                    Routers.hash(workers, flight -> flight instanceof Delay d ? d.flight() : 0);
            byFlight.tell(
                    new Delay(42, 300)); // and every later one of flight 42 to the same worker

            any.tell(new Delay(1, 60));
            shortest.tell(new Delay(1, 60));
            every.tell(new Delay(1, 60));
            long count = 0;
            for (ActorRef<Flight, Delays> worker : workers) {
                count += reply(worker.ask(new Query())).count();
            }
            assertThat(count).isEqualTo(7);
        }
    }

    @Test
    void shouldStandOnThePage() throws IOException {
        String source = words(Files.readString(THIS));
        Matcher block =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE));
        int blocks = 0;
        for (; block.find(); blocks++) {
            assertThat(source).contains(words(block.group(1)));
        }
        assertThat(blocks).isGreaterThan(4);
    }

    /** However it is broken into lines. */
    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static <T> T reply(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
