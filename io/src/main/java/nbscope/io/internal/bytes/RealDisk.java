package nbscope.io.internal.bytes;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files by RandomAccessFile: a FileChannel closes itself when its thread is interrupted.
final class RealDisk implements Disk {
    static final RealDisk INSTANCE = new RealDisk();

    private RealDisk() {}

    @Override
    public OpenFile create(Path file) throws IOException {
        Files.createFile(file);
        return open(file);
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return new Opened(file, new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    private record Opened(Path path, RandomAccessFile file) implements OpenFile {
        @Override
        public void write(long at, byte[] bytes, int offset, int length) throws IOException {
            synchronized (file) {
                file.seek(at);
                file.write(bytes, offset, length);
            }
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            file.setLength(bytes);
        }

        @Override
        public MemorySegment map(long bytes, Arena arena) throws IOException {
            if (file.length() < bytes) {
                file.setLength(bytes);
            }
            boolean interrupted = Thread.interrupted();
            try {
                while (true) {
                    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                        return channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
                    } catch (ClosedByInterruptException e) {
                        interrupted |= Thread.interrupted();
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
