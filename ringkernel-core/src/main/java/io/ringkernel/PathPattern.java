package io.ringkernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for paths, compiled once. Immutable; matching allocates nothing.
 *
 * <table>
 * <caption>Wildcards</caption>
 * <tr><th>wildcard</th><th>matches</th></tr>
 * <tr><td>{@code ?}</td><td>one character of a segment</td></tr>
 * <tr><td>{@code *}</td><td>any number of characters of a segment, also none</td></tr>
 * <tr><td>{@code **}</td><td>as a whole segment: any number of segments, also none</td></tr>
 * </table>
 *
 * <p>So {@code airports/*} matches {@code airports/ATL} but not {@code airports/ATL/gates}, while
 * {@code airports/**} matches both and {@code airports} as well.
 */
public final class PathPattern {

    /*
     * Both levels use the greedy matching of globs: at a mismatch only the latest star takes one more, because whatever
     * an earlier star could take, the latest could take instead. Worst case quadratic, no recursion.
     */

    private static final String DEEP = "**";
    private static final String ANY = "*";

    private final String source;
    private final String[] segments;
    private final String prefix;
    private final boolean literal;

    private PathPattern(String source, String[] segments) {
        this.source = source;
        this.segments = segments;
        int wildcard = firstWildcard(source);
        this.literal = wildcard < 0;
        this.prefix = literal ? source : prefix(source, wildcard);
    }

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException if it has an empty segment, {@code **} beside something else
     *     in a segment, or a character that is neither of a path nor a wildcard
     */
    public static PathPattern compile(String pattern) {
        List<String> segments = new ArrayList<>();
        int start = 0;
        while (start <= pattern.length()) {
            int end = endOfSegment(pattern, start);
            String segment = pattern.substring(start, end);
            check(pattern, segment, start);
            if (!segment.equals(DEEP) || segments.isEmpty() || !isDeep(segments.getLast())) {
                segments.add(segment.equals(DEEP) ? DEEP : segment);
            }
            start = end + 1;
        }
        return new PathPattern(pattern, segments.toArray(String[]::new));
    }

    /** Returns whether the pattern matches a path; of what is no path it says nothing. */
    public boolean matches(String path) {
        if (literal) {
            return source.equals(path);
        }
        int length = path.length();
        int segment = 0;
        int start = 0;
        int deep = -1; // the latest ** that was met
        int taken = 0; // where the path goes on behind what it has taken
        while (start <= length) {
            int end = endOfSegment(path, start);
            if (end == start) {
                return false;
            }
            if (segment < segments.length && isDeep(segments[segment])) {
                deep = segment;
                taken = start;
                segment++;
            } else if (segment < segments.length && matches(segments[segment], path, start, end)) {
                segment++;
                start = end + 1;
            } else if (deep >= 0) {
                taken = endOfSegment(path, taken) + 1;
                start = taken;
                segment = deep + 1;
            } else {
                return false;
            }
        }
        if (segment < segments.length && isDeep(segments[segment])) {
            segment++; // adjacent ones are one
        }
        return segment == segments.length;
    }

    /** Returns whether it has no wildcard, so that it matches only the path that it spells. */
    public boolean isLiteral() {
        return literal;
    }

    /** Returns what every path that it matches starts with; may be empty. */
    String prefix() {
        return prefix;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPattern pattern && source.equals(pattern.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /** Returns the pattern as it was compiled. */
    @Override
    public String toString() {
        return source;
    }

    private static boolean matches(String segment, String path, int start, int end) {
        if (ANY.equals(segment)) {
            return true;
        }
        int at = 0;
        int from = start;
        int star = -1;
        int taken = start;
        while (from < end) {
            char wanted = at < segment.length() ? segment.charAt(at) : Paths.SEPARATOR;
            if (wanted == '*') {
                star = at;
                taken = from;
                at++;
            } else if (wanted == '?' || wanted == path.charAt(from)) {
                at++;
                from++;
            } else if (star >= 0) {
                taken++;
                from = taken;
                at = star + 1;
            } else {
                return false;
            }
        }
        while (at < segment.length() && segment.charAt(at) == '*') {
            at++;
        }
        return at == segment.length();
    }

    @SuppressWarnings("ReferenceEquality") // compile stores the constant
    private static boolean isDeep(String segment) {
        return segment == DEEP;
    }

    private static int endOfSegment(String path, int start) {
        int end = path.indexOf(Paths.SEPARATOR, start);
        return end < 0 ? path.length() : end;
    }

    private static int firstWildcard(String pattern) {
        int star = pattern.indexOf('*');
        int mark = pattern.indexOf('?');
        return star < 0 || mark < 0 ? Math.max(star, mark) : Math.min(star, mark);
    }

    /** A {@code **} may take no segment at all, and the separator before it with it. */
    private static String prefix(String pattern, int wildcard) {
        boolean separated = wildcard > 0 && pattern.charAt(wildcard - 1) == Paths.SEPARATOR;
        boolean deep = pattern.startsWith(DEEP, wildcard);
        return pattern.substring(0, separated && deep ? wildcard - 1 : wildcard);
    }

    private static void check(String pattern, String segment, int start) {
        if (segment.isEmpty()) {
            throw refusal("pattern has an empty segment", pattern, start);
        }
        if (segment.contains(DEEP) && !segment.equals(DEEP)) {
            throw refusal(
                    "** must be a segment of its own: segment=\"" + segment + "\"",
                    pattern,
                    start + segment.indexOf(DEEP));
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '*' && c != '?' && !Paths.isOfSegment(c)) {
                throw refusal(
                        "pattern must be letters, digits, '.', '_', '-', '/' and the wildcards '?',"
                                + " '*' and '**': character='"
                                + c
                                + "'",
                        pattern,
                        start + i);
            }
        }
    }

    private static IllegalArgumentException refusal(String what, String pattern, int index) {
        return new IllegalArgumentException(what + ", pattern=\"" + pattern + "\", index=" + index);
    }
}
