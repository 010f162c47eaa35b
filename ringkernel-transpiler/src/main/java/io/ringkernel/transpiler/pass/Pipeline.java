package io.ringkernel.transpiler.pass;

import io.ringkernel.transpiler.diagnostic.Diagnostics;
import io.ringkernel.transpiler.diagnostic.Rule;
import io.ringkernel.transpiler.ir.Block;
import io.ringkernel.transpiler.ir.Function;
import io.ringkernel.transpiler.ir.Instruction;
import io.ringkernel.transpiler.ir.Op;
import io.ringkernel.transpiler.ir.Program;
import io.ringkernel.transpiler.ir.Verifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the passes until nothing changes, verifying after each, and refuses what they could not
 * prove.
 */
public final class Pipeline {

    private static final int MAX_ROUNDS = 32;

    private final Diagnostics diagnostics;
    private final Consumer<String> observer;
    private final List<Pass> passes;

    private Pipeline(Program program, Diagnostics diagnostics, Consumer<String> observer) {
        this.diagnostics = diagnostics;
        this.observer = observer;
        this.passes =
                List.of(
                        new PhiSimplification(),
                        new Inlining(),
                        new ScalarReplacement(),
                        new Folding(),
                        new SwitchThreading(),
                        new MessageTypes(program.protocol().messages().types().size()),
                        new ControlFlow(),
                        new CommonSubexpressions(),
                        new RedundantChecks(),
                        new StrengthReduction(),
                        new LoopInvariants(),
                        new DeadCode());
    }

    /**
     * Returns the program after all passes, without the functions that nobody calls any more.
     *
     * @param observer is told the pass and the function after each change of the program
     */
    public static Program run(Program program, Diagnostics diagnostics, Consumer<String> observer) {
        Pipeline pipeline = new Pipeline(program, diagnostics, observer);
        program.functions().forEach(pipeline::run);
        Set<Function> called = new HashSet<>();
        collect(program.receive(), called);
        for (Function function : program.functions()) {
            if (called.contains(function)) {
                RecordArrays.run(function, diagnostics);
                Verifier.verify(function, "RecordArrays");
            }
        }
        return new Program(
                program.protocol(),
                program.state(),
                program.functions().stream().filter(called::contains).toList());
    }

    private void run(Function function) {
        Verifier.verify(function, "construction");
        boolean again = true;
        for (int round = 0; again && round < MAX_ROUNDS; round++) {
            again = false;
            for (Pass pass : passes) {
                if (pass.run(function)) {
                    Verifier.verify(function, pass.getClass().getSimpleName());
                    observer.accept(pass.getClass().getSimpleName() + " of " + function.name());
                    again = true;
                }
            }
        }
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                if (instruction.op() instanceof Op.MessageAs cast) {
                    diagnostics.report(
                            Rule.CAST, instruction.position(), "message to " + cast.as());
                }
            }
        }
    }

    private static void collect(Function function, Set<Function> called) {
        if (called.add(function)) {
            for (Block block : function.blocks()) {
                for (Instruction instruction : block.instructions()) {
                    if (instruction.op() instanceof Op.Call(Function callee)) {
                        collect(callee, called);
                    }
                }
            }
        }
    }
}
