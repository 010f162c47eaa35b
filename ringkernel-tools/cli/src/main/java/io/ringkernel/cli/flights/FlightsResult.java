package io.ringkernel.cli.flights;

import io.ringkernel.Backend;
import io.ringkernel.cli.examples.Delays;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What one run of the demo found.
 *
 * @param file the file's name
 * @param rows its well-formed rows
 * @param rounds how often they were streamed
 * @param backend where the actors ran
 * @param device on what, in words
 * @param fallbackReason why not on the GPU, if it was preferred
 * @param messages messages handled between the first send and the last answer, the questions
 *     included
 * @param seconds how long that took
 * @param askLatency nanoseconds from {@code ask} to the answer of an actor that has nothing else to
 *     do
 * @param firstAnswerMillis from the start of the JVM to the first answer
 * @param airports every airport's answer
 */
public record FlightsResult(
        String file,
        int rows,
        int rounds,
        Backend backend,
        String device,
        Optional<String> fallbackReason,
        long messages,
        double seconds,
        Histogram askLatency,
        long firstAnswerMillis,
        List<Airport> airports) {

    /**
     * One airport's answer beside the one expected.
     *
     * @param code such as {@code ATL}
     * @param answer what its actor said
     * @param expected what the fold over the file says
     */
    public record Airport(String code, Delays answer, Delays expected) {

        static List<Airport> compare(
                List<String> codes, List<Delays> answers, List<Delays> expected) {
            List<Airport> airports = new ArrayList<>(codes.size());
            for (int i = 0; i < codes.size(); i++) {
                airports.add(new Airport(codes.get(i), answers.get(i), expected.get(i)));
            }
            return airports;
        }

        /** Returns whether the actor's answer is the expected one, to the last bit. */
        boolean isEqual() {
            return answer.equals(expected);
        }

        /** Returns the sum of the delays, in minutes. */
        double totalMinutes() {
            return answer.meanMinutes() * answer.flights();
        }
    }

    /** Returns messages handled per second. */
    double messagesPerSecond() {
        return messages / seconds;
    }

    /** Returns the airports whose answer is not the expected one. */
    public List<Airport> differences() {
        return airports.stream().filter(airport -> !airport.isEqual()).toList();
    }

    /** Returns the figures under the names that the JSON report uses. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("file", file);
        figures.put("rows", rows);
        figures.put("rounds", rounds);
        figures.put("airports", airports.size());
        figures.put("backend", backend.name());
        figures.put("device", device);
        fallbackReason.ifPresent(reason -> figures.put("fallbackReason", reason));
        figures.put("messages", messages);
        figures.put("seconds", seconds);
        figures.put("messagesPerSecond", messagesPerSecond());
        figures.put("askMicrosP50", askLatency.getValueAtPercentile(50) / 1e3);
        figures.put("askMicrosP99", askLatency.getValueAtPercentile(99) / 1e3);
        figures.put("asks", askLatency.getTotalCount());
        figures.put("firstAnswerMillis", firstAnswerMillis);
        figures.put("differences", differences().size());
        return figures;
    }
}
