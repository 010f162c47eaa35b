package io.ringkernel.bench.soak;

/** One way that messages take. */
interface SoakPath {

    /** Sends about {@link Round#budget} messages in a random shape and has all of them audited. */
    void run(Round round) throws Exception;

    /**
     * A path by its name.
     *
     * @param name for {@code --only} and the table
     */
    record Named(String name, SoakPath path) {}
}
