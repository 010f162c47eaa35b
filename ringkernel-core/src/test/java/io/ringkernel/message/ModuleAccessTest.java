package io.ringkernel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.MessageTypeException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in a named module of their own, package-private and not exported. */
class ModuleAccessTest {

    @TempDir private Path folder;

    @Test
    void shouldReachHiddenRecordsOfAModuleThatOpensTheirPackage() throws Exception {
        Class<? extends Record> type = record("open", "opens com.acme;");
        Record message = make(type, 42);
        RecordCodec codec = RecordCodec.of(type);
        MemorySegment memory = Arena.ofAuto().allocate(64, 16);
        codec.encode(message, memory, 0);
        assertThat(codec.decode(memory, 0)).isEqualTo(message).hasToString("Hidden[value=42]");
        Class<? extends Record> second =
                type.getClassLoader().loadClass("com.acme.Second").asSubclass(Record.class);
        assertThat(RecordCodec.of(second))
                .isNotNull(); // the package's helper class is there already
    }

    @Test
    void shouldPrintTheDirectiveThatAClosedModuleNeeds() throws Exception {
        Class<? extends Record> type = record("closed", "");
        assertThatThrownBy(() -> RecordCodec.of(type))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("class=com.acme.Hidden")
                .hasMessageContaining("module=acme.closed")
                .hasMessageEndingWith("module-info.java: opens com.acme;");
    }

    private static Record make(Class<? extends Record> type, int value)
            throws ReflectiveOperationException {
        Constructor<? extends Record> constructor = type.getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        return constructor.newInstance(value);
    }

    private Class<? extends Record> record(String name, String directive)
            throws IOException, ReflectiveOperationException {
        Path sources = Files.createDirectories(folder.resolve("src-" + name));
        Path classes = folder.resolve("classes-" + name);
        Path info =
                write(
                        sources.resolve("module-info.java"),
                        "module acme." + name + " { " + directive + " }");
        Path hidden =
                write(
                        sources.resolve("Hidden.java"),
                        "package com.acme; record Hidden(int value) {} record Second(long l) {}");
        int result =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "-d",
                                classes.toString(),
                                info.toString(),
                                hidden.toString());
        assertThat(result).isZero();
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration()
                        .resolve(
                                ModuleFinder.of(classes),
                                ModuleFinder.of(),
                                Set.of("acme." + name));
        ModuleLayer layer =
                ModuleLayer.defineModulesWithOneLoader(
                                configuration, List.of(boot), getClass().getClassLoader())
                        .layer();
        return layer.findLoader("acme." + name)
                .loadClass("com.acme.Hidden")
                .asSubclass(Record.class);
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }
}
