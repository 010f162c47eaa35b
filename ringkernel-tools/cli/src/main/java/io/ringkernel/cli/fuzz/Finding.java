package io.ringkernel.cli.fuzz;

/**
 * Something that is not as on the JVM.
 *
 * @param where which execution: of the interpreter after a pass, of g++'s or the GPU's code
 * @param what the message and both outcomes, or how it failed
 */
record Finding(String where, String what) {

    /** Returns which execution differed, without the pass. */
    String execution() {
        return where.split(" ", 2)[0];
    }
}
