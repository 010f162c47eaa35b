/** Runs the model checker on the specifications, and on their mutants. */
module io.ringkernel.specifications {
    requires io.ringkernel.cli;
    requires info.picocli;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    opens io.ringkernel.specifications to
            info.picocli,
            tools.jackson.databind;
}
