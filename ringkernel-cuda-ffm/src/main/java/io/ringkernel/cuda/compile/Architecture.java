package io.ringkernel.cuda.compile;

import java.util.regex.Pattern;

/** Checks architectures before they become part of a command line. */
final class Architecture {
    private static final Pattern REAL = Pattern.compile("sm_[0-9]{2,3}[af]?");

    private Architecture() {}

    static String check(String architecture) {
        if (!REAL.matcher(architecture).matches()) {
            throw new IllegalArgumentException(
                    "not a real architecture such as sm_90: architecture=" + architecture);
        }
        return architecture;
    }
}
