package io.ringkernel.message;

import java.util.List;
import java.util.Optional;

/**
 * Finds the first place where one version of a schema does not begin as the other does. What only
 * one of them has at the end of a record, of an enum or of the messages is no difference.
 */
final class SchemaComparison {

    private SchemaComparison() {}

    static Optional<String> difference(
            List<SchemaType.OfRecord> reader, List<SchemaType.OfRecord> writer) {
        if (reader.isEmpty() != writer.isEmpty()) {
            return Optional.of(differs("number of messages", reader.size(), writer.size()));
        }
        for (int i = 0; i < Math.min(reader.size(), writer.size()); i++) {
            String place = "message " + (i + 1);
            Optional<String> found = records(place, reader.get(i), writer.get(i));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> records(
            String place, SchemaType.OfRecord reader, SchemaType.OfRecord writer) {
        if (!reader.name().equals(writer.name())) {
            return Optional.of(differs(place, reader.name(), writer.name()));
        }
        int common = Math.min(reader.components().size(), writer.components().size());
        for (int i = 0; i < common; i++) {
            Optional<String> found =
                    components(
                            place + ", component " + (i + 1) + " of " + reader.name(),
                            reader.components().get(i),
                            writer.components().get(i));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> components(
            String place, SchemaType.Component reader, SchemaType.Component writer) {
        String readers = SchemaText.word(reader.type()) + " " + reader.name();
        String writers = SchemaText.word(writer.type()) + " " + writer.name();
        if (!readers.equals(writers)) {
            return Optional.of(differs(place, readers, writers));
        }
        if (reader.offset() != writer.offset()) {
            return Optional.of(
                    differs(
                            place,
                            readers + " at byte " + reader.offset(),
                            writers + " at byte " + writer.offset()));
        }
        return types(place, reader.type(), writer.type());
    }

    /** Compares what the same words stand for. */
    private static Optional<String> types(String place, SchemaType reader, SchemaType writer) {
        if (reader instanceof SchemaType.OfArray(SchemaType element, int _)
                && writer instanceof SchemaType.OfArray(SchemaType other, int _)) {
            return element instanceof SchemaType.OfRecord r
                            && other instanceof SchemaType.OfRecord w
                            && r.size() != w.size()
                    ? Optional.of(
                            differs(
                                    place,
                                    "elements of " + r.size() + " bytes",
                                    "elements of " + w.size() + " bytes"))
                    : types(place, element, other);
        }
        if (reader instanceof SchemaType.OfRecord r && writer instanceof SchemaType.OfRecord w) {
            return records(place, r, w);
        }
        if (reader instanceof SchemaType.OfEnum r && writer instanceof SchemaType.OfEnum w) {
            return constants(place, r, w);
        }
        return Optional.empty();
    }

    private static Optional<String> constants(
            String place, SchemaType.OfEnum reader, SchemaType.OfEnum writer) {
        for (int i = 0; i < Math.min(reader.constants().size(), writer.constants().size()); i++) {
            if (!reader.constants().get(i).equals(writer.constants().get(i))) {
                return Optional.of(
                        differs(
                                place + ", constant " + i + " of " + reader.name(),
                                reader.constants().get(i),
                                writer.constants().get(i)));
            }
        }
        return Optional.empty();
    }

    private static String differs(String place, Object reader, Object writer) {
        return place + ": reader=" + reader + ", writer=" + writer;
    }
}
