package io.ringkernel;

/** One subscription, and how to take it back. */
final class Subscription implements Registration {

    private final Topics topics;
    private final PathPattern pattern;
    private final Class<?> type;
    private final ActorRef<Object, ?> subscriber;

    @SuppressWarnings("unchecked") // is told instances of the type only
    Subscription(Topics topics, PathPattern pattern, Class<?> type, ActorRef<?, ?> subscriber) {
        this.topics = topics;
        this.pattern = pattern;
        this.type = type;
        this.subscriber = (ActorRef<Object, ?>) subscriber;
    }

    PathPattern pattern() {
        return pattern;
    }

    Class<?> type() {
        return type;
    }

    ActorRef<Object, ?> subscriber() {
        return subscriber;
    }

    @Override
    public void close() {
        topics.unsubscribe(this);
    }
}
