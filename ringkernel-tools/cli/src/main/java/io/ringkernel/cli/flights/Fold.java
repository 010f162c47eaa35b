package io.ringkernel.cli.flights;

import io.ringkernel.cli.examples.Delays;
import java.util.ArrayList;
import java.util.List;

/**
 * What every airport must answer, computed from the file by a plain loop that knows nothing of
 * actors.
 */
final class Fold {

    private Fold() {}

    /** Returns the answer of each airport after the file has been streamed {@code rounds} times. */
    static List<Delays> over(FlightFile file, int rounds) {
        int airports = file.airports().size();
        long[] flights = new long[airports];
        long[] late = new long[airports];
        long[] minutes = new long[airports];
        for (int row = 0; row < file.rows(); row++) {
            int airport = file.origin(row);
            int delay = file.flight(row).delayMinutes();
            flights[airport] += rounds;
            minutes[airport] += (long) rounds * delay;
            late[airport] += delay > 15 ? rounds : 0;
        }
        List<Delays> answers = new ArrayList<>(airports);
        for (int i = 0; i < airports; i++) {
            answers.add(new Delays(flights[i], late[i], (double) minutes[i] / flights[i]));
        }
        return answers;
    }
}
