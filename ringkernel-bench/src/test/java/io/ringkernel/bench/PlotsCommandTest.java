package io.ringkernel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.cli.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Drawings of the reports that are committed, and of bad ones. */
class PlotsCommandTest {

    private static final Path COMMITTED = Path.of("../docs/benchmarks/2026-11-22");

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int plots(Path of) {
        return Shell.run(
                new Main(), new PrintWriter(out), new PrintWriter(err), "plots", of.toString());
    }

    @Test
    void shouldDrawTheCommittedReportAsItIsCommitted() throws Exception {
        Path report = folder.resolve("core-clock.json");
        Files.copy(COMMITTED.resolve("core-clock.json"), report);
        assertThat(plots(folder)).as("%s", err).isZero();
        String svg = Files.readString(folder.resolve("core-clock.svg"));
        assertThat(svg)
                .isEqualTo(Files.readString(COMMITTED.resolve("core-clock.svg")))
                .hasSizeLessThan(60_000)
                .contains("29.64  (1.23x read1)");
        Document parsed =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)));
        assertThat(parsed.getElementsByTagName("line").getLength()).isEqualTo(17);
    }

    @Test
    void shouldSayWhatIsWrongWithAReport() throws IOException {
        assertThat(plots(folder)).isEqualTo(1);
        assertThat(err.toString()).contains("no reports core-*.json");
        Path report = folder.resolve("core-x.json");
        Files.writeString(report, "{\"experiment\": \"core-x\"}");
        assertThat(plots(folder)).isEqualTo(1);
        assertThat(err.toString()).contains("nothing to draw");
        Files.writeString(report, "{");
        assertThat(plots(folder)).isEqualTo(3);
        assertThat(err.toString()).contains("malformed JSON");
    }
}
