package io.ringkernel.transpiler.ir;

import io.ringkernel.transpiler.ir.Type.Prim;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumSet;
import java.util.Set;

/**
 * A static method of package {@code io.ringkernel.gpu} that the device has.
 *
 * @param owner the simple name of its class, such as {@code Warp}
 * @param name the method
 * @param descriptor its parameters and result; an array parameter is followed by its index
 * @param cuda a C++ expression: {@code %1} is the first argument, and an array with its index is
 *     one argument, the element's address
 * @param ptx the instruction that it becomes, for the table of intrinsics
 * @param kind what it may do, and so what no pass may do with it
 * @param ulp how far its result may be from the exact one, in units in the last place; 0 where it
 *     has the same bits as on the CPU
 */
public record GpuIntrinsic(
        String owner,
        String name,
        MethodTypeDesc descriptor,
        String cuda,
        String ptx,
        Kind kind,
        double ulp) {

    /** What an intrinsic does besides computing a value. */
    public enum Kind {
        /** Nothing: it may be moved, repeated and left out. */
        PURE,
        /** Reads a clock or waits. */
        TIME(Effect.SENDS),
        /** Orders memory. */
        FENCE(Effect.READS, Effect.WRITES, Effect.SENDS),
        /** Changes an element that others change too, or reads one that others change. */
        ATOMIC(Effect.READS, Effect.WRITES, Effect.SENDS),
        /** Exchanges values among the threads of a warp. */
        WARP(Effect.SENDS, Effect.CONVERGES),
        /** Waits for other threads and orders memory. */
        BARRIER(Effect.READS, Effect.WRITES, Effect.SENDS, Effect.CONVERGES);

        @SuppressWarnings("ImmutableEnumChecker") // never changed
        private final Set<Effect> effects;

        Kind(Effect... effects) {
            this.effects =
                    effects.length == 0 ? Set.of() : Set.copyOf(EnumSet.of(effects[0], effects));
        }

        /** Returns its effects. */
        public Set<Effect> effects() {
            return effects;
        }
    }

    /** Returns its name in Java, such as {@code Warp.any}. */
    public String javaName() {
        return owner + "." + name;
    }

    /** Returns class, method and descriptor, by which it is found. */
    String key() {
        return owner + "." + name + descriptor.descriptorString();
    }

    /** Returns the type of its result. */
    public Type result() {
        return typeOf(descriptor.returnType());
    }

    /** Returns the number type of a descriptor, {@link Type.Single#VOID} for {@code void}. */
    static Type typeOf(ClassDesc type) {
        return switch (type.descriptorString()) {
            case "V" -> Type.Single.VOID;
            case "J" -> Prim.I64;
            case "F" -> Prim.F32;
            case "D" -> Prim.F64;
            default -> Prim.I32;
        };
    }
}
