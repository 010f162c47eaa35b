package io.ringkernel.transpiler.ir;

import static io.ringkernel.transpiler.ir.GpuIntrinsics.descriptors;

import io.ringkernel.transpiler.ir.GpuIntrinsic.Kind;
import java.util.ArrayList;
import java.util.List;

/** The part of the table that is class {@code Atomic}: each operation at each scope. */
final class AtomicIntrinsics {

    private final List<GpuIntrinsic> all = new ArrayList<>();

    private AtomicIntrinsics() {}

    static List<GpuIntrinsic> all() {
        AtomicIntrinsics table = new AtomicIntrinsics();
        table.scope("", "", "gpu", "_device");
        table.scope("Block", "_block", "cta", "_block");
        table.scope("System", "_system", "sys", "_system");
        return table.all;
    }

    private void scope(String java, String cuda, String ptx, String suffix) {
        String p = ".relaxed." + ptx;
        for (String t : descriptors("IJFD")) {
            boolean isFloating = t.equals("F") || t.equals("D");
            String add = "atomicAdd" + cuda;
            update(
                    "add" + java,
                    t,
                    isFloating ? "" : "u",
                    add,
                    "atom" + p + ".add." + name(t, "u"));
        }
        for (String t : descriptors("IJ")) {
            update("min" + java, t, "", "atomicMin" + cuda, "atom" + p + ".min." + name(t, "s"));
            update("max" + java, t, "", "atomicMax" + cuda, "atom" + p + ".max." + name(t, "s"));
            update(
                    "minUnsigned" + java,
                    t,
                    "u",
                    "atomicMin" + cuda,
                    "atom" + p + ".min." + name(t, "u"));
            update(
                    "maxUnsigned" + java,
                    t,
                    "u",
                    "atomicMax" + cuda,
                    "atom" + p + ".max." + name(t, "u"));
            update("and" + java, t, "u", "atomicAnd" + cuda, "atom" + p + ".and." + name(t, "b"));
            update("or" + java, t, "u", "atomicOr" + cuda, "atom" + p + ".or." + name(t, "b"));
            update("xor" + java, t, "u", "atomicXor" + cuda, "atom" + p + ".xor." + name(t, "b"));
            compareAndExchange(
                    "compareAndExchange" + java,
                    t,
                    "atomicCAS" + cuda,
                    "atom" + p + ".cas." + name(t, "b"));
        }
        for (String t : descriptors("IJ")) {
            update(
                    "exchange" + java,
                    t,
                    "u",
                    "atomicExch" + cuda,
                    "atom" + p + ".exch." + name(t, "b"));
        }
        exchangeBits(java, cuda, p);
        update("increment" + java, "I", "u", "atomicInc" + cuda, "atom" + p + ".inc.u32");
        update("decrement" + java, "I", "u", "atomicDec" + cuda, "atom" + p + ".dec.u32");
        for (String t : descriptors("IJ")) {
            String type = t.equals("I") ? "i32" : "i64";
            ordered("load" + java, "([%sI)%1$s", t, "rk_load_relaxed_" + type + suffix, "ld" + p);
            ordered(
                    "loadAcquire" + java,
                    "([%sI)%1$s",
                    t,
                    "rk_load_acquire_" + type + suffix,
                    "ld.acquire." + ptx);
            ordered(
                    "store" + java,
                    "([%sI%1$s)V",
                    t,
                    "rk_store_relaxed_" + type + suffix,
                    "st" + p);
            ordered(
                    "storeRelease" + java,
                    "([%sI%1$s)V",
                    t,
                    "rk_store_release_" + type + suffix,
                    "st.release." + ptx);
        }
    }

    private static String name(String type, String kind) {
        return switch (type) {
            case "I" -> kind + "32";
            case "J" -> kind + "64";
            case "F" -> "f32";
            default -> "f64";
        };
    }

    /** CUDA declares most operations for unsigned numbers only; {@code sign} is "u" for those. */
    private void update(String name, String type, String sign, String cuda, String ptx) {
        String expression =
                switch (sign + type) {
                    case "uI" -> "(rk_i32)" + cuda + "((rk_u32*)%1, (rk_u32)%2)";
                    case "uJ" -> "(rk_i64)" + cuda + "((rk_u64*)%1, (rk_u64)%2)";
                    default -> cuda + "(%1, %2)";
                };
        add(name, "([%sI%1$s)%1$s".formatted(type), expression, ptx);
    }

    private void compareAndExchange(String name, String type, String cuda, String ptx) {
        String u = type.equals("I") ? "rk_u32" : "rk_u64";
        String i = type.equals("I") ? "rk_i32" : "rk_i64";
        add(
                name,
                "([%sI%1$s%1$s)%1$s".formatted(type),
                "(%s)%s((%s*)%%1, (%3$s)%%2, (%3$s)%%3)".formatted(i, cuda, u),
                ptx);
    }

    private void exchangeBits(String java, String cuda, String p) {
        add(
                "exchange" + java,
                "([FIF)F",
                "atomicExch" + cuda + "(%1, %2)",
                "atom" + p + ".exch.b32");
        add(
                "exchange" + java,
                "([DID)D",
                "rk_bits_to_f64((rk_i64)atomicExch"
                        + cuda
                        + "((rk_u64*)%1, (rk_u64)rk_f64_to_raw_bits(%2)))",
                "atom" + p + ".exch.b64");
    }

    private void ordered(String name, String descriptor, String type, String cuda, String ptx) {
        boolean isLoad = name.startsWith("load");
        add(
                name,
                descriptor.formatted(type),
                cuda + (isLoad ? "(%1)" : "(%1, %2)"),
                ptx + "." + name(type, "b"));
    }

    private void add(String name, String descriptor, String cuda, String ptx) {
        all.add(GpuIntrinsics.of(Kind.ATOMIC, "Atomic." + name, descriptor, cuda, ptx));
    }
}
