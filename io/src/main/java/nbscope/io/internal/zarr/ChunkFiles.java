package nbscope.io.internal.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import nbscope.io.MalformedDataException;
import org.jspecify.annotations.Nullable;

/// Reads and decodes chunks, each from a file of its own or from its place in a shard. Safe from any
/// thread.
final class ChunkFiles {
    /// Bytes of indexes that are kept, so that small reads do not read an index each.
    private static final int KEPT_BYTES = 16 << 20;

    private final ArrayMetadata array;

    /// Encoded bytes at most, before each codec and after the last.
    private final int[] most;

    /// Indexes of shards, the one that was used last at the end.
    private final Map<Path, ShardIndex> indexes = new LinkedHashMap<>(16, 0.75f, true);

    ChunkFiles(ArrayMetadata array) {
        this.array = array;
        most = new int[array.codecs().size() + 1];
        most[0] = array.chunkBytes();
        for (int i = 0; i < array.codecs().size(); i++) {
            most[i + 1] = ByteCodec.encodedMost(most[i]);
        }
    }

    /// The decoded bytes of a chunk; null where nobody has written it.
    ///
    /// @param chunk its place in the grid of chunks
    /// @throws MalformedDataException when it is damaged
    byte @Nullable [] read(long[] chunk, CodecScratch scratch) {
        ArrayMetadata.Shard shard = array.shard();
        if (shard == null) {
            Path file = array.keys().file(array.folder(), chunk);
            byte[] encoded = whole(file);
            return encoded == null ? null : decode(encoded, file.toString(), scratch);
        }
        long[] at = new long[chunk.length];
        int ordinal = 0;
        for (int i = 0; i < at.length; i++) {
            int per = shard.shape()[i] / array.chunk()[i];
            at[i] = chunk[i] / per;
            ordinal = ordinal * per + (int) (chunk[i] % per);
        }
        Path file = array.keys().file(array.folder(), at);
        ShardIndex index = index(file, shard);
        if (index.isMissing(ordinal)) {
            return null;
        }
        byte[] encoded = part(file, index.offset(ordinal), index.length(ordinal, most[most.length - 1], file));
        return decode(encoded, file + ", chunk " + ordinal + " of the shard", scratch);
    }

    private byte[] decode(byte[] encoded, String file, CodecScratch scratch) {
        byte[] bytes = encoded;
        for (int i = array.codecs().size() - 1; i >= 0; i--) {
            bytes = array.codecs().get(i).decode(bytes, most[i], scratch, file);
        }
        if (bytes.length != most[0]) {
            throw new MalformedDataException(
                    file,
                    -1,
                    "a chunk of " + bytes.length + " bytes",
                    most[0] + ", which is what chunks " + Arrays.toString(array.chunk())
                            + " have; copy or write it again");
        }
        return bytes;
    }

    /// A whole file, null where there is none.
    private byte @Nullable [] whole(Path file) {
        int limit = most[most.length - 1];
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size > limit) {
                throw new MalformedDataException(
                        file.toString(), -1, "a file of " + size + " bytes", "at most " + limit + " for one chunk");
            }
            return fill(channel, 0, (int) size, file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private byte[] part(Path file, long offset, int length) {
        try (FileChannel channel = FileChannel.open(file)) {
            return fill(channel, offset, length, file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static byte[] fill(FileChannel channel, long offset, int length, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new MalformedDataException(
                        file.toString(),
                        offset + buffer.position(),
                        "the end of the file",
                        buffer.remaining() + " more bytes; the file was cut short, copy or write it again");
            }
        }
        return buffer.array();
    }

    private ShardIndex index(Path file, ArrayMetadata.Shard shard) {
        synchronized (indexes) {
            ShardIndex kept = indexes.get(file);
            if (kept != null) {
                return kept;
            }
        }
        ShardIndex read = readIndex(file, shard);
        synchronized (indexes) {
            indexes.put(file, read);
            var eldest = indexes.entrySet().iterator();
            while (indexes.size() > Math.max(1, KEPT_BYTES / shard.indexBytes())) {
                eldest.next();
                eldest.remove();
            }
        }
        return read;
    }

    private static ShardIndex readIndex(Path file, ArrayMetadata.Shard shard) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            int bytes = shard.indexBytes();
            if (size < bytes) {
                throw new MalformedDataException(
                        file.toString(),
                        size,
                        "the end of the file",
                        "an index of " + bytes + " bytes; the file was cut short, copy or write it again");
            }
            byte[] index = fill(channel, shard.atEnd() ? size - bytes : 0, bytes, file);
            return ShardIndex.parse(index, size, shard, file.toString());
        } catch (NoSuchFileException e) {
            return ShardIndex.empty(shard);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static RuntimeException failed(Path file, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            CancellationException ended = new CancellationException("the read was interrupted");
            ended.initCause(e);
            return ended;
        }
        String folder = Files.isDirectory(file) ? " (it is a folder)" : "";
        return new UncheckedIOException(file + " cannot be read" + folder + ": " + e.getMessage(), e);
    }
}
