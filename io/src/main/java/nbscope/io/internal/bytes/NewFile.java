package nbscope.io.internal.bytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// A file under a temporary name in the folder of its target. [#publish] moves it there in one step; without that,
/// closing it leaves nothing behind. Used by one thread at a time.
public final class NewFile implements AutoCloseable {
    private final Disk disk;
    private final Path target;
    private final Path temporary;
    private final Disk.OpenFile file;
    private boolean closed;
    private boolean published;

    private NewFile(Disk disk, Path target, Path temporary, Disk.OpenFile file) {
        this.disk = disk;
        this.target = target;
        this.temporary = temporary;
        this.file = file;
    }

    /// @throws IllegalArgumentException when the target is a folder
    /// @throws UncheckedIOException when the folder is missing or cannot be written
    public static NewFile beside(Path path, Disk disk) {
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + " is a folder; give the name of a file in it");
        }
        try {
            // The file that a link points to is replaced, not the link.
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            String name = "." + target.getFileName() + "."
                    + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
            Path temporary = target.resolveSibling(name);
            return new NewFile(disk, target, temporary, disk.create(temporary));
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException(
                    path + " cannot be written: there is no folder "
                            + path.toAbsolutePath().getParent() + "; make it first",
                    e);
        } catch (AccessDeniedException | FileAlreadyExistsException e) {
            throw new UncheckedIOException(
                    path + " cannot be written: no permission to make a file in "
                            + path.toAbsolutePath().getParent() + "; choose another folder",
                    e);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /// Where the file is going to be, with links resolved.
    public Path target() {
        return target;
    }

    /// What a failure of the disk is for the caller of any writer.
    public static UncheckedIOException failed(Path path, IOException e) {
        return new UncheckedIOException(
                path + " cannot be written (" + e.getMessage() + "); what was there before is unchanged", e);
    }

    /// The first `length` of `bytes`, to byte `at` of the file.
    ///
    /// @throws UncheckedIOException when the disk is full or fails
    public void write(long at, byte[] bytes, int length) {
        try {
            file.write(at, bytes, 0, length);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /// Puts the file, whole and on the disk, in the place of its target, with the permissions of what was there.
    ///
    /// @throws UncheckedIOException when that fails; then the target is as before
    public void publish() {
        try {
            file.force();
            file.close();
            closed = true;
            keepPermissions();
            disk.move(temporary, target);
            published = true;
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private void keepPermissions() throws IOException {
        if (Files.exists(target)) {
            try {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
                Files.setPosixFilePermissions(temporary, permissions);
            } catch (UnsupportedOperationException e) {
                // This file system has none.
            }
        }
    }

    @Override
    public void close() {
        try {
            if (!closed) {
                closed = true;
                file.close();
            }
            if (!published) {
                disk.delete(temporary);
            }
        } catch (IOException e) {
            throw failed(target, e);
        }
    }
}
