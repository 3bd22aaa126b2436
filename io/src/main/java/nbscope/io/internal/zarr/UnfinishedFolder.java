package nbscope.io.internal.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import nbscope.io.internal.bytes.Disk;
import org.jspecify.annotations.Nullable;

/// A folder that is being written. Its file [#STATE] says from what and how; it goes last of all: a
/// folder that has it is unfinished. A subfolder holds files under temporary names, and a locked one,
/// so that one process writes at a time.
final class UnfinishedFolder implements AutoCloseable {
    static final String STATE = ".nbscope-unfinished";

    private static final String PARTS = ".nbscope-parts";
    private static final String LOCK = "lock";

    private final Path target;
    private final Path own;
    private final Disk disk;
    private final FileChannel lock;
    private final AtomicLong temporaries = new AtomicLong();

    private UnfinishedFolder(Path target, Path own, Disk disk, FileChannel lock) {
        this.target = target;
        this.own = own;
        this.disk = disk;
        this.lock = lock;
    }

    /// Makes the folder, or finds it as an earlier call with the same state has left it.
    ///
    /// @param state what is written into it, and how
    /// @throws IllegalArgumentException when the folder is something else
    /// @throws IllegalStateException when another process is writing it
    static UnfinishedFolder begin(Path target, String state, Disk disk) {
        Path own = target.resolve(PARTS);
        @Nullable FileChannel lock = null;
        boolean begun = false;
        try {
            if (!Files.exists(target.resolve(STATE)) && !isEmpty(target)) {
                throw new IllegalArgumentException(target + " exists already; delete it or give another name");
            }
            Files.createDirectories(own);
            lock = lock(target, own.resolve(LOCK));
            UnfinishedFolder folder = new UnfinishedFolder(target, own, disk, lock);
            folder.check(state);
            begun = true;
            return folder;
        } catch (IOException e) {
            throw failed(target, e);
        } finally {
            if (!begun && lock != null) {
                close(target, lock);
            }
        }
    }

    private static boolean isEmpty(Path target) throws IOException {
        if (!Files.exists(target)) {
            return true;
        }
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(target)) {
            for (Path entry : entries) {
                if (!entry.endsWith(PARTS)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static FileChannel lock(Path target, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock got;
        try {
            got = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            got = null;
        }
        if (got == null) {
            channel.close();
            throw new IllegalStateException(target + " is being written by another conversion; wait for its end");
        }
        return channel;
    }

    private void check(String state) throws IOException {
        removeTemporaries();
        Path file = target.resolve(STATE);
        if (Files.exists(file)) {
            if (!Files.readString(file).equals(state)) {
                throw new IllegalArgumentException(target + " is unfinished, and was begun from another file or with "
                        + "other options (they stand in " + file + "). Give those to go on, or delete the folder");
            }
        } else {
            write(file, state.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void removeTemporaries() throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(own, "*.part")) {
            for (Path part : parts) {
                disk.delete(part);
            }
        }
    }

    /// Whether an earlier call has written the file.
    static boolean has(Path file) {
        try {
            // A machine that has stopped may leave files without content.
            return Files.size(file) > 0;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /// Puts a file of these bytes, whole or not at all.
    void write(Path file, byte[] bytes) {
        write(file, out -> out.write(0, bytes, 0, bytes.length));
    }

    /// What a file is made of.
    @FunctionalInterface
    interface Content {
        void to(Disk.OpenFile out) throws IOException;
    }

    /// Puts a file, whole or not at all.
    void write(Path file, Content content) {
        Path temporary = own.resolve(temporaries.getAndIncrement() + ".part");
        try {
            try (Disk.OpenFile out = disk.create(temporary)) {
                content.to(out);
            }
            Files.createDirectories(file.getParent());
            disk.move(temporary, file);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /// All is written: the folder is like any other from now on.
    void finish() {
        try {
            removeTemporaries();
            close();
            disk.delete(own.resolve(LOCK));
            disk.delete(own);
            disk.delete(target.resolve(STATE));
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private static UncheckedIOException failed(Path target, IOException e) {
        return new UncheckedIOException(
                target + " cannot be written (" + e.getMessage() + "); the same call goes on where it stopped", e);
    }

    @Override
    public void close() {
        close(target, lock);
    }

    private static void close(Path target, FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw failed(target, e);
        }
    }
}
