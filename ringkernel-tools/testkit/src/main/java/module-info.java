/** Tests of actors that run on the CPU backend; for any test framework. */
module io.ringkernel.testkit {
    requires transitive io.ringkernel;
    requires static transitive org.jspecify;

    exports io.ringkernel.testkit;

    opens io.ringkernel.testkit to
            io.ringkernel;
}
