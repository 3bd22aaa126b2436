package nbscope.io.internal.bytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import nbscope.io.MalformedDataException;

/// A file that is read by calls at positions that the caller names, which outlives the interrupt of a
/// thread that reads. Any thread.
public final class PositionalFile implements AutoCloseable {
    /// The system calls take no more at once.
    private static final long LARGEST_READ = 1 << 30;

    private final Path path;
    private final long size;
    private volatile FileChannel channel;
    private boolean closed;

    private PositionalFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /// @throws UncheckedIOException when the file is missing or cannot be read
    @SuppressWarnings("MustBeClosedChecker")
    public static PositionalFile open(Path path) {
        MappedFile.checkRegularFile(path);
        try {
            FileChannel channel = FileChannel.open(path);
            return new PositionalFile(path, channel, channel.size());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static UncheckedIOException unreadable(Path path, IOException e) {
        return new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
    }

    public Path path() {
        return path;
    }

    /// As it was when the file was opened.
    public long size() {
        return size;
    }

    /// Fills a segment.
    ///
    /// @param out  native memory, or a `byte[]`
    /// @param what for the message
    /// @throws MalformedDataException when the file ends before
    /// @throws CancellationException when the thread is interrupted
    public void read(long position, MemorySegment out, String what) {
        long length = out.byteSize();
        long done = 0;
        while (done < length) {
            MemorySegment piece = out.asSlice(done, Math.min(LARGEST_READ, length - done));
            int n = read(piece.asByteBuffer(), position + done);
            if (n < 0) {
                throw new MalformedDataException(
                        path.toString(),
                        position + done,
                        "the end of the file, which had " + size + " bytes when it was opened",
                        (length - done) + " more bytes of " + what + "; a file must keep its length while it is open");
            }
            done += n;
        }
    }

    private int read(ByteBuffer into, long position) {
        while (true) {
            FileChannel now = channel;
            try {
                return now.read(into, position);
            } catch (ClosedByInterruptException e) {
                // Java closes the channel for all threads when one of them is interrupted.
                reopen(now);
                throw new CancellationException("the read of " + path + " was interrupted");
            } catch (ClosedChannelException e) {
                reopen(now);
            } catch (IOException e) {
                throw unreadable(path, e);
            }
        }
    }

    @SuppressWarnings({"MustBeClosedChecker", "ReferenceEquality"}) // the very channel that was closed
    private synchronized void reopen(FileChannel lost) {
        if (closed) {
            throw new IllegalStateException(path + " is closed; open it again to read from it");
        }
        if (channel != lost) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            channel = FileChannel.open(path);
        } catch (IOException e) {
            throw unreadable(path, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
