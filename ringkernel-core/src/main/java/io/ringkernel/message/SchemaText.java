package io.ringkernel.message;

import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.Scalar;
import io.ringkernel.message.SchemaType.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes schemas as text and reads them back. The text is canonical, one for each schema; its bytes
 * are what the fingerprint is taken of, so this format never changes: another one starts with
 * another number.
 *
 * <pre>
 *   ringkernel-schema 1
 *   message 1 com.acme.Flight                     the record of each id
 *   record 24 8 com.acme.Flight                   size, alignment, name; in the order of first use
 *    0 i32 delayMinutes                           offset, type, name
 *    4 enum:com.acme.Carrier carrier
 *    8 record:com.acme.Position[2] route
 *    ...
 *   enum com.acme.Carrier                         behind all records
 *    AA
 * </pre>
 */
final class SchemaText {

    private static final String HEADING = "ringkernel-schema 1";
    private static final String RECORD = "record:";
    private static final String ENUM = "enum:";
    private static final String TEXT = "text";

    private SchemaText() {}

    // ---- writing

    /** What the messages hold, by name, in the order of first use. */
    private record Names(
            Map<String, SchemaType.OfRecord> records, Map<String, SchemaType.OfEnum> enums) {

        void collect(SchemaType type) {
            switch (type) {
                case SchemaType.OfScalar _, SchemaType.OfText _ -> {
                    // has no name
                }
                case SchemaType.OfArray(SchemaType element, int _) -> collect(element);
                case SchemaType.OfEnum e -> {
                    e.constants().forEach(Names::requirePlain);
                    add(enums, requirePlain(e.name()), e);
                }
                case SchemaType.OfRecord r -> {
                    add(records, requirePlain(r.name()), r);
                    r.components()
                            .forEach(component -> {
                                requirePlain(component.name());
                                collect(component.type());
                            });
                }
            }
        }

        private static <T> void add(Map<String, T> known, String name, T type) {
            T other = known.putIfAbsent(name, type);
            if (other != null && !other.equals(type)) {
                throw new MessageTypeException("two types of one name in a schema: name=" + name);
            }
        }

        private static String requirePlain(String name) {
            if (name.chars().anyMatch(c -> Character.isWhitespace(c) || c == ':' || c == '[')) {
                throw new MessageTypeException(
                        "a name with blanks or colons cannot stand in a schema: name=" + name);
            }
            return name;
        }
    }

    static String write(List<SchemaType.OfRecord> messages) {
        Names names = new Names(new LinkedHashMap<>(), new LinkedHashMap<>());
        messages.forEach(names::collect);
        StringBuilder out = new StringBuilder(HEADING).append('\n');
        for (int i = 0; i < messages.size(); i++) {
            line(out, "message", i + 1, messages.get(i).name());
        }
        for (SchemaType.OfRecord record : names.records().values()) {
            line(out, "record", record.size(), record.alignment(), record.name());
            record.components()
                    .forEach(component ->
                            line(
                                    out,
                                    "",
                                    component.offset(),
                                    word(component.type()),
                                    component.name()));
        }
        for (SchemaType.OfEnum type : names.enums().values()) {
            line(out, "enum", type.name());
            type.constants().forEach(constant -> line(out, "", constant));
        }
        return out.toString();
    }

    private static void line(StringBuilder out, Object... words) {
        out.append(String.join(" ", Arrays.stream(words).map(String::valueOf).toList()))
                .append('\n');
    }

    /** Returns the word for a type, without what a name stands for. */
    static String word(SchemaType type) {
        return switch (type) {
            case SchemaType.OfScalar(Scalar scalar) -> scalar.name().toLowerCase(Locale.ROOT);
            case SchemaType.OfText(int capacity) -> TEXT + "[" + capacity + "]";
            case SchemaType.OfArray(SchemaType element, int length) ->
                    word(element) + "[" + length + "]";
            case SchemaType.OfEnum e -> ENUM + e.name();
            case SchemaType.OfRecord r -> RECORD + r.name();
        };
    }

    // ---- reading

    static List<SchemaType.OfRecord> read(String text) {
        try {
            List<SchemaType.OfRecord> messages = new Reader(text).messages();
            if (write(messages).equals(text)) {
                return messages;
            }
        } catch (RuntimeException e) {
            IllegalArgumentException refused = refused(text);
            refused.initCause(e);
            throw refused;
        }
        throw refused(text);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "not the description of a schema: firstLine="
                        + text.lines().findFirst().orElse(""));
    }

    /**
     * Takes text apart; whatever it makes of text that is no description, writing it again shows.
     */
    private static final class Reader {

        private record Body(String[] head, List<String[]> lines) {}

        private final List<String> messages = new ArrayList<>();
        private final Map<String, Body> records = new LinkedHashMap<>();
        private final Map<String, SchemaType.OfEnum> enums = new LinkedHashMap<>();

        private Reader(String text) {
            Map<String, Body> enumBodies = new LinkedHashMap<>();
            Body last = new Body(new String[0], List.of());
            for (String line : text.lines().skip(1).toList()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "message" -> messages.add(words[2]);
                    case "record" -> {
                        last = new Body(words, new ArrayList<>());
                        records.put(words[3], last);
                    }
                    case "enum" -> {
                        last = new Body(words, new ArrayList<>());
                        enumBodies.put(words[1], last);
                    }
                    default -> last.lines().add(words);
                }
            }
            enumBodies.forEach((name, body) ->
                    enums.put(
                            name,
                            new SchemaType.OfEnum(
                                    name, body.lines().stream().map(line -> line[1]).toList())));
        }

        private List<SchemaType.OfRecord> messages() {
            return messages.stream().map(name -> record(name, Set.of())).toList();
        }

        private SchemaType.OfRecord record(String name, Set<String> enclosing) {
            Body body = find(records, name);
            Set<String> inside = new java.util.HashSet<>(enclosing);
            if (!inside.add(name)) {
                throw new IllegalArgumentException("a record contains itself: record=" + name);
            }
            List<Component> components = new ArrayList<>();
            for (String[] line : body.lines()) {
                components.add(
                        new Component(line[3], type(line[2], inside), Long.parseLong(line[1])));
            }
            return new SchemaType.OfRecord(
                    name,
                    components,
                    Long.parseLong(body.head()[1]),
                    Long.parseLong(body.head()[2]));
        }

        private SchemaType type(String word, Set<String> enclosing) {
            if (word.endsWith("]")) {
                int bracket = word.indexOf('[');
                String element = word.substring(0, bracket);
                int length = Integer.parseInt(word.substring(bracket + 1, word.length() - 1));
                return element.equals(TEXT)
                        ? new SchemaType.OfText(length)
                        : new SchemaType.OfArray(type(element, enclosing), length);
            }
            if (word.startsWith(RECORD)) {
                return record(word.substring(RECORD.length()), enclosing);
            }
            if (word.startsWith(ENUM)) {
                return find(enums, word.substring(ENUM.length()));
            }
            return new SchemaType.OfScalar(Scalar.valueOf(word.toUpperCase(Locale.ROOT)));
        }

        private static <T> T find(Map<String, T> known, String name) {
            T found = known.get(name);
            if (found == null) {
                throw new IllegalArgumentException("name is not defined: name=" + name);
            }
            return found;
        }
    }
}
