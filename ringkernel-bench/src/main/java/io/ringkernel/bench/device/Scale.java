package io.ringkernel.bench.device;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param repetitions of floor and measurement, alternating
 * @param warmUpAsks asks before the measured ones, in each repetition: enough for the compiler's
 *     last word on the path
 * @param asks measured asks in each repetition
 * @param stream how long a stream lasts, in each repetition, after a quarter of it to warm up
 * @param floorMessages how many messages a streaming floor moves
 * @param actors actors in the experiments with many
 * @param lifecycles spawns, quiescences, activations and terminations
 * @param starts fresh JVMs
 * @param flightRounds rounds of the flights demo
 * @param limit after which an experiment is taken to hang
 */
public record Scale(
        int repetitions,
        int warmUpAsks,
        int asks,
        Duration stream,
        long floorMessages,
        int actors,
        int lifecycles,
        int starts,
        int flightRounds,
        Duration limit) {

    /** For results to be published. */
    static final Scale FULL =
            new Scale(
                    5,
                    400_000,
                    200_000,
                    Duration.ofSeconds(1),
                    100_000_000,
                    64,
                    500,
                    10,
                    500,
                    Duration.ofMinutes(4));

    /** For a look. */
    static final Scale QUICK =
            new Scale(
                    3,
                    400_000,
                    50_000,
                    Duration.ofMillis(500),
                    30_000_000,
                    64,
                    100,
                    3,
                    100,
                    Duration.ofSeconds(90));

    /** For tests of the harness, without regard to speed. */
    static final Scale SMOKE =
            new Scale(
                    2, 100, 200, Duration.ofMillis(50), 10_000, 4, 5, 1, 1, Duration.ofMinutes(1));
}
