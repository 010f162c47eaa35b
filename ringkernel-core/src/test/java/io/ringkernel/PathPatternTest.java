package io.ringkernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "airports/ATL, airports/ATL",
        "airports/*, airports/ATL",
        "airports/A*, airports/ATL",
        "airports/A*, airports/A",
        "airports/*L, airports/ATL",
        "airports/A*L, airports/AL",
        "airports/A?L, airports/ATL",
        "airports/???, airports/ATL",
        "*/ATL, airports/ATL",
        "a*b*c, aXbYbZc",
        "*a*?, aab",
        "**, a",
        "**, a/b/c",
        "a/**, a",
        "a/**, a/b",
        "a/**, a/b/c",
        "**/c, c",
        "**/c, a/b/c",
        "**/c, c/c",
        "a/**/c, a/c",
        "a/**/c, a/b/b/c",
        "a/**/b/**/c, a/x/b/y/b/z/c",
        "a/**/**, a",
        "**/a/*/**, x/a/a/b",
        "**/*.log, var/app.log",
    })
    void shouldMatch(String pattern, String path) {
        assertThat(PathPattern.compile(pattern).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a, b",
        "a, aa",
        "a, a/b",
        "A, a",
        "airports/*, airports",
        "airports/*, airports/ATL/gates",
        "airports/A?L, airports/AL",
        "airports/???, airports/ATLX",
        "?, a/b",
        "a?b, a/b",
        "*, a/b",
        "a*b, a/b",
        "a*b*c, aXcYb",
        "a/**, ab",
        "a/**, b",
        "**/c, a/b/cc",
        "a/**/c, a/cc",
        "a/**/c, a/b/c/d",
        "a/**/b/**/c, a/x/c/y/b",
        "**/*, ''",
        "a.b, aXb",
    })
    void shouldNotMatch(String pattern, String path) {
        assertThat(PathPattern.compile(pattern).matches(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|pattern has an empty segment, pattern=\"\", index=0",
                "/a|pattern has an empty segment, pattern=\"/a\", index=0",
                "a/|pattern has an empty segment, pattern=\"a/\", index=2",
                "a//b|pattern has an empty segment, pattern=\"a//b\", index=2",
                "a/**b|** must be a segment of its own: segment=\"**b\", pattern=\"a/**b\","
                        + " index=2",
                "a/b**|** must be a segment of its own: segment=\"b**\", pattern=\"a/b**\","
                        + " index=3",
                "***|** must be a segment of its own: segment=\"***\", pattern=\"***\", index=0",
                "a/b c|pattern must be letters, digits, '.', '_', '-', '/' and the wildcards '?',"
                        + " '*' and '**': character=' ', pattern=\"a/b c\", index=3",
                "[ab]|pattern must be letters, digits, '.', '_', '-', '/' and the wildcards '?',"
                        + " '*' and '**': character='[', pattern=\"[ab]\", index=0",
            })
    void shouldSayWhatIsWrongWithAPattern(String pattern, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathPattern.compile(pattern))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true",
        "a/*, a/, false",
        "a/b*, a/b, false",
        "a/b?/c, a/b, false",
        "a/**, a, false",
        "a/b/**/c, a/b, false",
        "**, '', false",
        "*/a, '', false",
    })
    void shouldKnowWhatItsPathsStartWith(String pattern, String prefix, boolean literal) {
        assertThat(PathPattern.compile(pattern).prefix()).isEqualTo(prefix);
        assertThat(PathPattern.compile(pattern).isLiteral()).isEqualTo(literal);
    }

    @Test
    void shouldBeEqualWhenTheSourceIs() {
        assertThat(PathPattern.compile("a/*"))
                .isEqualTo(PathPattern.compile("a/*"))
                .hasSameHashCodeAs(PathPattern.compile("a/*"))
                .isNotEqualTo(PathPattern.compile("a/**"))
                .hasToString("a/*");
    }

    /** Against an obvious matcher by recursion, on patterns and paths of few letters. */
    @Test
    void shouldAgreeWithTheDefinitionOnRandomPatterns() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        int matches = 0;
        for (int i = 0; i < 200_000; i++) {
            String pattern =
                    path(random, List.of("a", "b", "*", "?", "**", "a*", "*b", "a?*", "*a*b"));
            String path = path(random, List.of("a", "b", "ab", "ba", "aab", "abab"));
            PathPattern compiled = PathPattern.compile(pattern);
            boolean expected = defined(segments(pattern), segments(path));
            assertThat(compiled.matches(path))
                    .as("pattern=%s, path=%s; repeat with -Dtest.seed=%s", pattern, path, seed)
                    .isEqualTo(expected);
            if (expected) {
                matches++;
                assertThat(path).startsWith(compiled.prefix());
            }
        }
        assertThat(matches).isGreaterThan(10_000);
    }

    private static String path(Random random, List<String> segments) {
        int length = 1 + random.nextInt(5);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < length; i++) {
            path.append(i == 0 ? "" : "/").append(segments.get(random.nextInt(segments.size())));
        }
        return path.toString();
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.split("/"));
    }

    private static boolean defined(List<String> pattern, List<String> path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.getFirst().equals("**")) {
            for (int taken = 0; taken <= path.size(); taken++) {
                if (defined(rest, path.subList(taken, path.size()))) {
                    return true;
                }
            }
            return false;
        }
        String regex = pattern.getFirst().replace("*", "[^/]*").replace("?", "[^/]");
        return !path.isEmpty()
                && Pattern.matches(regex, path.getFirst())
                && defined(rest, path.subList(1, path.size()));
    }
}
