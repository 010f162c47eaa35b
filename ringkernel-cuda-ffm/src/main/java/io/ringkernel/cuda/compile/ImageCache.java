package io.ringkernel.cuda.compile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images compiled before, one file each in one folder, shared by threads and processes. An entry
 * appears whole or not at all (written beside, then moved), and a damaged one counts as absent.
 * Failing to store is no error: the first failure is logged and everything goes on without a cache.
 *
 * <pre>
 *   entry:  magic (8) | SHA-256 of all that follows (32) | compiler (length 2, UTF-8) | image length (4) | image
 * </pre>
 */
public final class ImageCache {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCache.class);
    private static final byte[] MAGIC = {'R', 'K', 'I', 'M', 'A', 'G', 'E', '1'};
    private static final int DIGEST_BYTES = 32;
    private static final String SUFFIX = ".rkimage";

    /** Entries kept; when more, the least recently written go. */
    private static final int MOST_ENTRIES = 512;

    private final @Nullable Path folder;
    private final AtomicBoolean complained = new AtomicBoolean();

    /**
     * Makes a cache in a folder, which is created with the first entry.
     *
     * @param folder where, or null for a cache that holds nothing
     */
    ImageCache(@Nullable Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the cache of this user: in the folder that the property {@code ringkernel.cache}
     * names ({@code off} for none), or else {@code ringkernel} in {@code XDG_CACHE_HOME} or in
     * {@code .cache} of the home folder.
     */
    public static ImageCache of(ToolPaths paths) {
        return new ImageCache(paths.cacheFolder().orElse(null));
    }

    /** Returns the folder, or empty for a cache that holds nothing. */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /** Returns whether there is no entry at all. */
    boolean isEmpty() {
        if (folder == null || !Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.noneMatch(file -> file.toString().endsWith(SUFFIX));
        } catch (IOException unreadable) {
            complainOnce(unreadable);
            return true;
        }
    }

    /** Returns the entry of a key; empty if there is none, or it is damaged. */
    Optional<CompiledImage> find(String key) {
        if (folder == null) {
            return Optional.empty();
        }
        Path file = folder.resolve(key + SUFFIX);
        byte[] entry;
        try {
            entry = Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException unreadable) {
            complainOnce(unreadable);
            return Optional.empty();
        }
        try {
            return Optional.of(decode(entry));
        } catch (IOException damaged) {
            LOG.warn(
                    "damaged kernel image ignored: file={}, reason={}", file, damaged.getMessage());
            return Optional.empty();
        }
    }

    /** Stores an entry, replacing what the key had. */
    void store(String key, CompiledImage image) {
        if (folder == null) {
            return;
        }
        Path temporary = null;
        try {
            Files.createDirectories(folder);
            temporary = Files.createTempFile(folder, key, ".tmp"); // readable by its owner only
            Files.write(temporary, encode(image));
            Files.move(temporary, folder.resolve(key + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
            prune(folder);
        } catch (IOException | UncheckedIOException | SecurityException failure) {
            discard(temporary);
            complainOnce(failure);
        }
    }

    private void complainOnce(Exception failure) {
        if (complained.compareAndSet(false, true)) {
            LOG.warn(
                    "kernel images are not cached: folder={}, reason={}",
                    folder,
                    failure.toString());
        }
    }

    /**
     * The time is read once: other processes write meanwhile, and a sort needs an order that
     * stands.
     */
    private record Written(Path file, long time) {}

    private static void prune(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Written> oldestFirst =
                    files.filter(file -> file.toString().endsWith(SUFFIX))
                            .map(file -> new Written(file, file.toFile().lastModified()))
                            .sorted(Comparator.comparingLong(Written::time))
                            .toList();
            for (int index = 0; index < oldestFirst.size() - MOST_ENTRIES; index++) {
                Files.deleteIfExists(oldestFirst.get(index).file());
            }
        }
    }

    private static void discard(@Nullable Path temporary) {
        if (temporary == null) {
            return;
        }
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException left) {
            LOG.debug("temporary file not deleted: file={}", temporary, left);
        }
    }

    private static byte[] encode(CompiledImage image) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            byte[] bytes = image.bytes();
            out.writeUTF(image.compiler());
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.write(MAGIC);
        entry.write(ImageKey.sha256().digest(body.toByteArray()));
        entry.write(body.toByteArray());
        return entry.toByteArray();
    }

    private static CompiledImage decode(byte[] entry) throws IOException {
        int bodyStart = MAGIC.length + DIGEST_BYTES;
        if (entry.length < bodyStart || !Arrays.equals(MAGIC, Arrays.copyOf(entry, MAGIC.length))) {
            throw new IOException("not an image entry");
        }
        byte[] stored = Arrays.copyOfRange(entry, MAGIC.length, bodyStart);
        byte[] body = Arrays.copyOfRange(entry, bodyStart, entry.length);
        if (!MessageDigest.isEqual(stored, ImageKey.sha256().digest(body))) {
            throw new IOException("its digest does not match its content");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            String compiler = in.readUTF();
            byte[] image = in.readNBytes(in.readInt());
            return new CompiledImage(image, compiler, "");
        }
    }
}
