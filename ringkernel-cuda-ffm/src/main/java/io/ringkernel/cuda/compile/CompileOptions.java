package io.ringkernel.cuda.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to compile, alike for each compiler: always C++17 and optimised. Immutable.
 *
 * @param fusedMultiplyAdd whether {@code a * b + c} may be rounded once; false by default, as Java
 *     rounds twice
 * @param lineInfo whether the image carries source lines for profilers and {@code
 *     compute-sanitizer}; false by default
 * @param defines preprocessor macros and their values, in the order of their names; none by default
 * @param extra further options that both NVRTC and nvcc know, passed on as they are; none by
 *     default
 */
public record CompileOptions(
        boolean fusedMultiplyAdd,
        boolean lineInfo,
        Map<String, String> defines,
        List<String> extra) {

    /** What is written beside each component. */
    public static final CompileOptions DEFAULT =
            new CompileOptions(false, false, Map.of(), List.of());

    /** Copies the collections. */
    public CompileOptions {
        defines = Collections.unmodifiableMap(new TreeMap<>(defines));
        extra = List.copyOf(extra);
    }

    /** Returns these options with {@code a * b + c} rounded once or not. */
    public CompileOptions withFusedMultiplyAdd(boolean fused) {
        return new CompileOptions(fused, lineInfo, defines, extra);
    }

    /** Returns these options with or without source lines. */
    public CompileOptions withLineInfo(boolean lines) {
        return new CompileOptions(fusedMultiplyAdd, lines, defines, extra);
    }

    /** Returns these options with one more macro. */
    public CompileOptions withDefine(String name, String value) {
        Map<String, String> more = new TreeMap<>(defines);
        more.put(name, value);
        return new CompileOptions(fusedMultiplyAdd, lineInfo, more, extra);
    }

    /** Returns these options with one more option of the compilers' own. */
    public CompileOptions withExtra(String option) {
        List<String> more = new ArrayList<>(extra);
        more.add(option);
        return new CompileOptions(fusedMultiplyAdd, lineInfo, defines, more);
    }

    /** Returns the command-line form that NVRTC and nvcc share. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("-std=c++17");
        arguments.add("--fmad=" + fusedMultiplyAdd);
        if (lineInfo) {
            arguments.add("-lineinfo");
        }
        defines.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        arguments.addAll(extra);
        return arguments;
    }
}
