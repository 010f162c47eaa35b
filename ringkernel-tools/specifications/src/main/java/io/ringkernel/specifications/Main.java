package io.ringkernel.specifications;

import io.ringkernel.cli.CommandException;
import io.ringkernel.cli.ExitCode;
import io.ringkernel.cli.Home;
import io.ringkernel.cli.Json;
import io.ringkernel.cli.Shell;
import io.ringkernel.specifications.Specification.Mutant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code ringkernel verify} command. */
@Command(
        name = "ringkernel verify",
        description =
                "Check the specifications in the folder tla with TLC: each must hold, and each of"
                        + " its mutants must be refuted by the property that the mutant names.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Main implements Callable<Integer> {

    private static final String ROW = "%-14s %-18s %-24s %12s %12s %6s %8s  %s%n";

    @Parameters(paramLabel = "SPEC", description = "Which, by name. Default: all.")
    private @Nullable List<String> names;

    @Option(
            names = "--large",
            description = "Check the large configurations, on all processors; those that have one.")
    private boolean large;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "For each run. Default: 120, with --large 3600.")
    private @Nullable Integer limitSeconds;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the results there. Default: ${DEFAULT-VALUE}.",
            defaultValue = "target/verify.json")
    private Path json;

    @Option(
            names = "--tla",
            paramLabel = "DIR",
            description = "The folder of the specifications. Default: the checkout's.")
    private @Nullable Path folder;

    @Spec private CommandSpec spec;

    /** Made once for each command line. */
    Main() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        Shell.runAndExit(new Main(), args);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Integer given = limitSeconds;
        Duration limit = Duration.ofSeconds(given != null ? given : large ? 3600 : 120);
        Tlc holding = new Tlc(large ? Tlc.Kind.LARGE : Tlc.Kind.HOLDS, limit);
        Tlc refuting = new Tlc(Tlc.Kind.MUTANT, limit);
        List<Verdict> verdicts = new ArrayList<>();
        out.printf(ROW, "spec", "mutant", "expected", "states", "distinct", "depth", "s", "");
        for (Specification specification : chosen()) {
            for (Verdict verdict :
                    Verdict.holds(holding, specification, specification.variants(large))) {
                verdicts.add(print(out, verdict));
            }
            for (Mutant mutant : specification.mutants()) {
                verdicts.add(print(out, Verdict.refuted(refuting, specification, mutant)));
            }
        }
        write(verdicts);
        long failed = verdicts.stream().filter(verdict -> !verdict.passed()).count();
        out.printf("%d checks, %d failed; %s%n", verdicts.size(), failed, json);
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Specification> chosen() throws IOException {
        Path where = folder != null ? folder : Home.folder().resolve("tla");
        List<Specification> all = Specification.all(where);
        List<String> wanted = names;
        if (wanted == null) {
            return all;
        }
        List<String> known = all.stream().map(Specification::name).toList();
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new CommandException(
                        "no such specification: " + name + "; there are " + known);
            }
        }
        return all.stream().filter(one -> wanted.contains(one.name())).toList();
    }

    private static Verdict print(PrintWriter out, Verdict verdict) {
        out.printf(
                Locale.ROOT,
                ROW,
                verdict.specification(),
                verdict.mutant(),
                verdict.expected(),
                String.format(Locale.ROOT, "%,d", verdict.states()),
                String.format(Locale.ROOT, "%,d", verdict.distinct()),
                verdict.depth() == 0 ? "" : verdict.depth(),
                String.format(Locale.ROOT, "%.1f", verdict.seconds()),
                verdict.passed() ? "ok" : "FAILED");
        String problem = verdict.problem();
        if (problem != null) {
            out.println(problem.indent(4));
        }
        out.flush();
        return verdict;
    }

    private void write(List<Verdict> verdicts) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("revision", Home.revision());
        document.put("large", large);
        document.put("checks", verdicts);
        Json.write(json, document);
    }
}
