package nbscope.io.internal.czi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.codec.NativeRoom;

/// A file that is read piece by piece, at positions that the caller names, into memory of the calling
/// thread.
final class PositionalSource implements ByteSource {
    /// The system calls take no more at once.
    private static final long LARGEST_READ = 1 << 30;

    private final Path path;
    private final long size;
    private final Counters counters;
    private volatile FileChannel channel;
    private boolean closed;

    private PositionalSource(Path path, FileChannel channel, long size, Counters counters) {
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.counters = counters;
    }

    @SuppressWarnings("MustBeClosedChecker")
    static PositionalSource open(Path path, Counters counters) {
        MappedFile.checkRegularFile(path);
        try {
            FileChannel channel = FileChannel.open(path);
            return new PositionalSource(path, channel, channel.size(), counters);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static UncheckedIOException unreadable(Path path, IOException e) {
        return new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public MemorySegment view(long position, long length, NativeRoom room, String what) {
        return copy(position, length, room, what);
    }

    @Override
    public MemorySegment copy(long position, long length, NativeRoom room, String what) {
        require(position, length, what);
        MemorySegment out = room.exactly(length);
        read(position, out, what);
        return out;
    }

    /// @param out native memory, or a `byte[]`
    @Override
    public void read(long position, MemorySegment out, String what) {
        long length = out.byteSize();
        require(position, length, what);
        long done = 0;
        while (done < length) {
            MemorySegment piece = out.asSlice(done, Math.min(LARGEST_READ, length - done));
            int n = read(piece.asByteBuffer(), position + done);
            if (n < 0) {
                throw malformed(
                        position + done,
                        "the end of the file, which had " + size + " bytes when it was opened",
                        (length - done) + " more bytes of " + what + "; a file must keep its length while it is open");
            }
            counters.read(n);
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
