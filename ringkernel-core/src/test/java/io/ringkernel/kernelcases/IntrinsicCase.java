package io.ringkernel.kernelcases;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.ringkernel.gpu.Atomic;
import io.ringkernel.gpu.Bits;
import io.ringkernel.gpu.Gpu;
import io.ringkernel.gpu.GpuArray;
import io.ringkernel.gpu.GpuMath;
import io.ringkernel.gpu.Grid;
import io.ringkernel.gpu.Kernels;
import io.ringkernel.gpu.Warp;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One intrinsic in a kernel of its own, which is made as a class file: every thread calls it once,
 * with its own element of each input, and stores the result in its element of the output. An array
 * that the intrinsic changes is an input too.
 *
 * @param intrinsic the method
 * @param kernel the generated kernel
 */
public record IntrinsicCase(Method intrinsic, Method kernel) {

    /** Threads of a block. */
    public static final int BLOCK = 64;

    /** Threads of a launch. */
    public static final int THREADS = 1024;

    /** The classes whose public static methods are intrinsics. */
    public static final List<Class<?>> CLASSES =
            List.of(Gpu.class, Warp.class, Atomic.class, Bits.class, GpuMath.class);

    private static final int WARP = 32;

    /**
     * What a run leaves.
     *
     * @param inputs the arrays as they are afterwards
     * @param output the results; null if the intrinsic has none
     */
    public record Result(List<Object> inputs, @Nullable Object output) {}

    /** Returns a case for each intrinsic but those that make shared arrays. */
    public static List<IntrinsicCase> all() {
        List<IntrinsicCase> all = new ArrayList<>();
        for (Method method : intrinsics()) {
            all.add(new IntrinsicCase(method, generate(method, all.size())));
        }
        return all;
    }

    private static List<Method> intrinsics() {
        return CLASSES.stream()
                .flatMap(type ->
                        Stream.of(type.getDeclaredMethods())
                                .filter(method -> Modifier.isPublic(method.getModifiers()))
                                .filter(method -> !method.getName().startsWith("shared"))
                                .sorted(Comparator.comparing(Method::toString)))
                .toList();
    }

    /** Returns class, method and descriptor, as in {@code Warp.any(Z)Z}. */
    public String name() {
        return intrinsic.getDeclaringClass().getSimpleName()
                + "."
                + intrinsic.getName()
                + type(intrinsic).descriptorString();
    }

    @Override
    public String toString() {
        return name();
    }

    private static MethodTypeDesc type(Method method) {
        return MethodTypeDesc.of(
                describe(method.getReturnType()),
                Stream.of(method.getParameterTypes()).map(IntrinsicCase::describe).toList());
    }

    private static ClassDesc describe(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** Booleans travel as ints. */
    private static Class<?> carrier(Class<?> type) {
        return type == boolean.class ? int.class : type;
    }

    /** Returns the element types of the inputs. */
    private List<Class<?>> inputTypes() {
        List<Class<?>> types = new ArrayList<>();
        Class<?>[] parameters = intrinsic.getParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].isArray()) {
                types.add(parameters[i++].getComponentType()); // its index is the thread's own
            } else {
                types.add(carrier(parameters[i]));
            }
        }
        return types;
    }

    private static Method generate(Method intrinsic, int number) {
        IntrinsicCase shape = new IntrinsicCase(intrinsic, intrinsic);
        List<ClassDesc> parameters = new ArrayList<>();
        shape.inputTypes().forEach(type -> parameters.add(describe(type.arrayType())));
        Class<?> result = carrier(intrinsic.getReturnType());
        if (result != void.class) {
            parameters.add(describe(result.arrayType()));
        }
        String name = "io.ringkernel.kernelcases.Generated" + number;
        byte[] bytes =
                ClassFile.of()
                        .build(
                                ClassDesc.of(name),
                                type ->
                                        type.withSuperclass(CD_Object)
                                                .withMethodBody(
                                                        "kernel",
                                                        MethodTypeDesc.of(CD_void, parameters),
                                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                                        code -> body(code, intrinsic, result)));
        Class<?> generated = new Loader(name, bytes).loaded();
        return Stream.of(generated.getDeclaredMethods()).findFirst().orElseThrow();
    }

    private static void body(CodeBuilder code, Method intrinsic, Class<?> result) {
        ClassDesc gpu = describe(Gpu.class);
        int inputs = new IntrinsicCase(intrinsic, intrinsic).inputTypes().size();
        int index = inputs + 1;
        code.invokestatic(gpu, "globalIdX", MethodTypeDesc.of(CD_int)).istore(index);
        if (result != void.class) {
            code.aload(inputs).iload(index);
        }
        int input = 0;
        Class<?>[] types = intrinsic.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            code.aload(input++).iload(index);
            if (types[i].isArray()) {
                i++;
            } else {
                code.arrayLoad(TypeKind.from(carrier(types[i])));
            }
        }
        code.invokestatic(
                describe(intrinsic.getDeclaringClass()), intrinsic.getName(), type(intrinsic));
        if (result != void.class) {
            code.arrayStore(TypeKind.from(result));
        }
        code.return_();
    }

    /** Defines the class, and hands out its class file as the transpiler asks for it. */
    private static final class Loader extends ClassLoader {
        private final String name;
        private final byte[] bytes;

        Loader(String name, byte[] bytes) {
            super(IntrinsicCase.class.getClassLoader());
            this.name = name;
            this.bytes = bytes;
        }

        Class<?> loaded() {
            return defineClass(name, bytes, 0, bytes.length);
        }

        @Override
        public InputStream getResourceAsStream(String path) {
            return path.equals(name.replace('.', '/') + ".class")
                    ? new ByteArrayInputStream(bytes)
                    : super.getResourceAsStream(path);
        }
    }

    /** Returns the inputs: edge values in all pairs, then random ones. */
    public List<Object> inputs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Object> inputs = new ArrayList<>();
        Parameter[] parameters = intrinsic.getParameters();
        int at = 0;
        for (Class<?> type : inputTypes()) {
            boolean isArray = parameters[at].getType().isArray();
            boolean isFlag = parameters[at].getType() == boolean.class;
            String role = isFlag ? "flag" : role(at, isArray);
            Object values = Array.newInstance(type, THREADS);
            for (int i = 0; i < THREADS; i++) {
                int edge = inputs.size() % 2 == 0 ? i : i / Edges.COUNT;
                Array.set(
                        values,
                        i,
                        switch (role) {
                            case "lane" -> random.nextInt(WARP);
                            case "width" -> 1 << (i / WARP % 6);
                            case "nanos" -> random.nextInt(1000);
                            case "flag" -> random.nextInt(WARP) >>> (i / WARP % 5) & 1;
                            default ->
                                    Edges.value(
                                            type, edge, i < Edges.COUNT * Edges.COUNT / 2, random);
                        });
            }
            inputs.add(values);
            at += isArray ? 2 : 1;
        }
        return inputs;
    }

    /** Returns what the argument at this place stands for, as far as it matters for its values. */
    private String role(int at, boolean isArray) {
        boolean isShuffle = intrinsic.getName().startsWith("shuffle");
        if (isShuffle && at > 0) {
            return at == 1 ? "lane" : "width";
        }
        return intrinsic.getName().equals("nanosleep") && !isArray ? "nanos" : "value";
    }

    /** Runs the kernel. */
    public Result run(Kernels kernels, List<Object> inputs) {
        List<GpuArray<?>> arrays = new ArrayList<>();
        for (Object input : inputs) {
            arrays.add(kernels.copyOf(input));
        }
        Class<?> result = carrier(intrinsic.getReturnType());
        List<Object> arguments = new ArrayList<>(arrays);
        if (result != void.class) {
            arguments.add(kernels.allocate(result.arrayType(), THREADS));
        }
        kernels.kernel(kernel).launch(Grid.covering(THREADS, BLOCK), arguments.toArray());
        List<Object> after = new ArrayList<>();
        for (Object argument : arguments) {
            after.add(((GpuArray<?>) argument).toArray());
            ((GpuArray<?>) argument).close();
        }
        Object output = result == void.class ? null : after.removeLast();
        return new Result(after, output);
    }
}
