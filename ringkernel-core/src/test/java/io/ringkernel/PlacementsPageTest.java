package io.ringkernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of {@code docs/placements.md}: the page has no code that does not stand here. */
@Timeout(60)
class PlacementsPageTest {

    private static final Path PAGE = Path.of("../docs/placements.md");
    private static final Path THIS = Path.of("src/test/java/io/ringkernel/PlacementsPageTest.java");

    sealed interface Order permits Deposit, Balance {}

    record Deposit(int cents) implements Order {}

    record Balance() implements Order {}

    record Cents(long cents) {}

    static final class Wallet implements Actor<Order, Cents> {
        private long cents;

        @Override
        public void receive(Order order, ActorContext<Cents> context) {
            switch (order) {
                case Deposit(int more) -> cents += more;
                case Balance() -> context.reply(new Cents(cents));
            }
        }
    }

    @Test
    void shouldRunOnWhateverBackendThereIs() throws Exception {
        int wallets = 100_000;
        ActorOptions pooled =
                ActorOptions.defaults()
                        .withPlacement(Placement.POOLED)
                        .withMailboxCapacity(16)
                        .withMaxAsks(16);
        try (RingKernel runtime =
                RingKernel.builder()
                        .maxActors(8) // pinned actors
                        .maxPooled(wallets)
                        .deviceBytes(256L << 20) // each wallet takes 16 slots of 64 bytes and 128
                        // bytes of state
                        .build()) {
            List<ActorRef<Order, Cents>> refs = new ArrayList<>();
            for (int i = 0; i < wallets; i++) {
                refs.add(runtime.spawn("wallets/" + i, new Wallet(), pooled));
            }
            for (ActorRef<Order, Cents> wallet : refs) {
                wallet.tell(new Deposit(5));
            }
            Cents last =
                    refs.getLast()
                            .ask(new Balance())
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS);
            System.out.println(last); // Cents[cents=5]
            assertThat(last).isEqualTo(new Cents(5));
        }
    }

    @Test
    void shouldShowNoOtherCode() throws IOException {
        String code = squeezed(Files.readString(THIS)).replace("staticfinalclass", "finalclass");
        Matcher blocks =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE));
        int count = 0;
        while (blocks.find()) {
            count++;
            String block = squeezed(blocks.group(1));
            // The test goes on after the last line of the example.
            assertThat(code)
                    .contains(block.endsWith("}") ? block.substring(0, block.length() - 1) : block);
        }
        assertThat(count).isEqualTo(2);
    }

    /** Without white space and comments, which the formatter moves. */
    private static String squeezed(String text) {
        return text.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
    }
}
