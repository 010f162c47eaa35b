package io.ringkernel.transpiler.emit;

import io.ringkernel.memory.CudaStructs;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.CudaNames;
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

/**
 * Writes a kernel: a C++ struct whose static members are its functions, as for an actor, and the
 * entry that the host launches.
 */
public final class KernelEmitter {

    private final Program program;
    private final String name;
    private final Sites sites = new Sites();

    /**
     * Makes the emitter of one kernel.
     *
     * @param method the Java method's name
     */
    public KernelEmitter(Program program, String method) {
        this.program = program;
        this.name =
                CudaNames.of(program.protocol().actorClass())
                        + "_"
                        + method.replaceAll("[^A-Za-z0-9]", "");
    }

    /** Returns the entry's name. */
    public String entry() {
        return "rk_" + name;
    }

    /** Returns the sites that the text names, the first of which has number 1. */
    public Sites sites() {
        return sites;
    }

    /** Returns the text. */
    public String emit() {
        List<String> functions = new ArrayList<>();
        SourceFiles files = new SourceFiles(program.protocol().actorClass());
        for (Function function : program.functions()) {
            functions.add(new FunctionEmitter(program, function, sites, files).emit(false));
        }
        List<String> parameters = new ArrayList<>();
        List<String> arguments = new ArrayList<>(List.of("self", "0u", "nullptr", "context"));
        for (Parameter parameter : program.receive().parameters()) {
            String p = "p" + parameter.index();
            String type = Expressions.typeName(parameter.type());
            if (parameter.type() instanceof Type.Buffer buffer) {
                parameters.add(buffer.element().cudaName() + "* const " + p);
                parameters.add("const rk_i32 " + p + "_length");
                arguments.add(type + "{" + p + ", " + p + "_length}");
            } else {
                parameters.add("const " + type + " " + p);
                arguments.add(p);
            }
        }
        parameters.add("RkKernelFault* const fault");
        parameters.add("rk_u32* const claimed");
        return """
        %s// %s
        struct %s {
          struct State {};

        %s};

        extern "C" __global__ void %s(%s) {
          %3$s::State self;
          RkKernelContext context = {fault, claimed, 0};
          %3$s::%s(%s);
        }
        """
                .formatted(
                        CudaStructs.render(structs()),
                        program.protocol().actorClass().getName(),
                        name,
                        String.join("\n", functions),
                        entry(),
                        String.join(", ", parameters),
                        program.receive().name(),
                        String.join(", ", arguments));
    }

    private List<Struct> structs() {
        Set<Struct> structs = new LinkedHashSet<>();
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
        if (type instanceof Type.Rec rec) {
            structs.add(rec.struct());
        }
    }
}
