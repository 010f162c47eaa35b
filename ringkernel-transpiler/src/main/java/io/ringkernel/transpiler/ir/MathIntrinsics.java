package io.ringkernel.transpiler.ir;

import io.ringkernel.transpiler.ir.GpuIntrinsic.Kind;
import java.util.ArrayList;
import java.util.List;

/** The part of the table that is class {@code GpuMath}: pure functions. */
final class MathIntrinsics {

    private final List<GpuIntrinsic> all = new ArrayList<>();

    private MathIntrinsics() {}

    static List<GpuIntrinsic> all() {
        MathIntrinsics table = new MathIntrinsics();
        table.directed();
        table.conversions();
        table.functions();
        return table.all;
    }

    private void directed() {
        for (String type : GpuIntrinsics.descriptors("FD")) {
            for (String mode : List.of("Down", "Up", "Zero")) {
                String suffix = mode.equals("Down") ? "rd" : mode.equals("Up") ? "ru" : "rz";
                directed("add", "add", 2, type, mode, suffix);
                directed("subtract", "sub", 2, type, mode, suffix);
                directed("multiply", "mul", 2, type, mode, suffix);
                directed("divide", "div", 2, type, mode, suffix);
                directed("fma", "fma", 3, type, mode, suffix);
                directed("sqrt", "sqrt", 1, type, mode, suffix);
            }
        }
    }

    private void directed(
            String java, String name, int arguments, String type, String mode, String suffix) {
        boolean isFloat = type.equals("F");
        String cuda =
                name.equals("fma")
                        ? (isFloat ? "__fmaf_" : "__fma_") + suffix
                        : (isFloat ? "__f" : "__d") + name + "_" + suffix;
        String values = "%1, %2, %3".substring(0, 4 * arguments - 2);
        String descriptor = "(" + type.repeat(arguments) + ")" + type;
        String ptx = suffix.equals("rd") ? "rm" : suffix.equals("ru") ? "rp" : "rz";
        String bits = type.equals("F") ? "f32" : "f64";
        add(java + mode, descriptor, cuda + "(" + values + ")", name + "." + ptx + "." + bits, 0);
    }

    private void conversions() {
        for (String to : List.of("Int", "Long")) {
            for (String mode : List.of("Nearest", "Up", "Down")) {
                String suffix = mode.equals("Nearest") ? "rn" : mode.equals("Up") ? "ru" : "rd";
                String rounding =
                        mode.equals("Nearest") ? "rni" : mode.equals("Up") ? "rpi" : "rmi";
                for (String type : GpuIntrinsics.descriptors("FD")) {
                    String from = type.equals("F") ? "f32" : "f64";
                    String into = to.equals("Int") ? "i32" : "i64";
                    add(
                            "to" + to + mode,
                            "(" + type + ")" + (to.equals("Int") ? "I" : "J"),
                            "rk_to_" + into + "_" + suffix + "_" + from + "(%1)",
                            "cvt." + rounding + "." + into.replace('i', 's') + "." + from,
                            0);
                }
            }
        }
    }

    private void functions() {
        both("rsqrt", "rsqrt", 1, "rsqrt.approx, refined", 2, 2);
        both("rcbrt", "rcbrt", 1, "several instructions", 2, 2);
        both("exp2", "exp2", 1, "ex2.approx, refined", 2, 2);
        both("exp10", "exp10", 1, "several instructions", 2, 2);
        both("sinPi", "sinpi", 1, "several instructions", 2, 3);
        both("cosPi", "cospi", 1, "several instructions", 2, 3);
        add("saturate", "(F)F", "__saturatef(%1)", "cvt.sat.f32.f32", 0);
        both("positiveDifference", "fdim", 2, "several instructions", 0, 0);
        both("norm3", "norm3d", 3, "several instructions", 3, 3);
        both("inverseNorm3", "rnorm3d", 3, "several instructions", 4, 4);
    }

    /** A function of floats, whose CUDA name ends in f, and of doubles. */
    private void both(
            String java, String cuda, int arguments, String ptx, double floatUlp, double ulp) {
        String values = "(" + "%1, %2, %3".substring(0, 4 * arguments - 2) + ")";
        add(java, "(" + "F".repeat(arguments) + ")F", cuda + "f" + values, ptx, floatUlp);
        add(java, "(" + "D".repeat(arguments) + ")D", cuda + values, ptx, ulp);
    }

    private void add(String name, String descriptor, String cuda, String ptx, double ulp) {
        all.add(GpuIntrinsics.of(Kind.PURE, "GpuMath." + name, descriptor, cuda, ptx, ulp));
    }
}
