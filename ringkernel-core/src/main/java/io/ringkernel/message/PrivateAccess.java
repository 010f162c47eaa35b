package io.ringkernel.message;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandles;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;

import io.ringkernel.MessageTypeException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Reaches private members of a user's class, or says what the user's module must open. */
final class PrivateAccess {

    /*
     * A hidden class may join the nest of a record only through a lookup with full privilege, and a lookup that crossed
     * from one module to another never has it. Where the record lives in another module, a tiny class is therefore
     * defined beside it, once for each package and class loader, that makes the lookup there. It also lets the record's
     * module read ours, which a module of plain records need not require. On the class path, where all share a module,
     * no such class is needed.
     */

    private static final ClassDesc CD_MODULE = ClassDesc.of(Module.class.getName());
    private static final String HELPER = "RingKernel$Access";
    private static final MethodType MAKE_LOOKUP =
            MethodType.methodType(Lookup.class, Class.class, Module.class);

    private PrivateAccess() {}

    /**
     * Returns a lookup with full privilege in {@code type}.
     *
     * @throws MessageTypeException if its package is not open to RingKernel
     */
    static Lookup lookupIn(Class<?> type) {
        // A lookup needs both: the package open to us, and our module reading its module.
        PrivateAccess.class.getModule().addReads(type.getModule());
        try {
            Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            return lookup.hasFullPrivilegeAccess() ? lookup : throughHelper(type, lookup);
        } catch (IllegalAccessException e) {
            throw notOpen(type, e);
        }
    }

    /**
     * Makes an instance field readable and writable.
     *
     * @throws MessageTypeException if its class's package is not open to RingKernel
     */
    static void open(Field field) {
        if (!field.trySetAccessible()) {
            throw notOpen(field.getDeclaringClass(), null);
        }
    }

    private static Lookup throughHelper(Class<?> type, Lookup lookup)
            throws IllegalAccessException {
        Class<?> helper = helper(type, lookup);
        try {
            return (Lookup)
                    lookup.findStatic(helper, "in", MAKE_LOOKUP)
                            .invokeExact(type, PrivateAccess.class.getModule());
        } catch (IllegalAccessException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot make a lookup: class=" + type.getName(), e);
        }
    }

    private static synchronized Class<?> helper(Class<?> type, Lookup lookup)
            throws IllegalAccessException {
        String name = type.getPackageName() + "." + HELPER;
        try {
            return Class.forName(name, false, type.getClassLoader());
        } catch (ClassNotFoundException absent) {
            return lookup.defineClass(helperBytes(ClassDesc.of(name)));
        }
    }

    /**
     * Compiles this:
     *
     * <pre>{@code
     * final class RingKernel$Access {
     *     static Lookup in(Class<?> type, Module reader) {
     *         type.getModule().addReads(reader);
     *         return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
     *     }
     * }
     * }</pre>
     */
    private static byte[] helperBytes(ClassDesc name) {
        return ClassFile.of()
                .build(
                        name,
                        type ->
                                type.withFlags(AccessFlag.FINAL, AccessFlag.SYNTHETIC)
                                        .withMethodBody(
                                                "in",
                                                MethodTypeDesc.of(
                                                        CD_MethodHandles_Lookup,
                                                        CD_Class,
                                                        CD_MODULE),
                                                ClassFile.ACC_STATIC,
                                                PrivateAccess::helperCode));
    }

    private static void helperCode(CodeBuilder code) {
        code.aload(0)
                .invokevirtual(CD_Class, "getModule", MethodTypeDesc.of(CD_MODULE))
                .aload(1)
                .invokevirtual(CD_MODULE, "addReads", MethodTypeDesc.of(CD_MODULE, CD_MODULE))
                .pop();
        code.aload(0)
                .invokestatic(
                        CD_MethodHandles, "lookup", MethodTypeDesc.of(CD_MethodHandles_Lookup))
                .invokestatic(
                        CD_MethodHandles,
                        "privateLookupIn",
                        MethodTypeDesc.of(
                                CD_MethodHandles_Lookup, CD_Class, CD_MethodHandles_Lookup))
                .areturn();
    }

    private static MessageTypeException notOpen(Class<?> type, @Nullable Throwable cause) {
        Module ours = PrivateAccess.class.getModule();
        String directive =
                "opens "
                        + type.getPackageName()
                        + (ours.isNamed() ? " to " + ours.getName() : "")
                        + ";";
        MessageTypeException exception =
                new MessageTypeException(
                        "class is not open to RingKernel: class="
                                + type.getName()
                                + ", module="
                                + type.getModule().getName()
                                + "; add to that module's module-info.java: "
                                + directive);
        if (cause != null) {
            exception.initCause(cause);
        }
        return exception;
    }
}
