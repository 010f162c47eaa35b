package io.ringkernel.message;

/**
 * Makes C identifiers from Java names: distinct names stay distinct, and none is a keyword of C++.
 */
public final class CudaNames {

    private CudaNames() {}

    /** Returns the identifier of a class, made from its binary name. */
    public static String of(Class<?> type) {
        return mangle(type.getName());
    }

    /**
     * Returns the identifier of a field; the trailing underscore keeps it apart from the keywords
     * of C++.
     */
    public static String field(String javaName) {
        return mangle(javaName) + "_";
    }

    /**
     * Escapes as JNI does: {@code .} is {@code _}, {@code _} is {@code _1}, anything else {@code
     * _0xxxx}.
     */
    private static String mangle(String javaName) {
        StringBuilder c = new StringBuilder(javaName.length());
        for (int i = 0; i < javaName.length(); i++) {
            char ch = javaName.charAt(i);
            if (ch == '.') {
                c.append('_');
            } else if (ch == '_') {
                c.append("_1");
            } else if (ch < 128 && Character.isLetterOrDigit(ch)) {
                c.append(ch);
            } else {
                c.append("_0").append(String.format("%04x", (int) ch));
            }
        }
        return c.toString();
    }
}
