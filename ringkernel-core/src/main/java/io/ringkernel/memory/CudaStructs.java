package io.ringkernel.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes structures as C++, each with static assertions that its size and every offset are those
 * that Java uses.
 */
public final class CudaStructs {

    // NVRTC, which has no headers, knows only the macro of the front end that it is made of
    private static final String HEADER =
            """
            #ifndef RK_OFFSETOF
            #ifdef __CUDACC_RTC__
            #define RK_OFFSETOF(type, field) __INTADDR__(&((type*)0)->field)
            #else
            #define RK_OFFSETOF(type, field) __builtin_offsetof(type, field)
            #endif
            #endif

            """;

    private CudaStructs() {}

    /**
     * Returns the structures and all that they hold, each once by its name, what is held before its
     * holder.
     */
    public static List<Struct> closure(Collection<Struct> structs) {
        Map<String, Struct> found = new LinkedHashMap<>();
        structs.forEach(struct -> collect(struct, found));
        return List.copyOf(found.values());
    }

    private static void collect(Struct struct, Map<String, Struct> found) {
        if (!found.containsKey(struct.name())) {
            struct.fields().forEach(field -> collect(field.type(), found));
            Struct other = found.put(struct.name(), struct);
            assert other == null;
        } else if (!struct.equals(found.get(struct.name()))) {
            throw new IllegalArgumentException("two structures of one name: name=" + struct.name());
        }
    }

    private static void collect(FieldType type, Map<String, Struct> found) {
        switch (type) {
            case FieldType.OfScalar scalar -> {
                // built in
            }
            case FieldType.OfText text -> {
                // defined where it stands
            }
            case FieldType.OfStruct(Struct struct) -> collect(struct, found);
            case FieldType.OfArray(FieldType element, int length) -> collect(element, found);
        }
    }

    /** Returns the definitions of the structures and all that they hold. */
    public static String render(Collection<Struct> structs) {
        StringBuilder out = new StringBuilder(HEADER);
        closure(structs).forEach(struct -> out.append(render(struct)).append('\n'));
        return out.toString();
    }

    /** Returns the definition of one structure, without those that it holds. */
    private static String render(Struct struct) {
        StringBuilder out = new StringBuilder("struct ");
        if (struct.alignment() > naturalAlignment(struct)) {
            out.append("alignas(").append(struct.alignment()).append(") ");
        }
        out.append(struct.name()).append(" {\n");
        long end = 0;
        int pads = 0;
        for (Struct.Field field : struct.fields()) {
            long natural = CacheLine.roundUp(end, field.type().alignment());
            if (field.offset() > natural) {
                out.append("  rk_u8 rk_pad")
                        .append(pads++)
                        .append('[')
                        .append(field.offset() - end)
                        .append("];\n");
            }
            out.append("  ").append(declaration(field.type(), field.name())).append(";\n");
            end = field.offset() + field.type().size();
        }
        out.append("};\n");
        out.append(
                "static_assert(sizeof(%s) == %d, \"size\");\n"
                        .formatted(struct.name(), struct.size()));
        out.append(
                "static_assert(alignof(%s) == %d, \"alignment\");\n"
                        .formatted(struct.name(), struct.alignment()));
        for (Struct.Field field : struct.fields()) {
            out.append(
                    "static_assert(RK_OFFSETOF(%s, %s) == %d, \"%2$s\");\n"
                            .formatted(struct.name(), field.name(), field.offset()));
        }
        return out.toString();
    }

    /** Returns the name of a type as it stands before a variable; arrays and text have none. */
    static String typeName(FieldType type) {
        return switch (type) {
            case FieldType.OfScalar(Scalar scalar) -> scalar.cudaName();
            case FieldType.OfStruct(Struct struct) -> struct.name();
            case FieldType.OfArray array ->
                    throw new IllegalArgumentException("an array has no type name: type=" + array);
            case FieldType.OfText text ->
                    throw new IllegalArgumentException("text has no type name: type=" + text);
        };
    }

    private static String declaration(FieldType type, String name) {
        return switch (type) {
            case FieldType.OfArray(FieldType element, int length) ->
                    declaration(element, name + "[" + length + "]");
            case FieldType.OfScalar scalar -> typeName(scalar) + " " + name;
            case FieldType.OfStruct struct -> typeName(struct) + " " + name;
            case FieldType.OfText(int capacity) ->
                    "struct { rk_u16 length; rk_u8 bytes[%d]; } %s".formatted(capacity, name);
        };
    }

    private static long naturalAlignment(Struct struct) {
        return struct.fields().stream()
                .mapToLong(field -> field.type().alignment())
                .max()
                .orElse(1);
    }
}
