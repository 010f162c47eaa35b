package io.ringkernel.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.cli.examples.Command.Flight;
import io.ringkernel.cli.examples.Command.Query;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An actor is an ordinary object, and so is its test. */
final class AirportTest {

    private final Airport airport = new Airport();
    private final List<Delays> replies = new ArrayList<>();

    @Test
    void shouldCountFlightsAndDelays() {
        airport.receive(new Flight(42, 300), replies::add);
        airport.receive(new Flight(15, 300), replies::add);
        airport.receive(new Flight(-6, 300), replies::add);
        airport.receive(new Query(), replies::add);

        assertThat(replies).containsExactly(new Delays(3, 1, 17.0));
    }

    @Test
    void shouldHaveNoMeanBeforeTheFirstFlight() {
        airport.receive(new Query(), replies::add);

        assertThat(replies).containsExactly(new Delays(0, 0, Double.NaN));
    }
}
