package nbscope.io.internal.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import nbscope.io.MalformedDataException;

/// Where the chunks of a shard lie in its file (zarr-specs, sharding codec 1.0): offset and length of
/// each, both 2^64 - 1 where it is missing. Checked against the length of the file. Immutable.
///
/// @param pairs offset and length, chunk after chunk
record ShardIndex(long[] pairs) {
    static final long MISSING = -1;

    static ShardIndex empty(ArrayMetadata.Shard shard) {
        long[] pairs = new long[2 * shard.chunks()];
        Arrays.fill(pairs, MISSING);
        return new ShardIndex(pairs);
    }

    /// @param bytes of the index, with its checksum where there is one
    /// @param size  of the file
    static ShardIndex parse(byte[] bytes, long size, ArrayMetadata.Shard shard, String file) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long at = shard.atEnd() ? size - bytes.length : 0;
        if (shard.checksum()) {
            int length = bytes.length - Crc32cCodec.BYTES;
            if (buffer.getInt(length) != Crc32cCodec.of(bytes, length)) {
                throw new MalformedDataException(
                        file,
                        at,
                        "an index with another checksum than its own",
                        "the index of a shard; the file is damaged, copy or write it again");
            }
        }
        long[] pairs = new long[2 * shard.chunks()];
        LongBuffer longs = buffer.asLongBuffer();
        longs.get(pairs);
        for (int i = 0; i < pairs.length; i += 2) {
            boolean missing = pairs[i] == MISSING && pairs[i + 1] == MISSING;
            boolean inside = pairs[i] >= 0 && pairs[i + 1] >= 0 && pairs[i] <= size - pairs[i + 1];
            if (!missing && !inside) {
                throw new MalformedDataException(
                        file,
                        at + 8L * i,
                        "a chunk of " + Long.toUnsignedString(pairs[i + 1]) + " bytes at byte "
                                + Long.toUnsignedString(pairs[i]),
                        "one inside of the file's " + size + " bytes; it is damaged, copy or write it again");
            }
        }
        return new ShardIndex(pairs);
    }

    boolean isMissing(int chunk) {
        return pairs[2 * chunk] == MISSING;
    }

    long offset(int chunk) {
        return pairs[2 * chunk];
    }

    /// @param most bytes that a chunk can have
    int length(int chunk, int most, Path file) {
        long length = pairs[2 * chunk + 1];
        if (length > most) {
            throw new MalformedDataException(
                    file.toString(),
                    offset(chunk),
                    "a chunk of " + length + " bytes",
                    "at most " + most + "; the file is damaged, copy or write it again");
        }
        return (int) length;
    }

    /// As it stands in the file, with a checksum.
    byte[] bytes() {
        ByteBuffer out =
                ByteBuffer.allocate(8 * pairs.length + Crc32cCodec.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : pairs) {
            out.putLong(value);
        }
        return out.putInt(Crc32cCodec.of(out.array(), 8 * pairs.length)).array();
    }
}
