package io.ringkernel.cli.flights;

import java.util.ArrayList;
import java.util.List;

/** Splits a line of a CSV file (RFC 4180, without line breaks inside fields). */
final class CsvLine {

    private CsvLine() {}

    /**
     * Returns the fields, stripped; one may stand in double quotes, in which a doubled quote means
     * itself.
     */
    static List<String> fields(String line) {
        return line.indexOf('"') < 0 ? plain(line) : quoted(line);
    }

    private static List<String> plain(String line) {
        List<String> fields = new ArrayList<>(5);
        int from = 0;
        for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
            fields.add(line.substring(from, comma).strip());
            from = comma + 1;
        }
        fields.add(line.substring(from).strip());
        return fields;
    }

    private static List<String> quoted(String line) {
        List<String> fields = new ArrayList<>(5);
        StringBuilder field = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && inside && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                inside = !inside;
            } else if (c == ',' && !inside) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
