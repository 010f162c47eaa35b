package io.ringkernel.transpiler;

import io.ringkernel.ActorFault;
import io.ringkernel.memory.CudaStructs;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.ActorProtocol;
import io.ringkernel.message.StateLayout;
import java.util.List;

/**
 * An actor as CUDA C++.
 *
 * <p>A translation unit is, in this order: the {@code rk_} types, {@link Transpiler#prelude()},
 * {@link CudaStructs#render} of the structs of all actors in it, and the {@code behavior} of each.
 *
 * @param protocol the messages and replies it was made for
 * @param state the layout of its state
 * @param behaviorName the C++ struct that {@code behavior} defines
 * @param structs the structures that it uses, without those nested in them
 * @param behavior the text
 * @param stateInRegisters whether the state is small and holds no array
 * @param faultSites where it can fail; the first has number 1
 * @param ir the intermediate representation it was written from, for people
 */
public record TranspiledActor(
        ActorProtocol protocol,
        StateLayout state,
        String behaviorName,
        List<Struct> structs,
        String behavior,
        boolean stateInRegisters,
        List<FaultSite> faultSites,
        String ir) {

    /** Copies the lists. */
    public TranspiledActor {
        structs = List.copyOf(structs);
        faultSites = List.copyOf(faultSites);
    }

    /**
     * Returns the structures and the behaviour of this actor alone; it still needs the types and
     * the prelude.
     */
    public String source() {
        return CudaStructs.render(structs) + behavior;
    }

    /**
     * Returns what a fault that the device reported means.
     *
     * @throws IllegalArgumentException if there is no such site
     */
    public ActorFault fault(int site, long a, long b) {
        if (site < 1 || site > faultSites.size()) {
            throw new IllegalArgumentException(
                    "no such fault site: site=" + site + ", sites=" + faultSites.size());
        }
        return faultSites.get(site - 1).toFault(a, b);
    }
}
