package io.ringkernel.cuda.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
    private static final String KEY = "0123";
    private static final CompiledImage IMAGE =
            new CompiledImage(new byte[] {1, 2, 3}, "nvcc 13.0", "warnings");

    @TempDir private Path folder;

    @Test
    void shouldReturnWhatWasStored() {
        new ImageCache(folder).store(KEY, IMAGE);

        CompiledImage found = new ImageCache(folder).find(KEY).orElseThrow();
        assertThat(found.bytes()).containsExactly(1, 2, 3);
        assertThat(found.compiler()).isEqualTo("nvcc 13.0");
        assertThat(new ImageCache(folder).find("4567")).isEmpty();
    }

    @Test
    void shouldReplaceAnEntryAndLeaveNothingBeside() throws IOException {
        ImageCache cache = new ImageCache(folder);
        cache.store(KEY, IMAGE);
        cache.store(KEY, new CompiledImage(new byte[] {9}, "nvcc 13.0", ""));

        assertThat(cache.find(KEY).orElseThrow().bytes()).containsExactly(9);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldIgnoreEveryDamagedEntry() throws IOException {
        ImageCache cache = new ImageCache(folder);
        cache.store(KEY, IMAGE);
        Path file = folder.resolve(KEY + ".rkimage");
        byte[] whole = Files.readAllBytes(file);
        for (int position = 0; position < whole.length; position++) {
            byte[] damaged = whole.clone();
            damaged[position] ^= 1;
            Files.write(file, damaged);
            assertThat(cache.find(KEY)).as("byte %s changed", position).isEmpty();

            Files.write(file, Arrays.copyOf(whole, position));
            assertThat(cache.find(KEY)).as("cut at %s", position).isEmpty();
        }
        Files.write(file, whole);
        assertThat(cache.find(KEY)).isPresent();
    }

    @Test
    void shouldGoOnWithoutAFolder() {
        ImageCache cache = new ImageCache(null);
        cache.store(KEY, IMAGE);

        assertThat(cache.find(KEY)).isEmpty();
        assertThat(cache.folder()).isEmpty();
    }

    @Test
    void shouldGoOnWhenTheFolderCannotBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        ImageCache cache = new ImageCache(file.resolve("below"));
        cache.store(KEY, IMAGE);
        cache.store(KEY, IMAGE);

        assertThat(cache.find(KEY)).isEmpty();
    }

    @Test
    void shouldLookWhereTheUserSays() {
        assertThat(folder(Map.of("ringkernel.cache", "/a"), Map.of("XDG_CACHE_HOME", "/b")))
                .isEqualTo("/a");
        assertThat(folder(Map.of("ringkernel.cache", "off"), Map.of("XDG_CACHE_HOME", "/b")))
                .isEqualTo("none");
        assertThat(folder(Map.of("user.home", "/home/x"), Map.of("XDG_CACHE_HOME", "/b")))
                .isEqualTo("/b/ringkernel");
        assertThat(folder(Map.of("user.home", "/home/x"), Map.of("XDG_CACHE_HOME", "relative")))
                .isEqualTo("/home/x/.cache/ringkernel");
        assertThat(folder(Map.of("user.home", "/home/x"), Map.of()))
                .isEqualTo("/home/x/.cache/ringkernel");
    }

    private static String folder(Map<String, String> properties, Map<String, String> environment) {
        return ImageCache.of(ToolPaths.of(properties::get, environment::get))
                .folder()
                .map(Path::toString)
                .orElse("none");
    }
}
