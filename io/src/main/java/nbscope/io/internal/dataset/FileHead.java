package nbscope.io.internal.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nbscope.io.internal.bytes.MappedFile;

/// The first bytes of a file, read by calls: all that a header of known length needs.
public final class FileHead {
    private FileHead() {}

    /// The first bytes in memory, fewer where the file is shorter; nothing stays open.
    ///
    /// @throws UncheckedIOException when the file is missing or cannot be read
    public static MappedFile read(Path file, int bytes) {
        MappedFile.checkRegularFile(file);
        try (InputStream in = Files.newInputStream(file)) {
            return MappedFile.of(file.toString(), in.readNBytes(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Length of a file.
    public static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
