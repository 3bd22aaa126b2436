package nbscope.io.internal.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Length and time of a file as a text, which changes when somebody writes to it.
public final class FileState {
    private FileState() {}

    /// @param name of a file, or of an array in memory, which need not be a file's
    /// @return empty where there is no such file
    public static String of(String name) {
        try {
            Path file = Path.of(name);
            return Files.exists(file)
                    ? Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis()
                    : "";
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }
}
