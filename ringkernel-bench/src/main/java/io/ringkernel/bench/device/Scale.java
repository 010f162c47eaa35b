package io.ringkernel.bench.device;

import java.time.Duration;
import java.util.List;

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
 * @param pooled numbers of pooled actors
 * @param pooledAsks asks to each number of them
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
        List<Integer> pooled,
        int pooledAsks,
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
                    List.of(1, 1_000, 100_000, 1_000_000),
                    20_000,
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
                    List.of(1, 1_000, 100_000, 1_000_000),
                    5_000,
                    100,
                    3,
                    100,
                    Duration.ofSeconds(90));

    /** For tests of the harness, without regard to speed. */
    static final Scale SMOKE =
            new Scale(
                    2,
                    100,
                    200,
                    Duration.ofMillis(50),
                    10_000,
                    4,
                    List.of(1, 20),
                    20,
                    5,
                    1,
                    1,
                    Duration.ofMinutes(1));
}
