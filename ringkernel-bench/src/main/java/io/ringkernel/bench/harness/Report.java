package io.ringkernel.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one experiment found: figures for the JSON file, and lines for people. Confined to one
 * thread.
 */
public final class Report {

    private final String experiment;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final List<Map<String, Object>> results = new ArrayList<>();
    private final List<Object> floors = new ArrayList<>();
    private final Map<String, Double> ratios = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    /** Starts a report. */
    public Report(String experiment) {
        this.experiment = experiment;
    }

    /** Returns the experiment's name. */
    public String experiment() {
        return experiment;
    }

    /** Says how it was measured. */
    public Report parameter(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    /** Adds figures under a name. */
    public void result(String name, Map<String, Object> figures) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", name);
        named.putAll(new TreeMap<>(figures));
        results.add(named);
    }

    /** Adds what a floor printed. */
    public void floor(Object figures) {
        floors.add(figures);
    }

    /** Adds a measured figure over its floor. */
    public void ratio(String name, double value) {
        ratios.put(name, value);
    }

    /** Adds a line for people. */
    @SuppressWarnings("AnnotateFormatMethod")
    public void line(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }

    /** Returns the lines for people. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Returns the results, for checks. */
    public List<Map<String, Object>> results() {
        return List.copyOf(results);
    }

    /** Returns the whole document. */
    public Map<String, Object> document(Environment environment) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("experiment", experiment);
        document.put("time", environment.time().toString());
        document.put("machine", environment.machine());
        document.put("jvm", environment.jvm());
        document.put("commit", environment.commit());
        document.put("parameters", parameters);
        document.put("results", results);
        document.put("floors", floors);
        document.put("ratios", ratios);
        return document;
    }
}
