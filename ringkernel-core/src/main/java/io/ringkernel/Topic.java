package io.ringkernel;

/**
 * One topic, for repeated publishing: it keeps the subscribers that it found until some
 * subscription is made or taken back. Thread-safe; get it from {@link Topics#topic}.
 *
 * @param <T> what is published
 */
public final class Topic<T> {

    private final Topics topics;
    private final String name;
    private final Class<T> type;
    private volatile Targets targets;

    Topic(Topics topics, String name, Class<T> type) {
        this.topics = topics;
        this.name = name;
        this.type = type;
        this.targets = topics.targets(name);
    }

    /** Returns the topic's name, a path. */
    public String name() {
        return name;
    }

    /** Returns what is published. */
    public Class<T> type() {
        return type;
    }

    /**
     * Publishes a message, as {@link Topics#publish} does.
     *
     * @return how many subscribers it was sent to
     */
    public int publish(T message) {
        return topics.publish(name, current(), type.cast(message));
    }

    /** Returns how many subscribers there are, whatever they want. */
    public int subscribers() {
        return current().size();
    }

    @Override
    public String toString() {
        return "Topic[" + name + ", " + type.getName() + "]";
    }

    private Targets current() {
        Targets known = targets;
        if (known.version() != topics.version()) {
            known = topics.targets(name);
            targets = known;
        }
        return known;
    }
}
