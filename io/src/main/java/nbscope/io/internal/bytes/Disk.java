package nbscope.io.internal.bytes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// All that writing asks of the operating system, so that a test can cut it off after any step.
public interface Disk {
    /// The machine's own.
    static Disk real() {
        return RealDisk.INSTANCE;
    }

    /// A new file for reading and writing.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when there is one
    OpenFile create(Path file) throws IOException;

    /// A file that exists, for reading and writing.
    OpenFile open(Path file) throws IOException;

    /// Puts a file in the place of another, in one step where the file system can.
    void move(Path from, Path to) throws IOException;

    /// Nothing happens where there is none.
    void delete(Path file) throws IOException;

    /// An open file. An interrupt of the thread neither ends what is under way nor closes the file.
    interface OpenFile extends AutoCloseable {
        void write(long at, byte[] bytes, int offset, int length) throws IOException;

        /// Returns when all that was written lies on the disk.
        void force() throws IOException;

        void truncate(long bytes) throws IOException;

        /// A read-only view of the first bytes; a shorter file grows by zeros.
        MemorySegment map(long bytes, Arena arena) throws IOException;

        @Override
        void close() throws IOException;
    }
}
