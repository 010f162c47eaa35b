package io.ringkernel.message;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.ringkernel.MessageTypeException;
import io.ringkernel.memory.FieldType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Writes and reads text as {@link FieldType.OfText} lays it: its length in bytes, then its UTF-8.
 * Writing allocates nothing and leaves the bytes behind the text as they are; reading allocates the
 * text.
 *
 * <p>Nothing is cut and nothing replaced: what does not fit, or is no text, is refused.
 */
final class Utf8Text {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8Text() {}

    static void put(
            String text, int capacity, MemorySegment memory, long offset, String component) {
        int chars = text.length();
        long at = offset + FieldType.OfText.BYTES_OFFSET;
        if (chars > capacity) { // no char takes less than a byte
            throw tooLong(text, capacity, component);
        }
        int i = 0;
        for (; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                break;
            }
            memory.set(JAVA_BYTE, at + i, (byte) c);
        }
        int bytes = i == chars ? chars : putWide(text, i, capacity, memory, at, component);
        memory.set(JAVA_SHORT, offset, (short) bytes);
    }

    /** Writes the chars from {@code i}, before which all are ASCII; returns the bytes of all. */
    private static int putWide(
            String text, int i, int capacity, MemorySegment memory, long at, String component) {
        if (utf8Bytes(text, component) > capacity) {
            throw tooLong(text, capacity, component);
        }
        long to = at + i;
        for (int from = i; from < text.length(); from++) {
            char c = text.charAt(from);
            if (c < 0x80) {
                memory.set(JAVA_BYTE, to++, (byte) c);
            } else if (c < 0x800) {
                memory.set(JAVA_BYTE, to++, (byte) (0xC0 | c >> 6));
                memory.set(JAVA_BYTE, to++, continuation(c));
            } else if (Character.isSurrogate(c)) {
                int point = text.codePointAt(from++);
                memory.set(JAVA_BYTE, to++, (byte) (0xF0 | point >> 18));
                memory.set(JAVA_BYTE, to++, continuation(point >> 12));
                memory.set(JAVA_BYTE, to++, continuation(point >> 6));
                memory.set(JAVA_BYTE, to++, continuation(point));
            } else {
                memory.set(JAVA_BYTE, to++, (byte) (0xE0 | c >> 12));
                memory.set(JAVA_BYTE, to++, continuation(c >> 6));
                memory.set(JAVA_BYTE, to++, continuation(c));
            }
        }
        return (int) (to - at);
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3F);
    }

    /** Returns the length in UTF-8; refuses a surrogate without its other half. */
    private static long utf8Bytes(String text, String component) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw new MessageTypeException(
                        "text holds half a character, a surrogate without its other half: component="
                                + component
                                + ", index="
                                + i);
            }
        }
        return bytes;
    }

    private static MessageTypeException tooLong(String text, int capacity, String component) {
        return new MessageTypeException(
                "text is too long: component="
                        + component
                        + ", bytes="
                        + utf8Bytes(text, component)
                        + ", allowed="
                        + capacity
                        + "; send less, or raise its @Length");
    }

    static String get(int capacity, MemorySegment memory, long offset, String component) {
        int length = Short.toUnsignedInt(memory.get(JAVA_SHORT, offset));
        if (length > capacity) {
            throw new MessageTypeException(
                    "text in memory is longer than its component: component="
                            + component
                            + ", bytes="
                            + length
                            + ", allowed="
                            + capacity);
        }
        byte[] bytes = new byte[length];
        MemorySegment.copy(
                memory, JAVA_BYTE, offset + FieldType.OfText.BYTES_OFFSET, bytes, 0, length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(bytes, component);
        }
        return text;
    }

    /** The JDK replaces what is not UTF-8, so a replacement character calls for a second look. */
    private static void requireUtf8(byte[] bytes, String component) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            MessageTypeException refused =
                    new MessageTypeException(
                            "text in memory is not UTF-8: component="
                                    + component
                                    + ", bytes="
                                    + bytes.length);
            refused.initCause(e);
            throw refused;
        }
    }
}
