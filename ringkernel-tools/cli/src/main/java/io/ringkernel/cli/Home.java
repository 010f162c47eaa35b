package io.ringkernel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The folder of the checkout or of the unpacked bundle that the launcher runs from. */
public final class Home {

    /** The system property by which the launcher names the folder. */
    private static final String PROPERTY = "ringkernel.home";

    /** In a bundle, the commit that it was made from. */
    static final String COMMIT = "COMMIT";

    private static final String UNKNOWN = "unknown";
    private static final Duration GIT_LIMIT = Duration.ofSeconds(20);

    private Home() {}

    /** Returns the folder; the current one where no launcher named it. */
    public static Path folder() {
        return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath();
    }

    /**
     * Returns the commit, with {@code -dirty} behind it if files differ; {@code unknown} outside
     * checkout and bundle.
     */
    public static String revision() throws IOException {
        Path baked = folder().resolve(COMMIT);
        if (Files.isReadable(baked)) {
            return Files.readString(baked).strip();
        }
        if (!Files.exists(folder().resolve(".git"))) {
            return UNKNOWN;
        }
        String git = folder().toString();
        List<String> describe =
                List.of(
                        "git",
                        "-C",
                        git,
                        "describe",
                        "--always",
                        "--dirty",
                        "--abbrev=40",
                        "--exclude=*");
        try {
            return Child.of(describe, GIT_LIMIT).run().strip();
        } catch (CommandException noCommit) {
            return UNKNOWN; // a repository before its first commit
        }
    }
}
