package io.ringkernel.specifications;

import io.ringkernel.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One specification: a folder {@code X} with a module {@code X.tla}, a configuration {@code X.cfg},
 * perhaps others {@code X-variant.cfg}, and perhaps {@code X-large.cfg}. In the module each mutant
 * has a line
 *
 * <pre>(* MUTANT CommitOpaque: Intact: the state word is stored without release *)</pre>
 *
 * <p>The constant {@code Mutant} chooses it; the property is the one that it must break, in {@code
 * X.cfg} or, where the name is {@code CommitOpaque@variant}, in that variant.
 */
record Specification(Path folder, List<Mutant> mutants) {

    /** Chosen by the configurations as they are written. */
    private static final String NO_MUTANT = "Mutant = \"none\"";

    private static final Pattern MUTANT =
            Pattern.compile("(?m)^\\(\\* MUTANT (\\w+)(?:@(\\w+))?: (\\w+): (.+?) *\\*\\)$");

    private static final Pattern PROPERTIES =
            Pattern.compile("(INVARIANTS?|PROPERT(?:Y|IES))((?:[ \\t]+\\w+)+)");

    /** Mutants that each specification has at least. */
    private static final int LEAST_MUTANTS = 2;

    /** The variant of the plain configuration. */
    static final String PLAIN = "";

    /** The variant that takes too long for every build. */
    static final String LARGE = "large";

    /**
     * What is planted.
     *
     * @param variant the configuration in which it shows
     * @param property the property that it breaks: {@code Deadlock} or one of the module's
     */
    record Mutant(String name, String variant, String property, String description) {}

    /** Finds the specifications of a folder, by name. */
    static List<Specification> all(Path tla) throws IOException {
        try (Stream<Path> folders = Files.list(tla)) {
            List<Path> found =
                    folders.filter(folder -> Files.exists(module(folder))).sorted().toList();
            if (found.isEmpty()) {
                throw new CommandException("no specification found: folder=" + tla);
            }
            return found.stream().map(Specification::read).toList();
        }
    }

    private static Specification read(Path folder) {
        String text = text(module(folder));
        List<Mutant> mutants = MUTANT.matcher(text).results().map(Specification::mutant).toList();
        if (mutants.size() < LEAST_MUTANTS) {
            throw new CommandException(
                    "a specification needs "
                            + LEAST_MUTANTS
                            + " mutants, or nothing shows that its properties can fail: module="
                            + module(folder)
                            + ", mutants="
                            + mutants.size());
        }
        return new Specification(folder, mutants);
    }

    private static Mutant mutant(MatchResult line) {
        String variant = line.group(2);
        return new Mutant(
                line.group(1), variant == null ? PLAIN : variant, line.group(3), line.group(4));
    }

    String name() {
        return folder.getFileName().toString();
    }

    Path module() {
        return module(folder);
    }

    /** Returns the variants that every build checks, or the large one where there is one. */
    List<String> variants(boolean large) throws IOException {
        if (large && Files.exists(configurationFile(LARGE))) {
            return List.of(LARGE);
        }
        String prefix = name() + "-";
        try (Stream<Path> files = Files.list(folder)) {
            Stream<String> others =
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.startsWith(prefix) && file.endsWith(".cfg"))
                            .map(file -> file.substring(prefix.length(), file.lastIndexOf('.')))
                            .filter(variant -> !variant.equals(LARGE))
                            .sorted();
            return Stream.concat(Stream.of(PLAIN), others).toList();
        }
    }

    /** Returns the configuration that must hold. */
    String configuration(String variant) {
        String text = text(configurationFile(variant));
        if (!text.contains(NO_MUTANT)) {
            throw new CommandException(
                    configurationFile(variant) + " has no line `" + NO_MUTANT + "`");
        }
        return text;
    }

    /**
     * Returns the mutant's configuration with it planted and only the property that must break: so
     * TLC's refutation is of this one.
     */
    String configuration(Mutant mutant) {
        String text = configuration(mutant.variant());
        String only = "";
        if (!mutant.property().equals(Tlc.DEADLOCK)) {
            only = kind(text, mutant) + " " + mutant.property() + "\nCHECK_DEADLOCK FALSE\n";
        }
        return PROPERTIES
                        .matcher(text)
                        .replaceAll("")
                        .stripTrailing()
                        .replace(NO_MUTANT, "Mutant = \"" + mutant.name() + "\"")
                + "\n"
                + only;
    }

    private String kind(String configuration, Mutant mutant) {
        Matcher lists = PROPERTIES.matcher(configuration);
        while (lists.find()) {
            if (Arrays.asList(lists.group(2).strip().split("\\s+")).contains(mutant.property())) {
                return lists.group(1).startsWith("INV") ? "INVARIANT" : "PROPERTY";
            }
        }
        throw new CommandException(
                "mutant "
                        + mutant.name()
                        + " of "
                        + name()
                        + " names a property that "
                        + configurationFile(mutant.variant()).getFileName()
                        + " does not check: "
                        + mutant.property());
    }

    private Path configurationFile(String variant) {
        return folder.resolve(name() + (variant.equals(PLAIN) ? "" : "-" + variant) + ".cfg");
    }

    private static Path module(Path folder) {
        return folder.resolve(folder.getFileName() + ".tla");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
