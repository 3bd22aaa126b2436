package nbscope.widgets.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Files that are there whole or not at all.
final class AtomicFile {
    private AtomicFile() {}

    /// Refuses a name that cannot be written, before any work is done for it.
    static void check(Path file) {
        Path folder = folder(file);
        if (!Files.isDirectory(folder)) {
            throw refused(file, "the folder " + folder + " does not exist; make it first");
        }
        if (Files.isDirectory(file)) {
            throw refused(file, "a folder has this name");
        }
        if (!Files.isWritable(folder)) {
            throw refused(file, "the folder " + folder + " is not writable");
        }
    }

    /// Writes beside the file, then moves it over.
    static void write(Path file, byte[] content) {
        Path temporary = null;
        try {
            // Not createTempFile: that hides the file from everybody but its owner.
            temporary = folder(file).resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
            Files.write(temporary, content, StandardOpenOption.CREATE_NEW);
            move(temporary, file);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot write " + file + ": " + broken.getMessage(), broken);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException simple) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(@org.jspecify.annotations.Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException left) {
                // The answer is already decided; a temporary file that stays harms nobody.
                file.toFile().deleteOnExit();
            }
        }
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static UncheckedIOException refused(Path file, String why) {
        String message = "cannot write " + file + ": " + why;
        return new UncheckedIOException(message, new IOException(message));
    }
}
