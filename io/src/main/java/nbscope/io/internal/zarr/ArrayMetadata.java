package nbscope.io.internal.zarr;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nbscope.io.ElementType;
import nbscope.io.internal.array.Layout;
import org.jspecify.annotations.Nullable;

/// What `.zarray` or `zarr.json` says about an array, checked.
///
/// @param folder     of the array
/// @param file       that says it, for messages
/// @param chunk      lengths of what is compressed at once: of an inner chunk where there are shards
/// @param shard      how the chunks lie together in files, null where each has its own
/// @param type       elements as they are stored
/// @param fill       one element as it would be stored
/// @param order      axes of the array in the order of the chunk's bytes, slowest first
/// @param codecs     from bytes of the elements to bytes of the file
/// @param names      of the axes, empty where there are none
/// @param attributes what the user added
record ArrayMetadata(
        Path folder,
        String file,
        long[] shape,
        int[] chunk,
        @Nullable Shard shard,
        ElementType type,
        byte[] fill,
        ChunkKeys keys,
        int[] order,
        List<ByteCodec> codecs,
        List<String> names,
        Map<String, @Nullable Object> attributes) {
    /// Chunks that lie in one file (zarr-specs, sharding codec 1.0).
    ///
    /// @param shape    of a shard in elements, whole chunks along each axis
    /// @param chunks   of a shard, in all
    /// @param atEnd    whether the index is the last of the file, else the first
    /// @param checksum whether a CRC-32C follows the index
    record Shard(int[] shape, int chunks, boolean atEnd, boolean checksum) {
        int indexBytes() {
            return 16 * chunks + (checksum ? 4 : 0);
        }
    }

    /// Most axes that an array can have; NumPy's limit.
    static final int MAX_AXES = 64;

    /// A thread needs three of these.
    static final int MAX_CHUNK = (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 6);

    /// Most inner chunks of a shard: an index of 64 MiB.
    static final int MAX_IN_SHARD = 4 << 20;

    /// Lengths of a file: of a shard, else of a chunk.
    int[] inFile() {
        return shard == null ? chunk : shard.shape();
    }

    int chunkBytes() {
        int bytes = type.bytes();
        for (int n : chunk) {
            bytes *= n;
        }
        return bytes;
    }

    /// Bytes between neighbours along each axis of the array, in a decoded chunk.
    long[] chunkStride() {
        long[] stored = Arrays.stream(order).mapToLong(axis -> chunk[axis]).toArray();
        long[] packed = Layout.cOrder(stored, type.bytes());
        long[] stride = new long[packed.length];
        for (int i = 0; i < stride.length; i++) {
            stride[order[i]] = packed[i];
        }
        return stride;
    }

    /// The lengths of an array, whose bytes must fit a long.
    static long[] shape(JsonPart part, int item) {
        long[] shape = part.lengths(0);
        if (shape.length > MAX_AXES || Layout.bytes(shape, item) < 0) {
            throw part.malformed("at most " + MAX_AXES + " lengths, of less than 2^63 bytes together");
        }
        return shape;
    }

    /// The lengths of a chunk that fits the memory.
    static int[] chunk(JsonPart part, int axes, int item) {
        long[] lengths = part.lengths(1);
        if (lengths.length != axes) {
            throw part.malformed("one length for each of " + axes + " axes");
        }
        long bytes = Layout.bytes(lengths, item);
        if (bytes < 0 || bytes > MAX_CHUNK) {
            throw part.unsupported("chunks of " + (bytes < 0 ? "over 2^63" : bytes) + " bytes; nbscope reads chunks of "
                    + "up to " + MAX_CHUNK + ". Write the array with smaller chunks, or start Java with more memory "
                    + "(-Xmx); found " + Arrays.toString(lengths));
        }
        return Arrays.stream(lengths).mapToInt(Math::toIntExact).toArray();
    }

    /// The lengths of a shard: whole chunks, any number of bytes that a file can have.
    static int[] shardShape(JsonPart part, int axes) {
        long[] lengths = part.lengths(1);
        if (lengths.length != axes || Arrays.stream(lengths).anyMatch(n -> n > Integer.MAX_VALUE)) {
            throw part.malformed("one length below 2^31 for each of " + axes + " axes");
        }
        return Arrays.stream(lengths).mapToInt(Math::toIntExact).toArray();
    }

    static int[] inOrder(int axes) {
        int[] order = new int[axes];
        Arrays.setAll(order, i -> i);
        return order;
    }

    static int[] backwards(int axes) {
        int[] order = new int[axes];
        Arrays.setAll(order, i -> axes - 1 - i);
        return order;
    }
}
