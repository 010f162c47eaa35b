/** The {@code ringkernel} command and the example actors. */
module io.ringkernel.cli {
    requires io.ringkernel;
    requires io.ringkernel.cuda;
    requires io.ringkernel.kernels;
    requires io.ringkernel.transpiler;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires HdrHistogram;
    requires info.picocli;
    requires java.compiler;
    requires java.management;
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;

    exports io.ringkernel.cli;

    opens io.ringkernel.cli to
            info.picocli;
    opens io.ringkernel.cli.examples to
            io.ringkernel;

    provides ch.qos.logback.classic.spi.Configurator with
            io.ringkernel.cli.logging.QuietLogging;
}
