package io.ringkernel.cli.fuzz;

/** Writes a program with indentation and line numbers, which are those of its faults. */
final class Listing {

    private Listing() {}

    static String of(Tree tree) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        int number = 1;
        for (String line : tree.text().lines().toList()) {
            String text = line.strip();
            int leading = text.startsWith("}") ? 1 : 0;
            out.append("%4d  ".formatted(number++));
            out.repeat("  ", Math.max(0, depth - leading)).append(text).append('\n');
            depth += count(text, '{') - count(text, '}');
        }
        return out.toString();
    }

    private static int count(String text, char wanted) {
        return (int) text.chars().filter(c -> c == wanted).count();
    }
}
