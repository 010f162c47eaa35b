package io.ringkernel.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a bundle's tests through the JUnit console, in a JVM of their own. */
@Command(
        name = "test",
        description =
                "Run a bundle's tests and end with an error if one fails or none runs. In a"
                        + " checkout: mvn -Pgpu verify.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TestCommand implements Callable<Integer> {

    @Option(
            names = "--tag",
            defaultValue = "gpu",
            description =
                    "Run the tests with this tag; a JUnit tag expression. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String tag;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "480",
            description = "Kill them after this time. Default: ${DEFAULT-VALUE}.")
    private long limitSeconds;

    @Option(
            names = "--reports-dir",
            paramLabel = "DIR",
            description = "Write JUnit XML reports here.")
    private @Nullable Path reports;

    @Parameters(
            paramLabel = "CLASS",
            description = "Only the tests of classes that match these regular expressions.")
    private List<String> classes = List.of();

    @Override
    public Integer call() throws IOException {
        Path tests = Home.folder().resolve("test");
        List<String> folders = testClasses(tests);
        List<String> classPath = new ArrayList<>(folders);
        classPath.add(tests.resolve("lib") + "/*");
        classPath.add(Home.folder().resolve("lib") + "/*");

        List<String> arguments =
                new ArrayList<>(List.of("execute", "--disable-banner", "--fail-if-no-tests"));
        arguments.addAll(List.of("--details", "tree", "--include-tag", tag));
        arguments.add("--scan-class-path=" + String.join(File.pathSeparator, folders));
        for (String name : classes.isEmpty() ? List.of(".*Tests?") : classes) {
            arguments.addAll(List.of("--include-classname", name));
        }
        if (!Terminal.isInteractive()) {
            arguments.add("--disable-ansi-colors");
        }
        if (reports != null) {
            arguments.addAll(List.of("--reports-dir", reports.toString()));
        }
        return Child.java(
                        String.join(File.pathSeparator, classPath),
                        "org.junit.platform.console.ConsoleLauncher",
                        List.of("-ea"),
                        arguments,
                        Duration.ofSeconds(limitSeconds))
                .runAttached();
    }

    private static List<String> testClasses(Path tests) throws IOException {
        Path classes = tests.resolve("classes");
        if (!Files.isDirectory(classes)) {
            throw new CommandException(
                    "there are no tests in "
                            + tests
                            + ": this command runs those of a bundle; in a checkout use mvn -Pgpu"
                            + " verify");
        }
        try (Stream<Path> modules = Files.list(classes)) {
            return modules.sorted().map(Path::toString).toList();
        }
    }
}
