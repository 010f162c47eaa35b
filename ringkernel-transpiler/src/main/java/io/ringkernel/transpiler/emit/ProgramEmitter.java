package io.ringkernel.transpiler.emit;

import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.MessageType;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Parameter;
import io.ringkernel.transpiler.ir.Phi;
import io.ringkernel.transpiler.ir.Program;
import io.ringkernel.transpiler.ir.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes an actor's behaviour: a C++ struct whose static members are its functions. */
public final class ProgramEmitter {

    private static final long MAX_REGISTER_BYTES = 128;

    private final Program program;
    private final Sites sites = new Sites();

    /** Makes the emitter of one actor. */
    public ProgramEmitter(Program program) {
        this.program = program;
    }

    /** Returns the identifier of the behaviour. */
    public String name() {
        return Expressions.behaviour(program.protocol().actorClass());
    }

    /** Returns the text of the behaviour. */
    public String emit() {
        List<String> functions = new ArrayList<>();
        SourceFiles files = new SourceFiles(program.protocol().actorClass());
        for (Function function : program.functions()) {
            functions.add(
                    new FunctionEmitter(program, function, sites, files)
                            .emit(function == program.receive()));
        }
        return """
        // %s
        struct %s {
          typedef %s State;
          static constexpr bool kStateInRegisters = %b;
          static constexpr rk_u64 kMessages = 0x%016xull;
          static constexpr rk_u64 kReplies = 0x%016xull;

        %s};
        #line 1 "%s.cu"
        """
                .formatted(
                        program.protocol().actorClass().getName(),
                        name(),
                        program.state().struct().name(),
                        stateInRegisters(),
                        program.protocol().messages().fingerprint(),
                        program.protocol().replies().fingerprint(),
                        String.join("\n", functions),
                        name());
    }

    /** Returns whether the state is small and holds nothing that is indexed. */
    public boolean stateInRegisters() {
        Struct state = program.state().struct();
        return state.size() <= MAX_REGISTER_BYTES && !holdsArray(state);
    }

    private static boolean holdsArray(Struct struct) {
        return struct.fields().stream()
                .anyMatch(field ->
                        switch (field.type()) {
                            case FieldType.OfScalar s -> false;
                            case FieldType.OfText t -> true;
                            case FieldType.OfArray a -> true;
                            case FieldType.OfStruct(Struct nested) -> holdsArray(nested);
                        });
    }

    /** Returns the sites that the text names, the first of which has number 1. */
    public Sites sites() {
        return sites;
    }

    /** Returns the structures that the text names. */
    public List<Struct> structs() {
        Set<Struct> structs = new LinkedHashSet<>();
        program.protocol().messages().types().stream()
                .map(MessageType::struct)
                .forEach(structs::add);
        program.protocol().replies().types().stream()
                .map(MessageType::struct)
                .forEach(structs::add);
        structs.add(program.state().struct());
        for (Function function : program.functions()) {
            function.parameters().stream().map(Parameter::type).forEach(type -> add(type, structs));
            for (Block block : function.blocks()) {
                block.phis().stream().map(Phi::type).forEach(type -> add(type, structs));
                block.instructions().stream()
                        .map(Instruction::type)
                        .forEach(type -> add(type, structs));
            }
        }
        return List.copyOf(structs);
    }

    private static void add(Type type, Set<Struct> structs) {
        switch (type) {
            case Type.Rec rec -> structs.add(rec.struct());
            case Type.Obj object -> structs.add(object.struct());
            default -> {
                // no structure
            }
        }
    }
}
