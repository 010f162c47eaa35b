package io.ringkernel;

import java.util.LinkedHashMap;
import java.util.Map;

/** Who subscribed to one topic when the topics had this version: each subscriber once. */
final class Targets {

    private final long version;
    private final Target[] all;

    /** A subscriber and the types that its matching subscriptions are for. */
    record Target(ActorRef<Object, ?> subscriber, Class<?>[] types) {
        boolean wants(Object message) {
            for (Class<?> type : types) {
                if (type.isInstance(message)) {
                    return true;
                }
            }
            return false;
        }
    }

    private Targets(long version, Target[] all) {
        this.version = version;
        this.all = all;
    }

    /** Collects the subscriptions that match the topic. */
    static Targets of(
            long version, String topic, Subscription[] literals, Subscription[] wildcards) {
        Map<ActorRef<?, ?>, Target> found = new LinkedHashMap<>();
        for (Subscription subscription : literals) {
            add(found, subscription);
        }
        for (Subscription subscription : wildcards) {
            if (subscription.pattern().matches(topic)) {
                add(found, subscription);
            }
        }
        return new Targets(version, found.values().toArray(Target[]::new));
    }

    private static void add(Map<ActorRef<?, ?>, Target> found, Subscription subscription) {
        Target first = new Target(subscription.subscriber(), new Class<?>[] {subscription.type()});
        found.merge(
                subscription.subscriber(),
                first,
                (known, _) ->
                        new Target(
                                known.subscriber(),
                                CopiedArrays.with(known.types(), subscription.type())));
    }

    long version() {
        return version;
    }

    /** Returns the targets, not to be changed. */
    Target[] all() {
        return all;
    }

    int size() {
        return all.length;
    }
}
