package io.ringkernel.transpiler.ir;

import io.ringkernel.transpiler.ir.Type.Prim;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The static methods of the JDK that are known on the device, each exact unless {@link #isExact}
 * says otherwise: the same bits as on the JVM for every argument (a NaN may have other bits). A
 * method whose last argument divides has it checked first.
 */
public enum Intrinsics {
    /** {@code Math.abs}. */
    ABS_I32("Math.abs", "(I)I", "rk_abs_i32"),
    /** {@code Math.abs}. */
    ABS_I64("Math.abs", "(J)J", "rk_abs_i64"),
    /** {@code Math.abs}. */
    ABS_F32("Math.abs", "(F)F", "rk_abs_f32"),
    /** {@code Math.abs}. */
    ABS_F64("Math.abs", "(D)D", "rk_abs_f64"),
    /** {@code Math.min}. */
    MIN_I32("Math.min", "(II)I", "rk_min_i32"),
    /** {@code Math.min}. */
    MIN_I64("Math.min", "(JJ)J", "rk_min_i64"),
    /** {@code Math.min}. */
    MIN_F32("Math.min", "(FF)F", "rk_min_f32"),
    /** {@code Math.min}. */
    MIN_F64("Math.min", "(DD)D", "rk_min_f64"),
    /** {@code Math.max}. */
    MAX_I32("Math.max", "(II)I", "rk_max_i32"),
    /** {@code Math.max}. */
    MAX_I64("Math.max", "(JJ)J", "rk_max_i64"),
    /** {@code Math.max}. */
    MAX_F32("Math.max", "(FF)F", "rk_max_f32"),
    /** {@code Math.max}. */
    MAX_F64("Math.max", "(DD)D", "rk_max_f64"),
    /** {@code Math.floorDiv}. */
    FLOOR_DIV_I32("Math.floorDiv", "(II)I", "rk_floor_div_i32"),
    /** {@code Math.floorDiv}. */
    FLOOR_DIV_I64("Math.floorDiv", "(JJ)J", "rk_floor_div_i64"),
    /** {@code Math.floorDiv}. */
    FLOOR_DIV_I64_I32("Math.floorDiv", "(JI)J", "rk_floor_div_i64"),
    /** {@code Math.floorMod}. */
    FLOOR_MOD_I32("Math.floorMod", "(II)I", "rk_floor_mod_i32"),
    /** {@code Math.floorMod}. */
    FLOOR_MOD_I64("Math.floorMod", "(JJ)J", "rk_floor_mod_i64"),
    /** {@code Math.floorMod}. */
    FLOOR_MOD_I64_I32("Math.floorMod", "(JI)I", "(rk_i32)rk_floor_mod_i64"),
    /** {@code Math.sqrt}. */
    SQRT("Math.sqrt", "(D)D", "rk_sqrt_f64"),
    /** {@code Math.floor}. */
    FLOOR("Math.floor", "(D)D", "rk_floor_f64"),
    /** {@code Math.ceil}. */
    CEIL("Math.ceil", "(D)D", "rk_ceil_f64"),
    /** {@code Math.rint}. */
    RINT("Math.rint", "(D)D", "rk_rint_f64"),
    /** {@code Math.round}. */
    ROUND_F64("Math.round", "(D)J", "rk_round_f64"),
    /** {@code Math.round}. */
    ROUND_F32("Math.round", "(F)I", "rk_round_f32"),
    /** {@code Math.fma}. */
    FMA_F32("Math.fma", "(FFF)F", "rk_fma_f32"),
    /** {@code Math.fma}. */
    FMA_F64("Math.fma", "(DDD)D", "rk_fma_f64"),
    /** {@code Math.signum}. */
    SIGNUM_F32("Math.signum", "(F)F", "rk_signum_f32"),
    /** {@code Math.signum}. */
    SIGNUM_F64("Math.signum", "(D)D", "rk_signum_f64"),
    /** {@code Math.copySign}. */
    COPY_SIGN_F32("Math.copySign", "(FF)F", "rk_copy_sign_f32"),
    /** {@code Math.copySign}. */
    COPY_SIGN_F64("Math.copySign", "(DD)D", "rk_copy_sign_f64"),
    /** {@code StrictMath.copySign}: that of a NaN counts as positive. */
    STRICT_COPY_SIGN_F32("StrictMath.copySign", "(FF)F", "rk_strict_copy_sign_f32"),
    /** {@code StrictMath.copySign}: that of a NaN counts as positive. */
    STRICT_COPY_SIGN_F64("StrictMath.copySign", "(DD)D", "rk_strict_copy_sign_f64"),
    /** {@code Math.multiplyHigh}. */
    MULTIPLY_HIGH("Math.multiplyHigh", "(JJ)J", "rk_multiply_high_i64"),
    /** {@code Integer.sum}. */
    SUM_I32("Integer.sum", "(II)I", "rk_add_i32"),
    /** {@code Integer.min}. */
    INTEGER_MIN("Integer.min", "(II)I", "rk_min_i32"),
    /** {@code Integer.max}. */
    INTEGER_MAX("Integer.max", "(II)I", "rk_max_i32"),
    /** {@code Integer.compare}. */
    COMPARE_I32("Integer.compare", "(II)I", "rk_compare_i32"),
    /** {@code Integer.compareUnsigned}. */
    COMPARE_UNSIGNED_I32("Integer.compareUnsigned", "(II)I", "rk_compare_unsigned_i32"),
    /** {@code Integer.divideUnsigned}. */
    DIVIDE_UNSIGNED_I32("Integer.divideUnsigned", "(II)I", "rk_divide_unsigned_i32"),
    /** {@code Integer.remainderUnsigned}. */
    REMAINDER_UNSIGNED_I32("Integer.remainderUnsigned", "(II)I", "rk_remainder_unsigned_i32"),
    /** {@code Integer.toUnsignedLong}. */
    TO_UNSIGNED_LONG("Integer.toUnsignedLong", "(I)J", "rk_to_unsigned_i64"),
    /** {@code Integer.signum}. */
    SIGNUM_I32("Integer.signum", "(I)I", "rk_signum_i32"),
    /** {@code Integer.bitCount}. */
    BIT_COUNT_I32("Integer.bitCount", "(I)I", "rk_bit_count_i32"),
    /** {@code Integer.numberOfLeadingZeros}. */
    LEADING_ZEROS_I32("Integer.numberOfLeadingZeros", "(I)I", "rk_leading_zeros_i32"),
    /** {@code Integer.numberOfTrailingZeros}. */
    TRAILING_ZEROS_I32("Integer.numberOfTrailingZeros", "(I)I", "rk_trailing_zeros_i32"),
    /** {@code Integer.rotateLeft}. */
    ROTATE_LEFT_I32("Integer.rotateLeft", "(II)I", "rk_rotate_left_i32"),
    /** {@code Integer.rotateRight}. */
    ROTATE_RIGHT_I32("Integer.rotateRight", "(II)I", "rk_rotate_right_i32"),
    /** {@code Integer.reverse}. */
    REVERSE_I32("Integer.reverse", "(I)I", "rk_reverse_i32"),
    /** {@code Integer.reverseBytes}. */
    REVERSE_BYTES_I32("Integer.reverseBytes", "(I)I", "rk_reverse_bytes_i32"),
    /** {@code Integer.highestOneBit}. */
    HIGHEST_ONE_BIT_I32("Integer.highestOneBit", "(I)I", "rk_highest_one_bit_i32"),
    /** {@code Integer.lowestOneBit}. */
    LOWEST_ONE_BIT_I32("Integer.lowestOneBit", "(I)I", "rk_lowest_one_bit_i32"),
    /** {@code Long.sum}. */
    SUM_I64("Long.sum", "(JJ)J", "rk_add_i64"),
    /** {@code Long.min}. */
    LONG_MIN("Long.min", "(JJ)J", "rk_min_i64"),
    /** {@code Long.max}. */
    LONG_MAX("Long.max", "(JJ)J", "rk_max_i64"),
    /** {@code Long.compare}. */
    COMPARE_I64("Long.compare", "(JJ)I", "rk_compare_i64"),
    /** {@code Long.compareUnsigned}. */
    COMPARE_UNSIGNED_I64("Long.compareUnsigned", "(JJ)I", "rk_compare_unsigned_i64"),
    /** {@code Long.divideUnsigned}. */
    DIVIDE_UNSIGNED_I64("Long.divideUnsigned", "(JJ)J", "rk_divide_unsigned_i64"),
    /** {@code Long.remainderUnsigned}. */
    REMAINDER_UNSIGNED_I64("Long.remainderUnsigned", "(JJ)J", "rk_remainder_unsigned_i64"),
    /** {@code Long.signum}. */
    SIGNUM_I64("Long.signum", "(J)I", "rk_signum_i64"),
    /** {@code Long.bitCount}. */
    BIT_COUNT_I64("Long.bitCount", "(J)I", "rk_bit_count_i64"),
    /** {@code Long.numberOfLeadingZeros}. */
    LEADING_ZEROS_I64("Long.numberOfLeadingZeros", "(J)I", "rk_leading_zeros_i64"),
    /** {@code Long.numberOfTrailingZeros}. */
    TRAILING_ZEROS_I64("Long.numberOfTrailingZeros", "(J)I", "rk_trailing_zeros_i64"),
    /** {@code Long.rotateLeft}. */
    ROTATE_LEFT_I64("Long.rotateLeft", "(JI)J", "rk_rotate_left_i64"),
    /** {@code Long.rotateRight}. */
    ROTATE_RIGHT_I64("Long.rotateRight", "(JI)J", "rk_rotate_right_i64"),
    /** {@code Long.reverse}. */
    REVERSE_I64("Long.reverse", "(J)J", "rk_reverse_i64"),
    /** {@code Long.reverseBytes}. */
    REVERSE_BYTES_I64("Long.reverseBytes", "(J)J", "rk_reverse_bytes_i64"),
    /** {@code Long.highestOneBit}. */
    HIGHEST_ONE_BIT_I64("Long.highestOneBit", "(J)J", "rk_highest_one_bit_i64"),
    /** {@code Long.lowestOneBit}. */
    LOWEST_ONE_BIT_I64("Long.lowestOneBit", "(J)J", "rk_lowest_one_bit_i64"),
    /** {@code Float.sum}. */
    SUM_F32("Float.sum", "(FF)F", "rk_add_f32"),
    /** {@code Float.min}. */
    FLOAT_MIN("Float.min", "(FF)F", "rk_min_f32"),
    /** {@code Float.max}. */
    FLOAT_MAX("Float.max", "(FF)F", "rk_max_f32"),
    /** {@code Float.compare}. */
    COMPARE_F32("Float.compare", "(FF)I", "rk_compare_f32"),
    /** {@code Float.isNaN}. */
    IS_NAN_F32("Float.isNaN", "(F)Z", "rk_is_nan_f32"),
    /** {@code Float.isInfinite}. */
    IS_INFINITE_F32("Float.isInfinite", "(F)Z", "rk_is_infinite_f32"),
    /** {@code Float.isFinite}. */
    IS_FINITE_F32("Float.isFinite", "(F)Z", "rk_is_finite_f32"),
    /** {@code Float.floatToIntBits}. */
    FLOAT_TO_INT_BITS("Float.floatToIntBits", "(F)I", "rk_f32_to_bits"),
    /** {@code Float.floatToRawIntBits}. */
    FLOAT_TO_RAW_INT_BITS("Float.floatToRawIntBits", "(F)I", "rk_f32_to_raw_bits"),
    /** {@code Float.intBitsToFloat}. */
    INT_BITS_TO_FLOAT("Float.intBitsToFloat", "(I)F", "rk_bits_to_f32"),
    /** {@code Double.sum}. */
    SUM_F64("Double.sum", "(DD)D", "rk_add_f64"),
    /** {@code Double.min}. */
    DOUBLE_MIN("Double.min", "(DD)D", "rk_min_f64"),
    /** {@code Double.max}. */
    DOUBLE_MAX("Double.max", "(DD)D", "rk_max_f64"),
    /** {@code Double.compare}. */
    COMPARE_F64("Double.compare", "(DD)I", "rk_compare_f64"),
    /** {@code Double.isNaN}. */
    IS_NAN_F64("Double.isNaN", "(D)Z", "rk_is_nan_f64"),
    /** {@code Double.isInfinite}. */
    IS_INFINITE_F64("Double.isInfinite", "(D)Z", "rk_is_infinite_f64"),
    /** {@code Double.isFinite}. */
    IS_FINITE_F64("Double.isFinite", "(D)Z", "rk_is_finite_f64"),
    /** {@code Double.doubleToLongBits}. */
    DOUBLE_TO_LONG_BITS("Double.doubleToLongBits", "(D)J", "rk_f64_to_bits"),
    /** {@code Double.doubleToRawLongBits}. */
    DOUBLE_TO_RAW_LONG_BITS("Double.doubleToRawLongBits", "(D)J", "rk_f64_to_raw_bits"),
    /** {@code Double.longBitsToDouble}. */
    LONG_BITS_TO_DOUBLE("Double.longBitsToDouble", "(J)D", "rk_bits_to_f64"),
    /** {@code Float.float16ToFloat}. */
    FLOAT16_TO_FLOAT("Float.float16ToFloat", "(S)F", "rk_f16_to_f32"),
    /** {@code Float.floatToFloat16}. */
    FLOAT_TO_FLOAT16("Float.floatToFloat16", "(F)S", "rk_f32_to_f16"),
    /** {@code Math.exp}; not exact. */
    EXP("Math.exp", "(D)D", "rk_exp_f64"),
    /** {@code Math.expm1}; not exact. */
    EXPM1("Math.expm1", "(D)D", "rk_expm1_f64"),
    /** {@code Math.log}; not exact. */
    LOG("Math.log", "(D)D", "rk_log_f64"),
    /** {@code Math.log10}; not exact. */
    LOG10("Math.log10", "(D)D", "rk_log10_f64"),
    /** {@code Math.log1p}; not exact. */
    LOG1P("Math.log1p", "(D)D", "rk_log1p_f64"),
    /** {@code Math.sin}; not exact. */
    SIN("Math.sin", "(D)D", "rk_sin_f64"),
    /** {@code Math.cos}; not exact. */
    COS("Math.cos", "(D)D", "rk_cos_f64"),
    /** {@code Math.tan}; not exact. */
    TAN("Math.tan", "(D)D", "rk_tan_f64"),
    /** {@code Math.asin}; not exact. */
    ASIN("Math.asin", "(D)D", "rk_asin_f64"),
    /** {@code Math.acos}; not exact. */
    ACOS("Math.acos", "(D)D", "rk_acos_f64"),
    /** {@code Math.atan}; not exact. */
    ATAN("Math.atan", "(D)D", "rk_atan_f64"),
    /** {@code Math.sinh}; not exact. */
    SINH("Math.sinh", "(D)D", "rk_sinh_f64"),
    /** {@code Math.cosh}; not exact. */
    COSH("Math.cosh", "(D)D", "rk_cosh_f64"),
    /** {@code Math.tanh}; not exact. */
    TANH("Math.tanh", "(D)D", "rk_tanh_f64"),
    /** {@code Math.cbrt}; not exact. */
    CBRT("Math.cbrt", "(D)D", "rk_cbrt_f64"),
    /** {@code Math.atan2}; not exact. */
    ATAN2("Math.atan2", "(DD)D", "rk_atan2_f64"),
    /** {@code Math.hypot}; not exact. */
    HYPOT("Math.hypot", "(DD)D", "rk_hypot_f64"),
    /** {@code Math.pow}; not exact. */
    POW("Math.pow", "(DD)D", "rk_pow_f64");

    private static final Map<String, Intrinsics> BY_KEY =
            Stream.of(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    i -> "java/lang/" + i.javaName.replace('.', '/') + i.descriptor,
                                    i -> i));

    private final String javaName;
    private final String descriptor;
    private final String cudaName;

    @SuppressWarnings("ImmutableEnumChecker") // made by toList(), of immutable types
    private final List<Type> parameters;

    private final Prim result;

    Intrinsics(String javaName, String descriptor, String cudaName) {
        this.javaName = javaName;
        this.descriptor = descriptor;
        this.cudaName = cudaName;
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(descriptor);
        this.parameters =
                type.parameterList().stream().<Type>map(p -> prim(p.descriptorString())).toList();
        this.result = prim(type.returnType().descriptorString());
    }

    private static Prim prim(String descriptor) {
        return switch (descriptor) {
            case "I", "Z", "S" -> Prim.I32;
            case "J" -> Prim.I64;
            case "F" -> Prim.F32;
            case "D" -> Prim.F64;
            default ->
                    throw new IllegalArgumentException(
                            "not a number type: descriptor=" + descriptor);
        };
    }

    /**
     * Returns the function that stands for a static method of the JDK, empty if there is none.
     *
     * @param owner the internal name of the class, such as {@code java/lang/Math}
     */
    public static Optional<Intrinsics> find(String owner, String name, String descriptor) {
        String method = "/" + name + descriptor;
        Intrinsics own = BY_KEY.get(owner + method);
        return own == null && owner.equals("java/lang/StrictMath")
                ? Optional.ofNullable(BY_KEY.get("java/lang/Math" + method))
                : Optional.ofNullable(own);
    }

    /** Returns its name in Java, such as {@code Math.abs}. */
    public String javaName() {
        return javaName;
    }

    /** Returns its types in Java. */
    public MethodTypeDesc descriptor() {
        return MethodTypeDesc.ofDescriptor(descriptor);
    }

    /** Returns the function's name in the prelude. */
    public String cudaName() {
        return cudaName;
    }

    /** Returns the types of its parameters. */
    public List<Type> parameters() {
        return parameters;
    }

    /** Returns the type of its result. */
    public Prim result() {
        return result;
    }

    /** Returns whether JVM and device give the same bits; if not, both are within a few ulps. */
    public boolean isExact() {
        return ordinal() < EXP.ordinal();
    }

    /** Returns whether it fails if its last argument is 0. */
    public boolean divides() {
        return switch (this) {
            case FLOOR_DIV_I32,
                    FLOOR_DIV_I64,
                    FLOOR_DIV_I64_I32,
                    FLOOR_MOD_I32,
                    FLOOR_MOD_I64,
                    FLOOR_MOD_I64_I32,
                    DIVIDE_UNSIGNED_I32,
                    REMAINDER_UNSIGNED_I32,
                    DIVIDE_UNSIGNED_I64,
                    REMAINDER_UNSIGNED_I64 ->
                    true;
            default -> false;
        };
    }
}
