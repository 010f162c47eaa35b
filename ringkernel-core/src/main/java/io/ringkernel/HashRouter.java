package io.ringkernel;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * By key, with rendezvous hashing: every routee draws a number for the key from its name, the
 * highest that is alive gets the message.
 */
final class HashRouter<M, R> extends ChoosingRouter<M, R> {

    private final ToLongFunction<? super M> key;
    private final long[] seeds;

    HashRouter(List<? extends ActorRef<M, R>> routees, ToLongFunction<? super M> key) {
        super("hash", routees);
        this.key = Objects.requireNonNull(key, "key");
        this.seeds = routees().stream().mapToLong(routee -> seed(routee.name())).toArray();
        requireDifferentNames();
    }

    @Override
    ActorRef<M, R> choose(M message) {
        List<ActorRef<M, R>> all = routees();
        long hash = mixed(key.applyAsLong(message));
        int best = 0;
        boolean found = false;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < seeds.length; i++) {
            long number = mixed(hash ^ seeds[i]);
            if ((!found || number > highest) && all.get(i).state().isAlive()) {
                found = true;
                highest = number;
                best = i;
            }
        }
        return all.get(best);
    }

    private void requireDifferentNames() {
        Set<String> names = new HashSet<>();
        for (ActorRef<M, R> routee : routees()) {
            if (!names.add(routee.name())) {
                throw new IllegalArgumentException(
                        "routees of a hash router must have different names: name="
                                + routee.name());
            }
        }
    }

    private static long seed(String name) {
        long hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = mixed(hash + name.charAt(i));
        }
        return hash;
    }

    /** The finalizer of SplitMix64: every bit of the input changes about half of the output's. */
    private static long mixed(long value) {
        long z = value + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
