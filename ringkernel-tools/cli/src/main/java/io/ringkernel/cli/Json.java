package io.ringkernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes JSON. Loaded only by commands that were asked for it, since Jackson takes time
 * to start.
 */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

    private Json() {}

    /** Writes records, maps and lists as an indented document. */
    public static void write(Path file, Object value) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, PRETTY.writeValueAsString(value) + System.lineSeparator());
    }

    /** Prints records, maps and lists as an indented document. */
    public static void print(PrintWriter out, Object value) {
        out.println(PRETTY.writeValueAsString(value));
    }

    /** Parses a document. */
    public static JsonNode parse(String text) throws IOException {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException malformed) {
            throw new IOException("malformed JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }
}
