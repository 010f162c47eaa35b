package io.ringkernel.bench.savina;

import io.ringkernel.bench.harness.Environment;
import io.ringkernel.bench.harness.Percentiles;
import io.ringkernel.bench.harness.Report;
import io.ringkernel.cli.Child;
import io.ringkernel.cli.ExitCode;
import io.ringkernel.cli.Json;
import io.ringkernel.cuda.MachineReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the actor benchmarks on this library and on Pekko, in turns, each in a JVM of its own. */
@Command(
        name = "savina",
        description =
                "Run the Savina actor benchmarks and Skynet on the CPU backend and on Pekko, with"
                        + " two threads each, and print how much faster this library is.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SavinaCommand implements Callable<Integer> {

    private static final Duration FORK_LIMIT = Duration.ofMinutes(5);

    /** The flags of both libraries' JVMs, behind those of this JVM. */
    private static final List<String> FLAGS = List.of("-Xms4g", "-Xmx4g");

    @Option(names = "--quick", description = "One JVM for each library, for a look.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Run only these, such as ping-pong.")
    private List<String> only = List.of();

    @Option(
            names = "--json-dir",
            paramLabel = "DIR",
            description = "Write the report here as savina.json.")
    private @Nullable Path jsonDir;

    @Option(
            names = "--smoke",
            description = "Try the harness itself: tiny counts, one run for each.")
    private boolean smoke;

    @Option(
            names = "--pekko-throughput",
            paramLabel = "N",
            defaultValue = "" + Pekko.DEFAULT_THROUGHPUT,
            description =
                    "Messages that an actor of Pekko's handles in a row. Default: Pekko's own,"
                            + " ${DEFAULT-VALUE}.")
    private int pekkoThroughput;

    @Spec private CommandSpec spec;

    /** Made by picocli. */
    public SavinaCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Environment environment = Environment.of(MachineReport.gather());
        out.println(environment.machine() + ", " + environment.commit());
        Scale scale = smoke ? Scale.SMOKE : quick ? Scale.QUICK : Scale.FULL;
        Report report =
                new Report("savina")
                        .parameter("threads", SavinaFork.THREADS)
                        .parameter("flags", FLAGS)
                        .parameter("forks", scale.forks())
                        .parameter("warmUpMillis", scale.warmUp().toMillis())
                        .parameter("measurementMillis", scale.measurement().toMillis())
                        .parameter("pekko", Pekko.version())
                        .parameter("pekkoThroughput", pekkoThroughput)
                        .parameter("unit", "ms");
        List<Double> ratios = new ArrayList<>();
        for (Scenario scenario : scenarios(scale)) {
            Map<Library, List<Long>> times = measure(scenario, scale);
            double ratio = add(report, scenario, times);
            out.println(report.lines().getLast());
            out.flush();
            if (!scenario.name().equals(Skynet.NAME)) { // none of Savina's
                ratios.add(ratio);
            }
        }
        if (!ratios.isEmpty()) {
            double mean = Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow());
            report.ratio("geometric mean", mean);
            out.printf(
                    Locale.ROOT, "geometric mean of Savina: %.2f times as fast as Pekko%n", mean);
        }
        if (only.isEmpty() || only.contains(IdleActors.NAME)) {
            idleActors(report, scale);
            out.println(report.lines().getLast());
        }
        out.flush();
        if (jsonDir != null) {
            Json.write(jsonDir.resolve("savina.json"), report.document(environment));
        }
        return ExitCode.OK;
    }

    private List<Scenario> scenarios(Scale scale) {
        boolean tiny = scale == Scale.SMOKE;
        return only.isEmpty()
                ? Scenarios.all(tiny)
                : only.stream()
                        .filter(name -> !name.equals(IdleActors.NAME))
                        .map(name -> Scenarios.named(name, tiny))
                        .toList();
    }

    /** Runs the libraries in turns, and the other one first every other time. */
    private Map<Library, List<Long>> measure(Scenario scenario, Scale scale) throws IOException {
        Map<Library, List<Long>> times = new EnumMap<>(Library.class);
        for (int fork = 0; fork < scale.forks(); fork++) {
            List<Library> order = List.of(Library.values());
            for (Library library : fork % 2 == 0 ? order : order.reversed()) {
                times.computeIfAbsent(library, _ -> new ArrayList<>())
                        .addAll(fork(library, scenario, scale));
            }
        }
        return times;
    }

    private List<Long> fork(Library library, Scenario scenario, Scale scale) throws IOException {
        Child child =
                Child.java(
                        SavinaFork.class,
                        FLAGS,
                        List.of(
                                library.name(),
                                scenario.name(),
                                scale.name(),
                                Integer.toString(pekkoThroughput)),
                        FORK_LIMIT);
        return child.run()
                .lines()
                .filter(line -> line.startsWith(SavinaFork.RUN))
                .map(line -> Long.parseLong(line.substring(SavinaFork.RUN.length())))
                .toList();
    }

    /** Reports a scenario; returns how many times as fast this library is. */
    private static double add(Report report, Scenario scenario, Map<Library, List<Long>> times) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("parameters", new TreeMap<>(scenario.parameters()));
        double ours = median(figures, Library.OURS, times);
        double pekko = median(figures, Library.PEKKO, times);
        report.result(scenario.name(), figures);
        report.ratio(scenario.name(), pekko / ours);
        report.line(
                "%-24s %8.1f ms, Pekko %8.1f ms, %5.2f times as fast  %s",
                scenario.name(), ours, pekko, pekko / ours, new TreeMap<>(scenario.parameters()));
        return pekko / ours;
    }

    /** Reports what an idle actor takes, with and without a name. */
    private static void idleActors(Report report, Scale scale) throws IOException {
        int actors = IdleActors.count(scale == Scale.SMOKE);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("actors", actors);
        figures.put("unit", "bytes");
        StringBuilder line = new StringBuilder();
        for (boolean named : new boolean[] {false, true}) {
            String kind = named ? "named" : "nameless";
            double ours = idleActor(Library.OURS, named, actors);
            double pekko = idleActor(Library.PEKKO, named, actors);
            figures.put(kind, Map.of("ours", ours, "pekko", pekko));
            report.ratio(IdleActors.NAME + " " + kind, pekko / ours);
            line.append(String.format(Locale.ROOT, ", %s %.0f, Pekko %.0f", kind, ours, pekko));
        }
        report.result(IdleActors.NAME, figures);
        report.line("%-24s bytes each%s  {actors=%d}", IdleActors.NAME, line, actors);
    }

    private static double idleActor(Library library, boolean named, int actors) throws IOException {
        return Child.java(
                        IdleActors.class,
                        FLAGS,
                        List.of(library.name(), Boolean.toString(named), Integer.toString(actors)),
                        FORK_LIMIT)
                .run()
                .lines()
                .filter(line -> line.startsWith(IdleActors.BYTES))
                .mapToDouble(line -> Double.parseDouble(line.substring(IdleActors.BYTES.length())))
                .findFirst()
                .orElseThrow();
    }

    private static double median(
            Map<String, Object> figures, Library library, Map<Library, List<Long>> times) {
        List<Double> millis =
                times.getOrDefault(library, List.of()).stream().map(each -> each / 1e6).toList();
        double median = Percentiles.median(millis, each -> each);
        figures.put(
                library.name().toLowerCase(Locale.ROOT),
                Map.of("median", median, "repetitions", millis));
        return median;
    }
}
