package io.ringkernel.bench.device;

import io.ringkernel.Backend;
import io.ringkernel.bench.harness.Percentiles;
import io.ringkernel.bench.harness.Report;
import io.ringkernel.cli.Child;
import io.ringkernel.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How fast does the flights demo run, each backend in turn in fresh JVMs? */
final class FlightsExperiment implements Experiment {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public Report run(Setup setup) throws IOException {
        Scale scale = setup.scale();
        Report report = setup.report("flights").parameter("rounds", scale.flightRounds());
        Map<Backend, List<JsonNode>> runs = new EnumMap<>(Backend.class);
        runs.put(Backend.CPU, new ArrayList<>());
        runs.put(setup.backend(), new ArrayList<>());
        for (int i = 0; i < scale.repetitions(); i++) {
            for (Map.Entry<Backend, List<JsonNode>> backend : runs.entrySet()) {
                JsonNode figures = demo(backend.getKey(), scale.flightRounds());
                backend.getValue().add(figures);
            }
        }
        runs.forEach((backend, all) -> {
            double rate = rate(all);
            report.result(backend.name(), Map.of("messagesPerSecond", rate, "runs", all));
            report.line(
                    "flights x %d, %-5s %8.2f M messages/s",
                    scale.flightRounds(), backend, rate / 1e6);
        });
        if (setup.backend() == Backend.CUDA) {
            double ratio =
                    rate(runs.getOrDefault(Backend.CUDA, List.of()))
                            / rate(runs.getOrDefault(Backend.CPU, List.of()));
            report.ratio("CUDA over CPU, messages/s", ratio);
            report.line("CUDA over CPU %.2fx", ratio);
        }
        return report;
    }

    private static double rate(List<JsonNode> runs) {
        return Percentiles.median(runs, run -> run.path("messagesPerSecond").doubleValue());
    }

    private static JsonNode demo(Backend backend, int rounds) throws IOException {
        Path json = Files.createTempFile("ringkernel-flights", ".json");
        try {
            List<String> arguments =
                    List.of(
                            "demo",
                            "flights",
                            "--backend",
                            backend.name().toLowerCase(Locale.ROOT),
                            "--rounds",
                            Integer.toString(rounds),
                            "--json",
                            json.toString());
            Child.java(io.ringkernel.cli.Main.class, List.of(), arguments, LIMIT).run();
            return Json.parse(Files.readString(json));
        } finally {
            Files.delete(json);
        }
    }
}
