import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * Writes the tables of docs/concurrency-tests.md: what each test says of its outcomes, from its
 * annotations, and how often each was seen, from the report of a run. See that page for the command.
 */
final class Outcomes {

    private static final Pattern ROW = Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL);
    private static final Pattern CELL = Pattern.compile("<t[hd][^>]*>(.*?)</t[hd]>", Pattern.DOTALL);

    public static void main(String[] arguments) throws Exception {
        Pattern wanted = Pattern.compile(arguments[1]);
        List<Path> reports;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            reports = files.filter(file -> wanted.matcher(file.toString()).find()).sorted().toList();
        }
        for (Path report : reports) {
            String test = report.getFileName().toString().replace(".html", "");
            System.out.println("### " + test.replaceAll("^.*?\\.(?=[A-Z])", "") + "\n");
            System.out.println("| outcome | | meaning | seen |\n|---|---|---|---|");
            table(load(test), seen(Files.readString(report)));
            System.out.println();
        }
    }

    private static void table(Class<?> test, Map<String, Long> seen) {
        for (Outcome outcome : test.getAnnotationsByType(Outcome.class)) {
            String ids = outcome.id().length == 1 && outcome.id()[0].isEmpty()
                    ? "any other" : String.join(" / ", outcome.id());
            long count = 0;
            for (Map.Entry<String, Long> entry : List.copyOf(seen.entrySet())) {
                if (ids.equals("any other")
                        || Arrays.stream(outcome.id()).anyMatch(entry.getKey()::matches)) {
                    count += entry.getValue();
                    seen.remove(entry.getKey());
                }
            }
            System.out.printf("| `%s` | %s | %s | %,d |%n", ids, name(outcome.expect()), outcome.desc(), count);
        }
        if (!seen.isEmpty()) {
            throw new IllegalStateException(test + " has no outcome for " + seen.keySet());
        }
    }

    private static String name(Expect expect) {
        return expect == Expect.ACCEPTABLE_INTERESTING
                ? "what the weakening allows" : expect.name().toLowerCase();
    }

    /** Returns how often each outcome was seen, over all rows of the table of results. */
    private static Map<String, Long> seen(String html) {
        List<List<String>> rows = new ArrayList<>();
        Matcher row = ROW.matcher(html.substring(html.indexOf("<h3>Results")));
        while (row.find()) {
            Matcher cell = CELL.matcher(row.group(1));
            List<String> cells = new ArrayList<>();
            while (cell.find()) {
                cells.add(cell.group(1).strip());
            }
            rows.add(cells);
        }
        List<String> outcomes = rows.get(1).subList(1, rows.get(1).size());
        Map<String, Long> seen = new LinkedHashMap<>();
        for (List<String> cells : rows.subList(4, rows.size())) {
            for (int i = 0; i < outcomes.size(); i++) {
                seen.merge(outcomes.get(i), Long.parseLong(cells.get(cells.size() - outcomes.size() + i)), Long::sum);
            }
        }
        return seen;
    }

    private static Class<?> load(String test) throws ClassNotFoundException {
        for (String name = test; ; name = nested(name)) {
            try {
                return Class.forName(name);
            } catch (ClassNotFoundException outer) {
                if (name.lastIndexOf('.') < 0) {
                    throw outer;
                }
            }
        }
    }

    private static String nested(String name) {
        int dot = name.lastIndexOf('.');
        return name.substring(0, dot) + "$" + name.substring(dot + 1);
    }
}
