package io.ringkernel.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Draws a report: a bar for each figure and each floor, as SVG, which pages show, diffs read and no
 * library is needed for (a bundle's Java has no {@code java.desktop}). A bar is a median, the line
 * on it reaches from the smallest to the largest repetition.
 */
public final class BarChart {

    private static final int WIDTH = 820;
    private static final int LEFT = 220;
    private static final int BARS = 400;
    private static final int ROW = 24;
    private static final int TOP = 64;
    private static final String FIGURE = "#3b6ea8";
    private static final String FLOOR = "#9a9a9a";

    private record Bar(
            String name, boolean floor, double median, double least, double most, String unit) {
        static Bar of(JsonNode figures, boolean floor) {
            List<Double> all =
                    figures.path("repetitions")
                            .valueStream()
                            .map(JsonNode::doubleValue)
                            .sorted()
                            .toList();
            double median = figures.path("median").doubleValue();
            return new Bar(
                    figures.path("name").stringValue(),
                    floor,
                    median,
                    all.isEmpty() ? median : all.getFirst(),
                    all.isEmpty() ? median : all.getLast(),
                    figures.path("unit").stringValue());
        }
    }

    private final StringBuilder svg = new StringBuilder();

    private BarChart() {}

    /**
     * Returns the drawing of a report.
     *
     * @param report the document of {@link Report#document}
     * @throws IllegalArgumentException if there is nothing to draw
     */
    public static String of(JsonNode report) {
        return new BarChart().draw(report);
    }

    private String draw(JsonNode report) {
        String experiment = report.path("experiment").asString("report");
        List<Bar> bars = bars(report);
        if (bars.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing to draw: the report has no floors and no results");
        }
        Map<String, Double> most = new TreeMap<>(); // of each unit: they have scales of their own
        bars.forEach(bar -> most.merge(bar.unit(), bar.most(), Math::max));
        Map<String, String> ratios = ratios(report);
        int height = TOP + bars.size() * ROW + 16;
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect x="0" y="0" width="%d" height="%d" fill="#ffffff"/>
                """
                        .formatted(WIDTH, height, WIDTH, height));
        text(12, 24, "start", "#111111", experiment + ", " + String.join(" and ", most.keySet()));
        rect(12, 36, 12, 12, FIGURE);
        text(30, 47, "start", "#333333", "measured");
        rect(110, 36, 12, 12, FLOOR);
        text(
                128,
                47,
                "start",
                "#333333",
                "floor; lines reach from the least to the most of all repetitions");
        for (int i = 0; i < bars.size(); i++) {
            row(
                    bars.get(i),
                    TOP + i * ROW,
                    Objects.requireNonNull(most.get(bars.get(i).unit())),
                    ratios);
        }
        return svg.append("</svg>\n").toString();
    }

    private static List<Bar> bars(JsonNode report) {
        List<Bar> bars = new ArrayList<>();
        report.path("floors").forEach(floor -> bars.add(Bar.of(floor, true)));
        report.path("results").forEach(result -> bars.add(Bar.of(result, false)));
        return bars;
    }

    /** Returns the ratios of each figure, in words. */
    private static Map<String, String> ratios(JsonNode report) {
        Map<String, String> words = new TreeMap<>();
        report.path("ratios")
                .propertyStream()
                .forEach(ratio -> {
                    int slash = ratio.getKey().indexOf('/');
                    words.merge(
                            ratio.getKey().substring(0, slash),
                            number(ratio.getValue().doubleValue())
                                    + "x "
                                    + ratio.getKey().substring(slash + 1),
                            (one, other) -> one + ", " + other);
                });
        return words;
    }

    private void row(Bar bar, int y, double most, Map<String, String> ratios) {
        double scale = BARS / most;
        int middle = y + ROW / 2;
        text(LEFT - 8, middle + 4, "end", "#111111", bar.name());
        rect(LEFT, y + 4, Math.max(1, bar.median() * scale), ROW - 8, bar.floor() ? FLOOR : FIGURE);
        line(LEFT + bar.least() * scale, LEFT + bar.most() * scale, middle);
        String ratio = ratios.get(bar.name());
        text(
                LEFT + bar.most() * scale + 8,
                middle + 4,
                "start",
                "#111111",
                number(bar.median()) + (ratio == null ? "" : "  (" + ratio + ")"));
    }

    private void rect(double x, double y, double width, double height, String fill) {
        append(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
                x, y, width, height, fill);
    }

    private void line(double from, double to, double y) {
        append(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#111111\"/>\n",
                from, y, to, y);
    }

    private void text(double x, double y, String anchor, String fill, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
        append(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
                x, y, anchor, fill, escaped);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private void append(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }
}
