package io.ringkernel.transpiler.ir;

import io.ringkernel.transpiler.ir.GpuIntrinsic.Kind;
import java.util.ArrayList;
import java.util.List;

/** The part of the table that is class {@code Bits}: pure functions. */
final class BitIntrinsics {

    private final List<GpuIntrinsic> all = new ArrayList<>();

    private BitIntrinsics() {}

    static List<GpuIntrinsic> all() {
        BitIntrinsics table = new BitIntrinsics();
        table.words();
        table.parts();
        return table.all;
    }

    private void words() {
        add(
                "bytePermute",
                "(III)I",
                "(rk_i32)__byte_perm((rk_u32)%1, (rk_u32)%2, (rk_u32)%3)",
                "prmt.b32");
        add(
                "funnelShiftLeft",
                "(III)I",
                "(rk_i32)__funnelshift_l((rk_u32)%1, (rk_u32)%2, (rk_u32)%3)",
                "shf.l.wrap.b32");
        add(
                "funnelShiftLeftClamped",
                "(III)I",
                "(rk_i32)__funnelshift_lc((rk_u32)%1, (rk_u32)%2, (rk_u32)%3)",
                "shf.l.clamp.b32");
        add(
                "funnelShiftRight",
                "(III)I",
                "(rk_i32)__funnelshift_r((rk_u32)%1, (rk_u32)%2, (rk_u32)%3)",
                "shf.r.wrap.b32");
        add(
                "funnelShiftRightClamped",
                "(III)I",
                "(rk_i32)__funnelshift_rc((rk_u32)%1, (rk_u32)%2, (rk_u32)%3)",
                "shf.r.clamp.b32");
        add("multiplyHigh", "(II)I", "__mulhi(%1, %2)", "mul.hi.s32");
        add(
                "multiplyHighUnsigned",
                "(II)I",
                "(rk_i32)__umulhi((rk_u32)%1, (rk_u32)%2)",
                "mul.hi.u32");
        add(
                "multiplyHighUnsigned",
                "(JJ)J",
                "(rk_i64)__umul64hi((rk_u64)%1, (rk_u64)%2)",
                "mul.hi.u64");
        add("multiply24", "(II)I", "__mul24(%1, %2)", "mul24.lo.s32");
        add(
                "multiply24Unsigned",
                "(II)I",
                "(rk_i32)__umul24((rk_u32)%1, (rk_u32)%2)",
                "mul24.lo.u32");
        add("average", "(II)I", "__hadd(%1, %2)", "add, shift");
        add("averageUp", "(II)I", "__rhadd(%1, %2)", "add, shift");
        add("averageUnsigned", "(II)I", "(rk_i32)__uhadd((rk_u32)%1, (rk_u32)%2)", "add, shift");
        add("averageUpUnsigned", "(II)I", "(rk_i32)__urhadd((rk_u32)%1, (rk_u32)%2)", "add, shift");
        add("absoluteDifferenceAdd", "(III)I", "(rk_i32)__sad(%1, %2, (rk_u32)%3)", "sad.s32");
        add(
                "absoluteDifferenceAddUnsigned",
                "(III)I",
                "(rk_i32)__usad((rk_u32)%1, (rk_u32)%2, (rk_u32)%3)",
                "sad.u32");
        add("dot4", "(III)I", "rk_dot4(%1, %2, %3)", "dp4a.s32.s32");
        add("dot4Unsigned", "(III)I", "rk_dot4_unsigned(%1, %2, %3)", "dp4a.u32.u32");
        add("extract", "(III)I", "rk_extract(%1, %2, %3)", "bfe.s32");
        add("extractUnsigned", "(III)I", "rk_extract_unsigned(%1, %2, %3)", "bfe.u32");
        add("insert", "(IIII)I", "rk_insert(%1, %2, %3, %4)", "bfi.b32");
    }

    private void parts() {
        parts("add", "__vadd");
        parts("subtract", "__vsub");
        parts("addSaturated", "__vaddss");
        parts("addSaturatedUnsigned", "__vaddus");
        parts("subtractSaturated", "__vsubss");
        parts("subtractSaturatedUnsigned", "__vsubus");
        parts("min", "__vmins");
        parts("max", "__vmaxs");
        parts("minUnsigned", "__vminu");
        parts("maxUnsigned", "__vmaxu");
        parts("absoluteDifferenceUnsigned", "__vabsdiffu");
        parts("averageUpUnsigned", "__vavgu");
        parts("compareEqual", "__vcmpeq");
        parts("compareGreater", "__vcmpgts");
        parts("compareGreaterUnsigned", "__vcmpgtu");
        parts("sumOfDifferencesUnsigned", "__vsadu");
    }

    /**
     * CUDA's functions of parts have the count at the end of their names, as the Java ones have.
     */
    private void parts(String name, String cuda) {
        for (int count : new int[] {2, 4}) {
            add(
                    name + count,
                    "(II)I",
                    "(rk_i32)" + cuda + count + "((rk_u32)%1, (rk_u32)%2)",
                    "several instructions");
        }
    }

    private void add(String name, String descriptor, String cuda, String ptx) {
        all.add(GpuIntrinsics.of(Kind.PURE, "Bits." + name, descriptor, cuda, ptx));
    }
}
