package io.ringkernel.transpiler.ir;

import io.ringkernel.transpiler.ir.GpuIntrinsic.Kind;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of intrinsics: each declared once, for the translation, the page of docs and the tests.
 */
public final class GpuIntrinsics {

    private static final String PACKAGE = "io/ringkernel/gpu/";
    private static final List<String> DIMENSIONS = List.of("x", "y", "z");
    private static final Map<String, GpuIntrinsic> TABLE = new LinkedHashMap<>();

    static {
        indices();
        synchronisation();
        votes();
        shuffles();
        reductions();
        AtomicIntrinsics.all().forEach(GpuIntrinsics::add);
        BitIntrinsics.all().forEach(GpuIntrinsics::add);
        MathIntrinsics.all().forEach(GpuIntrinsics::add);
    }

    private GpuIntrinsics() {}

    /** Returns all, in the order of the page. */
    public static Collection<GpuIntrinsic> all() {
        return List.copyOf(TABLE.values());
    }

    /** Returns whether a class holds intrinsics; its internal name is given. */
    public static boolean owns(String owner) {
        return owner.startsWith(PACKAGE);
    }

    /** Returns the intrinsic that a static method of such a class is, empty if it is none. */
    public static Optional<GpuIntrinsic> find(String owner, String name, String descriptor) {
        return Optional.ofNullable(
                TABLE.get(owner.substring(PACKAGE.length()) + "." + name + descriptor));
    }

    private static void add(GpuIntrinsic intrinsic) {
        if (TABLE.put(intrinsic.key(), intrinsic) != null) {
            throw new IllegalStateException("declared twice: intrinsic=" + intrinsic.key());
        }
    }

    static GpuIntrinsic of(Kind kind, String javaName, String descriptor, String cuda, String ptx) {
        return of(kind, javaName, descriptor, cuda, ptx, 0);
    }

    static GpuIntrinsic of(
            Kind kind, String javaName, String descriptor, String cuda, String ptx, double ulp) {
        int dot = javaName.indexOf('.');
        return new GpuIntrinsic(
                javaName.substring(0, dot),
                javaName.substring(dot + 1),
                MethodTypeDesc.ofDescriptor(descriptor),
                cuda,
                ptx,
                kind,
                ulp);
    }

    private static void add(
            Kind kind, String javaName, String descriptor, String cuda, String ptx) {
        add(of(kind, javaName, descriptor, cuda, ptx));
    }

    private static void indices() {
        Map<String, String> registers =
                new LinkedHashMap<>(
                        Map.of(
                                "threadIdx", "tid",
                                "blockIdx", "ctaid",
                                "blockDim", "ntid",
                                "gridDim", "nctaid"));
        for (String name : List.of("threadIdx", "blockIdx", "blockDim", "gridDim")) {
            for (String d : DIMENSIONS) {
                index(
                        name + upper(d),
                        "(rk_i32)" + name + "." + d,
                        "mov.u32 %" + registers.get(name) + "." + d);
            }
        }
        for (String d : DIMENSIONS) {
            index(
                    "globalId" + upper(d),
                    "(rk_i32)(blockIdx.%1$s * blockDim.%1$s + threadIdx.%1$s)".formatted(d),
                    "mad.lo.s32 %ctaid.{0}, %ntid.{0}, %tid.{0}".replace("{0}", d));
        }
        for (String d : DIMENSIONS) {
            index(
                    "globalSize" + upper(d),
                    "(rk_i32)(gridDim.%1$s * blockDim.%1$s)".formatted(d),
                    "mul.lo.s32 %nctaid.{0}, %ntid.{0}".replace("{0}", d));
        }
        index("threadRank", "rk_thread_rank()", "mad.lo.s32 of %tid and %ntid");
        index("blockSize", "(rk_i32)(blockDim.x * blockDim.y * blockDim.z)", "mul.lo.s32 of %ntid");
        index("laneId", "rk_lane_id()", "mov.u32 %laneid");
        index("warpId", "(rk_thread_rank() >> 5)", "shr.u32 of the thread's rank");
        index("multiprocessorId", "rk_smid()", "mov.u32 %smid");
    }

    private static String upper(String dimension) {
        return dimension.toUpperCase(java.util.Locale.ROOT);
    }

    private static void index(String name, String cuda, String ptx) {
        add(Kind.PURE, "Gpu." + name, "()I", cuda, ptx);
    }

    private static void synchronisation() {
        add(Kind.BARRIER, "Gpu.barrier", "()V", "__syncthreads()", "barrier.sync 0");
        add(
                Kind.BARRIER,
                "Gpu.barrierCount",
                "(Z)I",
                "__syncthreads_count(%1)",
                "barrier.red.popc.u32");
        add(
                Kind.BARRIER,
                "Gpu.barrierAnd",
                "(Z)Z",
                "(__syncthreads_and(%1) != 0)",
                "barrier.red.and.pred");
        add(
                Kind.BARRIER,
                "Gpu.barrierOr",
                "(Z)Z",
                "(__syncthreads_or(%1) != 0)",
                "barrier.red.or.pred");
        add(Kind.FENCE, "Gpu.fenceBlock", "()V", "__threadfence_block()", "fence.acq_rel.cta");
        add(Kind.FENCE, "Gpu.fenceDevice", "()V", "__threadfence()", "fence.acq_rel.gpu");
        add(Kind.FENCE, "Gpu.fenceSystem", "()V", "__threadfence_system()", "fence.acq_rel.sys");
        add(Kind.TIME, "Gpu.clock", "()J", "(rk_i64)clock64()", "mov.u64 %clock64");
        add(Kind.TIME, "Gpu.nanoTime", "()J", "rk_globaltimer()", "mov.u64 %globaltimer");
        add(Kind.TIME, "Gpu.nanosleep", "(I)V", "rk_nanosleep(%1)", "nanosleep.u32");
        add(Kind.BARRIER, "Warp.barrier", "()V", "__syncwarp()", "bar.warp.sync");
    }

    private static void votes() {
        warp("any", "(Z)Z", "(__any_sync(RK_FULL_MASK, %1) != 0)", "vote.sync.any.pred");
        warp("all", "(Z)Z", "(__all_sync(RK_FULL_MASK, %1) != 0)", "vote.sync.all.pred");
        warp("ballot", "(Z)I", "(rk_i32)__ballot_sync(RK_FULL_MASK, %1)", "vote.sync.ballot.b32");
        warp("activeMask", "()I", "(rk_i32)__ballot_sync(RK_FULL_MASK, 1)", "vote.sync.ballot.b32");
        warp(
                "matchAny",
                "(I)I",
                "(rk_i32)__match_any_sync(RK_FULL_MASK, %1)",
                "match.any.sync.b32");
        warp(
                "matchAny",
                "(J)I",
                "(rk_i32)__match_any_sync(RK_FULL_MASK, %1)",
                "match.any.sync.b64");
        warp("matchAll", "(I)I", "rk_match_all_i32(%1)", "match.all.sync.b32");
        warp("matchAll", "(J)I", "rk_match_all_i64(%1)", "match.all.sync.b64");
        for (String which : List.of("Eq", "Lt", "Le", "Gt", "Ge")) {
            String register = "lanemask_" + which.toLowerCase(java.util.Locale.ROOT);
            add(
                    Kind.PURE,
                    "Warp.laneMask" + which,
                    "()I",
                    "rk_" + register + "()",
                    "mov.u32 %" + register);
        }
    }

    private static void warp(String name, String descriptor, String cuda, String ptx) {
        add(Kind.WARP, "Warp." + name, descriptor, cuda, ptx);
    }

    private static void shuffles() {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("shuffle", "idx");
        forms.put("shuffleUp", "up");
        forms.put("shuffleDown", "down");
        forms.put("shuffleXor", "bfly");
        forms.forEach((name, ptx) -> {
            String cuda =
                    switch (ptx) {
                        case "idx" -> "__shfl_sync";
                        case "bfly" -> "__shfl_xor_sync";
                        default -> "__shfl_" + ptx + "_sync";
                    };
            for (String type : List.of("I", "J", "F", "D")) {
                String form = "shfl.sync." + ptx + ".b32" + (isWide(type) ? " twice" : "");
                warp(name, "(" + type + "I)" + type, cuda + "(RK_FULL_MASK, %1, %2)", form);
                warp(name, "(" + type + "II)" + type, cuda + "(RK_FULL_MASK, %1, %2, %3)", form);
            }
        });
    }

    private static boolean isWide(String type) {
        return type.equals("J") || type.equals("D");
    }

    private static void reductions() {
        for (String name : List.of("Add", "Min", "Max", "And", "Or", "Xor")) {
            String low = name.toLowerCase(java.util.Locale.ROOT);
            boolean bitwise = List.of("And", "Or", "Xor").contains(name);
            warp(
                    "reduce" + name,
                    "(I)I",
                    bitwise
                            ? "(rk_i32)__reduce_%s_sync(RK_FULL_MASK, (rk_u32)%%1)".formatted(low)
                            : "__reduce_%s_sync(RK_FULL_MASK, %%1)".formatted(low),
                    "redux.sync." + low + (bitwise ? ".b32" : ".s32"));
            for (String type : bitwise ? List.of("J") : List.of("J", "F", "D")) {
                String suffix = type.equals("J") ? "i64" : type.equals("F") ? "f32" : "f64";
                warp(
                        "reduce" + name,
                        "(" + type + ")" + type,
                        "rk_warp_" + low + "_" + suffix + "(%1)",
                        "shfl.sync.bfly.b32, five times");
            }
        }
        for (String name : List.of("Min", "Max")) {
            String low = name.toLowerCase(java.util.Locale.ROOT);
            warp(
                    "reduce" + name + "Unsigned",
                    "(I)I",
                    "(rk_i32)__reduce_%s_sync(RK_FULL_MASK, (rk_u32)%%1)".formatted(low),
                    "redux.sync." + low + ".u32");
        }
    }

    /** Returns the descriptors of some number types, such as {@code I}. */
    static List<String> descriptors(String types) {
        List<String> all = new ArrayList<>();
        types.chars().forEach(c -> all.add(String.valueOf((char) c)));
        return all;
    }
}
