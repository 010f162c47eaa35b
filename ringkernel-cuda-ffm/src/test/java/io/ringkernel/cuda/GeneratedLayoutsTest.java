package io.ringkernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.cuda.ffi.CUuuid_st;
import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.UnionLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the generated layouts, and the results named by hand, against the installed {@code cuda.h}:
 * writes static assertions in C and has nvcc's host compiler check them.
 */
class GeneratedLayoutsTest {
    @TempDir private Path folder;

    @Test
    void shouldAgreeWithTheHeaderOnEverySizeAndOffset() throws Exception {
        List<String> assertions = new ArrayList<>();
        List<GroupLayout> layouts = layouts();
        for (GroupLayout layout : layouts) {
            String type =
                    (layout instanceof UnionLayout ? "union " : "struct ")
                            + layout.name().orElseThrow();
            assertions.add(assertion("sizeof(" + type + ")", layout.byteSize()));
            members(type, "", 0, layout, assertions);
        }

        assertThat(layouts).hasSizeGreaterThan(30);
        assertThat(assertions).hasSizeGreaterThan(300);
        compile(assertions);
    }

    @Test
    void shouldAgreeWithTheHeaderOnTheResults() throws Exception {
        List<String> assertions = new ArrayList<>();
        for (Field field : CudaResult.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                String name =
                        field.getName().equals("SUCCESS")
                                ? "CUDA_SUCCESS"
                                : "CUDA_ERROR_" + field.getName();
                assertions.add(assertion(name, field.getInt(null)));
            }
        }

        assertThat(assertions).hasSizeGreaterThan(20);
        compile(assertions);
    }

    @Test
    void shouldFailOnAWrongOffset() throws IOException {
        NativeBuild.Outcome outcome = build(List.of(assertion("sizeof(CUuuid)", 17)));

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output()).contains("sizeof(CUuuid) == 17");
    }

    private static String assertion(String expression, long value) {
        return "_Static_assert("
                + expression
                + " == "
                + value
                + ", \""
                + expression
                + " == "
                + value
                + "\");";
    }

    private static void members(
            String type, String prefix, long base, GroupLayout group, List<String> assertions) {
        long offset = base;
        for (MemoryLayout member : group.memberLayouts()) {
            if (!(member instanceof PaddingLayout)) {
                String name = member.name().orElse("");
                boolean anonymous = name.isEmpty() || name.startsWith("$");
                String path = anonymous ? prefix : prefix + name;
                if (!anonymous) {
                    assertions.add(assertion("offsetof(" + type + ", " + path + ")", offset));
                    assertions.add(
                            assertion(
                                    "sizeof(((" + type + " *)0)->" + path + ")",
                                    member.byteSize()));
                }
                if (member instanceof GroupLayout nested) {
                    members(type, anonymous ? prefix : path + ".", offset, nested, assertions);
                }
            }
            offset += group instanceof UnionLayout ? 0 : member.byteSize();
        }
    }

    private void compile(List<String> assertions) throws IOException {
        NativeBuild.Outcome outcome = build(assertions);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    private NativeBuild.Outcome build(List<String> assertions) throws IOException {
        Path source = folder.resolve("layouts.c");
        Files.writeString(
                source,
                "#include <stddef.h>\n#include <cuda.h>\n" + String.join("\n", assertions) + "\n");
        String object = folder.resolve("layouts.o").toString();
        String home = System.getenv("CUDA_HOME");
        if (NativeBuild.exists("nvcc")) {
            return NativeBuild.run(List.of("nvcc", "-c", "-o", object, source.toString()));
        }
        boolean header = home != null && Files.isRegularFile(Path.of(home, "include", "cuda.h"));
        assumeTrue(
                header && NativeBuild.exists("gcc"),
                "skipped: no nvcc on the PATH and no CUDA_HOME with gcc");
        return NativeBuild.run(
                List.of("gcc", "-I", home + "/include", "-c", "-o", object, source.toString()));
    }

    /** The layouts of all generated structs and unions; reading one touches no driver. */
    private static List<GroupLayout> layouts() throws Exception {
        URL url = CUuuid_st.class.getResource("CUuuid_st.class");
        assumeTrue(
                url != null && url.getProtocol().equals("file"),
                "skipped: generated classes are in an archive: " + url);
        List<GroupLayout> layouts = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(URI.create(url.toString())).getParent())) {
            for (String name : files.map(file -> file.getFileName().toString()).sorted().toList()) {
                if (name.matches("CU\\w+_(st|union)\\.class")) {
                    Class<?> type =
                            Class.forName("io.ringkernel.cuda.ffi." + name.replace(".class", ""));
                    layouts.add((GroupLayout) type.getMethod("layout").invoke(null));
                }
            }
        }
        return layouts;
    }
}
