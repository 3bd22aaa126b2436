package nbscope.io.internal.bytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The right to change a file, held by one array of one process at a time: a locked file `NAME.lock` beside it. Not the
/// file itself, whose lock would go when anything else in this process closes it, and which compacting replaces.
public final class WriteLock implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private WriteLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// @throws IllegalStateException when another array has it
    /// @throws UncheckedIOException when the lock file cannot be made
    public static WriteLock take(Path file) {
        Path path = file.resolveSibling(file.getFileName() + ".lock");
        try {
            while (true) {
                FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                Object key = key(path);
                FileLock lock = tryLock(channel);
                if (lock == null) {
                    channel.close();
                    throw new IllegalStateException(file
                            + " is being changed by another array or process; close that one first, "
                            + "or open the file with Mmap.READ or Mmap.COPY_ON_WRITE");
                }
                // The one before may have deleted the file between our opening and locking it.
                if (key != null && Objects.equals(key, key(path))) {
                    return new WriteLock(path, channel);
                }
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be changed: the lock file " + path + " cannot be made (" + e.getMessage()
                            + "); copy the file to a folder that you may write to",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            // Windows has no keys, and does not delete a file that is open.
            return attributes.fileKey() == null ? "" : attributes.fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // An empty file that is left over locks nobody out.
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
