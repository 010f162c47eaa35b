package io.ringkernel.bench.device;

import io.ringkernel.Backend;
import io.ringkernel.bench.harness.Deadline;
import io.ringkernel.bench.harness.Environment;
import io.ringkernel.bench.harness.Floors;
import io.ringkernel.bench.harness.Report;
import io.ringkernel.cli.ExitCode;
import io.ringkernel.cli.Home;
import io.ringkernel.cli.Json;
import io.ringkernel.cuda.MachineReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the device through the public API, each figure beside its floor of the same minute. */
@Command(
        name = "device",
        description =
                "Measure latency, throughput, lifecycle, start and the flights demo on the GPU,"
                        + " beside their floors in CUDA C++ run alternately on the same machine.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DeviceCommand implements Callable<Integer> {

    /** What can be measured, in the order in which it is. */
    enum Subject {
        ASK,
        STREAM_ONE,
        STREAM_MANY,
        POOLED,
        LIFECYCLE,
        START,
        FLIGHTS;

        private Experiment experiment() {
            return switch (this) {
                case ASK -> new AskExperiment();
                case STREAM_ONE -> StreamExperiment.oneActor();
                case STREAM_MANY -> StreamExperiment.manyActors();
                case POOLED -> new PooledExperiment();
                case LIFECYCLE -> new LifecycleExperiment();
                case START -> new StartExperiment();
                case FLIGHTS -> new FlightsExperiment();
            };
        }
    }

    @Option(
            names = "--json-dir",
            paramLabel = "DIR",
            description = "Write one JSON file for each experiment here.")
    private @Nullable Path jsonDir;

    @Option(names = "--quick", description = "Measure less, for a look.")
    private boolean quick;

    @Option(
            names = "--smoke",
            description =
                    "Try the harness itself: ask and stream-one with tiny counts on the CPU"
                            + " backend, without floors.")
    private boolean smoke;

    @Option(
            names = "--max-actors",
            paramLabel = "N",
            description =
                    "The runtimes' maxActors in ask, stream and lifecycle. Default: the builder's.")
    private @Nullable Integer maxActors;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Measure only these: ${COMPLETION-CANDIDATES}.")
    private List<Subject> only = List.of();

    @Option(
            names = "--backend",
            defaultValue = "cuda",
            description = "Where the actors run: cpu or cuda. Default: ${DEFAULT-VALUE}.")
    private Backend backend = Backend.CUDA;

    @Spec private CommandSpec spec;

    /** Made by picocli. */
    public DeviceCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        MachineReport machine = MachineReport.gather();
        Environment environment = Environment.of(machine);
        out.println(environment.machine() + ", " + environment.commit());
        Setup setup = setup(machine, out);
        for (Subject subject : subjects()) {
            Report report;
            try (Deadline _ = new Deadline(subject.name(), setup.scale().limit())) {
                report = subject.experiment().run(setup);
            }
            out.println();
            report.lines().forEach(out::println);
            out.flush();
            if (jsonDir != null) {
                Json.write(
                        jsonDir.resolve(report.experiment() + ".json"),
                        report.document(environment));
            }
        }
        return ExitCode.OK;
    }

    private Setup setup(MachineReport machine, PrintWriter out) throws IOException {
        OptionalInt actors = maxActors == null ? OptionalInt.empty() : OptionalInt.of(maxActors);
        if (smoke) {
            return new Setup(Backend.CPU, actors, Scale.SMOKE, Optional.empty());
        }
        Scale scale = quick ? Scale.QUICK : Scale.FULL;
        if (backend != Backend.CUDA) {
            return new Setup(backend, actors, scale, Optional.empty());
        }
        Optional<Floors> floors = Floors.find(Home.folder(), machine.nvcc());
        if (floors.isEmpty()) {
            out.println("no floors: neither built ones nor nvcc found, so there are no ratios");
        }
        return new Setup(Backend.CUDA, actors, scale, floors);
    }

    private List<Subject> subjects() {
        if (!only.isEmpty()) {
            return new ArrayList<>(only);
        }
        return smoke ? List.of(Subject.ASK, Subject.STREAM_ONE) : List.of(Subject.values());
    }
}
