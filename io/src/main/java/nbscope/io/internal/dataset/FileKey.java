package nbscope.io.internal.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/// A text that differs when files differ: path, length, time of the last change.
public final class FileKey {
    private FileKey() {}

    public static String of(List<Path> files) {
        StringJoiner key = new StringJoiner("; ");
        for (Path file : files) {
            try {
                Path real = file.toRealPath();
                key.add(real + ", " + Files.size(real) + " bytes, " + Files.getLastModifiedTime(real));
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        return key.toString();
    }
}
