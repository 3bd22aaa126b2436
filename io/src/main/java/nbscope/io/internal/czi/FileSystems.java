package nbscope.io.internal.czi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What kind of file system a file lies on.
public final class FileSystems {
    private FileSystems() {}

    /// As the system calls it; `unknown` where it does not say.
    public static String type(Path file) {
        try {
            return Files.getFileStore(file).type();
        } catch (IOException | RuntimeException e) {
            return "unknown";
        }
    }

    public static boolean isNetwork(Path file) {
        return FileSystemKind.isNetwork(file);
    }
}
