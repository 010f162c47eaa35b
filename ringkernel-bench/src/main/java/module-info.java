/** Benchmarks: experiments on the device beside their floors in CUDA C++. */
module io.ringkernel.bench {
    requires io.ringkernel;
    requires io.ringkernel.cli;
    requires io.ringkernel.cuda;
    requires HdrHistogram;
    requires info.picocli;
    requires java.management;
    requires jmh.core;
    requires org.jctools.core;
    requires pekko.actor;
    requires pekko.actor.typed;
    requires scala.library;
    requires tools.jackson.databind;
    requires typesafe.config;
    requires static org.jspecify;

    opens io.ringkernel.bench to
            info.picocli;
    opens io.ringkernel.bench.actors to
            io.ringkernel;
    opens io.ringkernel.bench.core to
            info.picocli,
            io.ringkernel,
            jmh.core;
    opens io.ringkernel.bench.device to
            info.picocli;
    opens io.ringkernel.bench.harness to
            tools.jackson.databind;
    opens io.ringkernel.bench.savina to
            info.picocli,
            io.ringkernel;
}
