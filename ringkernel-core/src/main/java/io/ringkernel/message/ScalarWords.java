package io.ringkernel.message;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Struct;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which scalars of a structure go through memory together: two or more that lie in one aligned word
 * of eight, or else four, bytes that holds nothing but scalars and padding.
 *
 * <p>An access to a segment compiles to some four hundred nodes of the JIT compiler's graph and two
 * branches, whatever its width. Fewer of them make codecs small enough that what calls them still
 * fits, and that a record that does not escape never is.
 */
final class ScalarWords {

    /**
     * Some bytes that are read or written at once.
     *
     * @param offset where, in bytes from the start of the structure
     * @param bytes how many, 8 or 4
     * @param first index of the first field in it
     * @param last index of the last; those between lie in it too
     */
    record Word(long offset, int bytes, int first, int last) {}

    private final List<Struct.Field> fields;
    private final long size;
    private final @Nullable Word[] words;

    /**
     * Plans for the first fields of a structure.
     *
     * @param size bytes that may be touched
     */
    ScalarWords(List<Struct.Field> fields, long size) {
        this.fields = fields;
        this.size = size;
        this.words = new Word[fields.size()];
        for (int i = 0; i < words.length; i++) {
            if (words[i] == null) {
                Word word = word(i, Long.BYTES);
                word = word == null ? word(i, Integer.BYTES) : word;
                for (int j = i; word != null && j <= word.last(); j++) {
                    words[j] = word;
                }
            }
        }
    }

    /** Returns the word that a field lies in, null if it goes by itself. */
    @Nullable Word of(int field) {
        return words[field];
    }

    private @Nullable Word word(int first, int bytes) {
        long start = fields.get(first).offset() & -bytes;
        long end = start + bytes;
        if (end > size || first > 0 && end(first - 1) > start) {
            return null;
        }
        int last = first - 1;
        for (int i = first; i < fields.size() && fields.get(i).offset() < end; i++) {
            if (!(fields.get(i).type() instanceof FieldType.OfScalar) || end(i) > end) {
                return null;
            }
            last = i;
        }
        return last > first ? new Word(start, bytes, first, last) : null;
    }

    private long end(int field) {
        return fields.get(field).offset() + fields.get(field).type().size();
    }

    /** Returns the words in order, for tests. */
    List<Word> all() {
        List<Word> result = new ArrayList<>();
        for (Word word : words) {
            if (word != null && !result.contains(word)) {
                result.add(word);
            }
        }
        return List.copyOf(result);
    }
}
