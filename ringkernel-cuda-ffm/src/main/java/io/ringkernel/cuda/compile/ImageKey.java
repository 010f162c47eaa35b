package io.ringkernel.cuda.compile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names an image by what it is made from. The compiler is not part of it, so that none need be
 * found to use a cache.
 */
final class ImageKey {
    /** To be raised whenever the same source and options are to be compiled differently. */
    private static final String GENERATION = "ringkernel-image-1";

    private ImageKey() {}

    static String of(String source, String architecture, CompileOptions options) {
        MessageDigest digest = sha256();
        update(digest, GENERATION);
        update(digest, architecture);
        options.arguments().forEach(argument -> update(digest, argument));
        update(digest, source);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Each text is preceded by its length, so that no two lists of texts read alike. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
