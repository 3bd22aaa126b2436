package nbscope.io.czi.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;
import nbscope.io.czi.CziTile;

/// The limit: positional reads of payloads into memory that is used again, on one thread, and nothing else.
final class PlainRead implements AutoCloseable {
    /// Of a sub-block: the header of its segment, then sizes of metadata, attachment and pixels.
    private static final int HEADER = 32;

    private static final int FIXED = 256;

    private final FileChannel channel;
    private final long[] starts;
    private final long[] lengths;
    private final ByteBuffer room;

    PlainRead(BenchFile file, List<CziTile> tiles) {
        try {
            channel = FileChannel.open(file.path());
            starts = new long[tiles.size()];
            lengths = new long[tiles.size()];
            ByteBuffer sizes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            long longest = 0;
            for (int i = 0; i < starts.length; i++) {
                long at = tiles.get(i).offset() + HEADER;
                channel.read(sizes.clear(), at);
                starts[i] = at + FIXED + sizes.getInt(0);
                lengths[i] = sizes.getLong(8);
                longest = Math.max(longest, lengths[i]);
            }
            room = ByteBuffer.allocateDirect((int) longest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Bytes of all payloads.
    long bytes() {
        long sum = 0;
        for (long length : lengths) {
            sum += length;
        }
        return sum;
    }

    /// Reads all once.
    double seconds() {
        long start = System.nanoTime();
        try {
            for (int i = 0; i < starts.length; i++) {
                room.clear().limit((int) lengths[i]);
                while (room.hasRemaining() && channel.read(room, starts[i] + room.position()) > 0) {
                    // The system may give less than was asked for.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
