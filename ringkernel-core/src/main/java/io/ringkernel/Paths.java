package io.ringkernel;

/**
 * What a path is: segments of letters, digits, dot, underscore and hyphen, separated by slashes.
 * Names of actors and of topics are paths, a tag is one segment.
 */
final class Paths {

    static final char SEPARATOR = '/';

    private Paths() {}

    /**
     * Checks that a value is a path.
     *
     * @param what the word for it in the error
     */
    static String checked(String what, String path) {
        if (!isPath(path)) {
            throw new IllegalArgumentException(
                    what
                            + " must be segments of letters, digits, '.', '_' or '-', separated by"
                            + " '/': "
                            + what
                            + "=\""
                            + path
                            + "\"");
        }
        return path;
    }

    /** Checks that a value is a tag. */
    static String checkedTag(String tag) {
        if (tag.indexOf(SEPARATOR) >= 0 || !isPath(tag)) {
            throw new IllegalArgumentException(
                    "tag must be letters, digits, '.', '_' or '-': tag=\"" + tag + "\"");
        }
        return tag;
    }

    static boolean isPath(String path) {
        boolean inSegment = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == SEPARATOR ? !inSegment : !isOfSegment(c)) {
                return false;
            }
            inSegment = c != SEPARATOR;
        }
        return inSegment;
    }

    /** Returns whether the character may stand in a segment. */
    static boolean isOfSegment(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
