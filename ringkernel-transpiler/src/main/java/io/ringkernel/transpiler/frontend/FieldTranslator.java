package io.ringkernel.transpiler.frontend;

import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Constant;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Opaque;
import io.ringkernel.transpiler.ir.Type;
import io.ringkernel.transpiler.ir.Type.Single;
import io.ringkernel.transpiler.ir.Value;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;

/** Translates reads and writes of fields. */
final class FieldTranslator {

    private final MethodTranslator method;

    FieldTranslator(MethodTranslator method) {
        this.method = method;
    }

    void translate(FieldInstruction instruction) {
        String name = instruction.name().stringValue();
        switch (instruction.opcode()) {
            case GETSTATIC -> method.push(getStatic(instruction, name));
            case PUTSTATIC -> {
                method.pop();
                method.report(Rule.STATIC_FIELD, where(instruction) + " is assigned");
            }
            case GETFIELD -> method.push(get(method.pop(), instruction, name));
            case PUTFIELD -> {
                Value value = method.pop();
                put(method.pop(), value, instruction, name);
            }
            default ->
                    throw new IllegalStateException(
                            "not a field instruction: opcode=" + instruction.opcode());
        }
    }

    private Value get(Value object, FieldInstruction instruction, String name) {
        if (object.type() == Single.STATE) {
            int index = stateField(name);
            if (index >= 0) {
                return method.emit(new Op.StateLoad(index, name, stateType(index)), object);
            }
        } else if (object.type() instanceof Type.Obj obj && obj.indexOf(name) >= 0) {
            return method.emit(new Op.ObjectLoad(obj, obj.indexOf(name)), object);
        } else if (object.type() instanceof Type.Rec rec && rec.indexOf(name) >= 0) {
            return method.emit(new Op.RecordGet(rec, rec.indexOf(name)), object);
        } else if (Meaning.of(object).orElse(null) instanceof Meaning.Constructed) {
            Optional<Type.Rec> rec = method.program.record(method.owner, method.position());
            return rec.map(r -> method.readField(r.indexOf(name)))
                    .orElseGet(() -> poison(instruction));
        }
        if (!Meaning.isPoison(object)) {
            method.report(Rule.FIELD, where(instruction));
        }
        return poison(instruction);
    }

    private void put(Value object, Value value, FieldInstruction instruction, String name) {
        if (object.type() == Single.STATE) {
            int index = stateField(name);
            if (index >= 0) {
                Type type = stateType(index);
                store(new Op.StateStore(index, name, type), type, object, value, instruction);
                return;
            }
        } else if (object.type() instanceof Type.Obj obj && obj.indexOf(name) >= 0) {
            int index = obj.indexOf(name);
            store(new Op.ObjectStore(obj, index), obj.field(index), object, value, instruction);
            return;
        } else if (Meaning.of(object).orElse(null) instanceof Meaning.Constructed) {
            method.program
                    .record(method.owner, method.position())
                    .ifPresent(rec -> method.writeField(rec.indexOf(name), value));
            return;
        }
        if (!Meaning.isPoison(object)) {
            method.report(Rule.FIELD, where(instruction));
        }
    }

    private void store(
            Op store, Type type, Value object, Value value, FieldInstruction instruction) {
        if (type.isPlace()) {
            method.report(Rule.ARRAY_FIELD, where(instruction) + " is assigned");
        } else {
            method.emit(store, object, value);
        }
    }

    private int stateField(String name) {
        List<Field> fields = method.program.state.javaFields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private Type stateType(int index) {
        return Type.of(
                method.program.state.javaFields().get(index).getType(),
                method.program.state.struct().fields().get(index).type(),
                Type.Space.STATE);
    }

    private Value getStatic(FieldInstruction instruction, String name) {
        if (name.equals("$assertionsDisabled")) {
            return Constant.of(1);
        }
        Optional<Class<?>> owner =
                method.program.classes.load(instruction.owner().asInternalName());
        if (owner.isPresent() && name.startsWith("$SwitchMap$")) {
            Optional<List<Integer>> table =
                    OrdinalTables.read(method.program.classes, owner.get(), name);
            if (table.isPresent()) {
                return new Opaque(new Meaning.OrdinalTable(table.get()));
            }
        }
        return owner.flatMap(type -> constant(type, name))
                .orElseGet(() -> {
                    method.report(Rule.STATIC_FIELD, where(instruction));
                    return poison(instruction);
                });
    }

    /**
     * Reads a final field of a class of the program; this initialises the class, as running the
     * actor would.
     */
    private static Optional<Value> constant(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            if (!Modifier.isFinal(field.getModifiers())) {
                return Optional.empty();
            }
            if (field.isEnumConstant()) {
                return OrdinalTables.find(owner, name).map(OrdinalTables::constant);
            }
            boolean readable = field.getType().isPrimitive() || field.getType().isEnum();
            if (!readable || !field.trySetAccessible()) {
                return Optional.empty();
            }
            return switch (field.get(null)) {
                case Integer i -> Optional.of(Constant.of((int) i));
                case Short s -> Optional.of(Constant.of((int) s));
                case Byte b -> Optional.of(Constant.of((int) b));
                case Character c -> Optional.of(Constant.of((int) c));
                case Boolean b -> Optional.of(Constant.of(b ? 1 : 0));
                case Long l -> Optional.of(Constant.of((long) l));
                case Float f -> Optional.of(Constant.of((float) f));
                case Double d -> Optional.of(Constant.of((double) d));
                case Enum<?> e -> Optional.of(OrdinalTables.constant(e));
                case null, default -> Optional.empty();
            };
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static Value poison(FieldInstruction instruction) {
        TypeKind kind = TypeKind.from(instruction.typeSymbol());
        return new Opaque(new Meaning.Poison(kind.slotSize() == 2));
    }

    private static String where(FieldInstruction instruction) {
        return instruction.owner().asInternalName().replace('/', '.') + "." + instruction.name();
    }
}
