package nbscope.io.internal.blosc2;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import nbscope.io.Blosc2Spec;
import nbscope.io.Compression;
import nbscope.io.ElementType;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.codec.Encoder;
import nbscope.io.internal.msgpack.MsgPackWriter;
import org.jspecify.annotations.Nullable;

/// A new array, checked and settled: what its frame will hold but for the chunks.
///
/// @param compression the one really used, where the machine lacks the native codec that was asked for
/// @param length      decoded bytes of all chunks
/// @param header      of the frame, to be patched
/// @param userLayers  name to Blosc2 chunk
record ArrayPlan(
        BlockGrid grid,
        ElementType type,
        Compression compression,
        ChunkSettings settings,
        long length,
        byte[] header,
        Map<String, byte[]> userLayers) {
    private static final int MAX_BLOCK = 256 << 20;

    /// @throws IllegalArgumentException saying what of the spec is not possible
    static ArrayPlan of(Blosc2Spec spec, Backend backend, String name) {
        long[] shape = spec.shape();
        int rank = shape.length;
        if (rank > B2ndMeta.MAX_RANK) {
            throw new IllegalArgumentException(
                    rank + " axes are more than the " + B2ndMeta.MAX_RANK + " of a Blosc2 array");
        }
        int[] chunk = spec.chunks();
        int[] block = spec.blocks();
        if (chunk.length != rank || block.length != rank) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has " + rank
                    + " axes; chunks " + Arrays.toString(chunk) + " and blocks " + Arrays.toString(block)
                    + " need as many lengths");
        }
        boolean empty = Arrays.stream(shape).anyMatch(n -> n == 0);
        for (int i = 0; i < rank; i++) {
            if (shape[i] < 0) {
                throw new IllegalArgumentException("no axis can have length " + shape[i]);
            }
            boolean fits = block[i] >= 1 && block[i] <= chunk[i] || empty && block[i] >= 0 && block[i] <= chunk[i];
            if (!fits) {
                throw new IllegalArgumentException("axis " + i + ": chunks of " + chunk[i] + " and blocks of "
                        + block[i] + " are not possible; give 1 <= block <= chunk");
            }
        }
        Compression asked = spec.compression();
        if (!asked.codec().isWritable()) {
            throw new IllegalArgumentException(
                    asked.codec().label() + " is not written; choose one of blosclz, lz4, lz4hc, zlib and zstd");
        }
        for (Compression.Filter filter : asked.filters()) {
            if (!filter.kind().isWritable()) {
                throw new IllegalArgumentException("the filter " + filter.kind().label() + " is not written; "
                        + "choose from shuffle, bitshuffle, delta, trunc_prec and bytedelta");
            }
        }
        Compression used = used(asked, backend.nativeCodecs());
        int item = spec.type().bytes();
        B2ndMeta meta = new B2ndMeta(shape, chunk, block, spec.type().numpy());
        long padded = checkSizes(meta, item, empty);
        BlockGrid grid = BlockGrid.planned(meta, item);
        ChunkSettings settings = ChunkSettings.of(used, item);
        // Refuses filters that do not suit the elements.
        new ChunkEncoder(settings, backend, name);
        long length = empty ? 0 : padded * Layout.bytes(grid.chunks, 1);
        int blockBytes = (int) Math.max(0, Layout.bytes(longs(block), item));
        byte[] header = FrameBytes.header(settings, length, blockBytes, (int) padded, metalayers(spec, meta));
        return new ArrayPlan(grid, spec.type(), used, settings, length, header, userLayers(spec, backend, name));
    }

    private static Compression used(Compression asked, boolean natives) {
        int level = Encoder.actualLevel(asked.codec(), asked.level(), natives);
        Compression.Codec codec = Encoder.actual(asked.codec(), natives);
        boolean dictionary = asked.dictionary() && codec == Compression.Codec.ZSTD && Encoder.hasDictionaries(natives);
        return asked.withCodec(codec).withLevel(level).withDictionary(dictionary);
    }

    /// Bytes of a chunk with its padding.
    private static long checkSizes(B2ndMeta meta, int item, boolean empty) {
        long[] padded = new long[meta.shape().length];
        for (int i = 0; i < padded.length; i++) {
            int b = meta.block()[i];
            padded[i] = b == 0 ? 0 : ((long) meta.chunk()[i] + b - 1) / b * b;
        }
        long chunk = Layout.bytes(padded, item);
        long block = Layout.bytes(longs(meta.block()), item);
        if (chunk < 0 || chunk > Integer.MAX_VALUE - 2 * ChunkEncoder.HEADER) {
            throw new IllegalArgumentException("a chunk of " + Arrays.toString(meta.chunk()) + " elements of " + item
                    + " bytes is larger than the 2 GiB of Blosc2; give smaller chunks");
        }
        if (block > MAX_BLOCK) {
            throw new IllegalArgumentException("a block of " + Arrays.toString(meta.block()) + " elements of " + item
                    + " bytes is larger than " + (MAX_BLOCK >> 20) + " MiB; give smaller blocks");
        }
        if (!empty && Layout.bytes(meta.shape(), item) < 0) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(meta.shape()) + " has more bytes than a file can");
        }
        double chunks = 1;
        for (int i = 0; i < padded.length && !empty; i++) {
            chunks *= Math.ceil((double) meta.shape()[i] / meta.chunk()[i]);
        }
        if (chunks > Offsets.MAX_CHUNKS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%.0f chunks are more than the %d that nbscope reads; give larger chunks than %s",
                    chunks,
                    Offsets.MAX_CHUNKS,
                    Arrays.toString(meta.chunk())));
        }
        return chunk;
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static Map<String, byte[]> metalayers(Blosc2Spec spec, B2ndMeta meta) {
        Map<String, byte[]> layers = new LinkedHashMap<>();
        layers.put("b2nd", FrameBytes.b2nd(meta.shape(), meta.chunk(), meta.block(), meta.dtype()));
        spec.metalayers().forEach((name, content) -> {
            FrameBytes.checkName(name);
            if (name.equals("b2nd")) {
                throw new IllegalArgumentException("the metalayer b2nd is made from shape, chunks and blocks");
            }
            layers.put(name, content);
        });
        if (layers.size() > FrameBytes.MAX_LAYERS) {
            throw new IllegalArgumentException(layers.size() + " metalayers with b2nd are more than the "
                    + FrameBytes.MAX_LAYERS + " of a Blosc2 file");
        }
        return layers;
    }

    private static Map<String, byte[]> userLayers(Blosc2Spec spec, Backend backend, String name) {
        Map<String, byte[]> layers = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry : spec.userMetadata().entrySet()) {
            FrameBytes.checkName(entry.getKey());
            layers.put(entry.getKey(), FrameBytes.userLayer(MsgPackWriter.write(entry.getValue()), backend, name));
        }
        if (layers.size() > FrameBytes.MAX_LAYERS) {
            throw new IllegalArgumentException(layers.size() + " pieces of user metadata are more than the "
                    + FrameBytes.MAX_LAYERS + " of a Blosc2 file; put several into one Map");
        }
        return layers;
    }

    /// Index and trailer that follow the chunks.
    byte[] tail(long[] offsets, Backend backend, String name) {
        return FrameBytes.tail(offsets, userLayers, backend, name);
    }

    int chunkCount() {
        return (int) (length == 0 ? 0 : Layout.bytes(grid.chunks, 1));
    }
}
