package io.ringkernel.message;

import java.util.HashMap;
import java.util.Map;

/**
 * The codecs for what a process with another version of the schema writes: they write this
 * process's version and read the other's. Confined to the thread that makes a {@link
 * ProtocolCodec}.
 */
final class WriterCodecs {

    private final Map<Class<? extends Record>, RecordCodec> made = new HashMap<>();

    /**
     * Returns the codec of a record class.
     *
     * @param written the record in the writer's version, compatible with the class
     */
    RecordCodec of(Class<? extends Record> type, SchemaType.OfRecord written) {
        if (SchemaType.ofRecord(type, RecordLayout.of(type)).equals(written)) {
            return RecordCodec.of(type);
        }
        RecordCodec known = made.get(type);
        if (known == null) {
            known = CodecGenerator.generate(type, written, this);
            made.put(type, known);
        }
        return known;
    }
}
