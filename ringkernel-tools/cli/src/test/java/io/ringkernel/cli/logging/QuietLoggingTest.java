package io.ringkernel.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class QuietLoggingTest {

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void shouldLogWarningsOnlyAndEndLogbacksSearchForFiles() {
        System.clearProperty(QuietLogging.LEVEL);

        assertThat(new QuietLogging().configure(context))
                .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        assertThat(root().getLevel()).isEqualTo(Level.WARN);
        assertThat(root().iteratorForAppenders()).toIterable().hasSize(1);
    }

    @Test
    void shouldLogWhatTheSystemPropertySays() {
        System.setProperty(QuietLogging.LEVEL, "debug");
        try {
            new QuietLogging().configure(context);
        } finally {
            System.clearProperty(QuietLogging.LEVEL);
        }

        assertThat(root().getLevel()).isEqualTo(Level.DEBUG);
    }

    @Test
    void shouldBeFoundByLogback() {
        assertThat(ServiceLoader.load(Configurator.class))
                .hasAtLeastOneElementOfType(QuietLogging.class);
    }

    private Logger root() {
        return context.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
