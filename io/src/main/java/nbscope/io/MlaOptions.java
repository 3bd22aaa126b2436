package nbscope.io;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How an MLArray is to be stored. Immutable; every method makes a changed copy.
///
/// `MlaOptions.defaults()` is mlarray's own choice: the patch that the metadata carry, else chunks and blocks that
/// they carry, else a patch of 192 along each spatial axis; LZ4HC at level 8 with shuffle.
public final class MlaOptions {
    private static final MlaOptions DEFAULTS = new MlaOptions(null, false, null, null, LayoutStrategy.MLARRAY, null);

    /// What mlarray 0.0.54 compresses with.
    static final Compression COMPRESSION = Compression.of(Compression.Codec.LZ4HC, 8, Compression.Filter.Kind.SHUFFLE);

    private final int @Nullable [] patch;
    private final boolean noPatch;
    private final int @Nullable [] chunks;
    private final int @Nullable [] blocks;
    private final LayoutStrategy strategy;
    private final @Nullable Compression compression;

    private MlaOptions(
            int @Nullable [] patch,
            boolean noPatch,
            int @Nullable [] chunks,
            int @Nullable [] blocks,
            LayoutStrategy strategy,
            @Nullable Compression compression) {
        this.patch = patch;
        this.noPatch = noPatch;
        this.chunks = chunks;
        this.blocks = blocks;
        this.strategy = strategy;
        this.compression = compression;
    }

    public static MlaOptions defaults() {
        return DEFAULTS;
    }

    /// The box that will be read most often, as `patch_size` in Python: one length for each spatial axis, or one
    /// number for all of them. Chunks and blocks follow from it.
    ///
    /// @throws IllegalArgumentException when there is no length, or one below 1
    public MlaOptions patch(int... perSpatialAxis) {
        return new MlaOptions(positive("patch", perSpatialAxis), false, chunks, blocks, strategy, compression);
    }

    /// No patch, as `patch_size=None` in Python: Blosc2 chooses chunks and blocks, unless they are given.
    public MlaOptions noPatch() {
        return new MlaOptions(null, true, chunks, blocks, strategy, compression);
    }

    /// Lengths of a chunk, one for each axis of the array; [#blocks] must be given too.
    public MlaOptions chunks(int... perAxis) {
        return new MlaOptions(patch, noPatch, positive("chunk", perAxis), blocks, strategy, compression);
    }

    /// Lengths of a block, one for each axis of the array, none longer than the chunk; [#chunks] must be
    /// given too.
    public MlaOptions blocks(int... perAxis) {
        return new MlaOptions(patch, noPatch, chunks, positive("block", perAxis), strategy, compression);
    }

    /// The rule that makes chunks and blocks from the patch.
    public MlaOptions strategy(LayoutStrategy rule) {
        return new MlaOptions(patch, noPatch, chunks, blocks, rule, compression);
    }

    /// As [#strategy(LayoutStrategy)], by name: `mlarray`, `mlarray-baseline`, `blosc2-auto`,
    /// `patch-aligned`.
    public MlaOptions strategy(String name) {
        return strategy(LayoutStrategy.of(name));
    }

    public MlaOptions compression(Compression how) {
        return new MlaOptions(patch, noPatch, chunks, blocks, strategy, how);
    }

    private static int[] positive(String what, int[] lengths) {
        if (lengths.length == 0 || Arrays.stream(lengths).anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException("a " + what + " of " + Arrays.toString(lengths)
                    + " elements is not possible; give lengths of at least 1"
                    + (what.equals("patch") ? ", or noPatch() to let Blosc2 choose" : ""));
        }
        return lengths.clone();
    }

    Compression compression() {
        return compression == null ? COMPRESSION : compression;
    }

    /// Whether the caller said anything about chunks and blocks.
    boolean saysLayout() {
        return patch != null || noPatch || chunks != null || blocks != null || strategy != LayoutStrategy.MLARRAY;
    }

    boolean saysCompression() {
        return compression != null;
    }

    /// Chunks and blocks, and the patch that they were made for.
    record Chosen(int[] chunks, int[] blocks, int @Nullable [] patch) {}

    /// @param metadata of the array; their labels say which axes are spatial, and a patch or chunks in them count
    ///     where the caller said nothing
    /// @throws IllegalArgumentException when the wishes contradict each other or the shape
    Chosen layout(long[] shape, int itemBytes, MlaMetadata metadata) {
        if (patch != null && (chunks != null || blocks != null)) {
            throw new IllegalArgumentException("a patch and chunks or blocks cannot both be given: the patch chooses "
                    + "chunks and blocks. Leave out patch(...), or chunks(...) and blocks(...)");
        }
        if ((chunks == null) != (blocks == null)) {
            throw new IllegalArgumentException("chunks and blocks go together; found only "
                    + (chunks == null ? "blocks " + Arrays.toString(blocks) : "chunks " + Arrays.toString(chunks))
                    + ". Give both, or a patch");
        }
        if (chunks != null && blocks != null) {
            return byHand(shape, chunks, blocks);
        }
        boolean empty = Arrays.stream(shape).anyMatch(n -> n == 0);
        int @Nullable [] wanted = patch != null ? patch : noPatch ? null : metadata.patch();
        if (wanted == null && !saysLayout() && !empty) {
            int[] storedChunks = MlaStorage.lengths(metadata, "chunk_size");
            int[] storedBlocks = MlaStorage.lengths(metadata, "block_size");
            if (storedChunks != null && storedBlocks != null && storedChunks.length == shape.length) {
                return byHand(shape, storedChunks, storedBlocks);
            }
        }
        boolean auto = noPatch || empty || shape.length == 0;
        LayoutRequest request = LayoutRequest.of(shape, itemBytes).axes(metadata.axisLabels());
        if (wanted != null && !auto) {
            request = request.patch(Arrays.stream(wanted).asLongStream().toArray());
        }
        long[] spatial = auto ? new long[0] : request.spatialPatch();
        ChunkLayout layout = (auto ? LayoutStrategy.BLOSC2_AUTO : strategy).layout(request);
        return new Chosen(
                layout.chunks(),
                layout.blocks(),
                auto ? null : Arrays.stream(spatial).mapToInt(Math::toIntExact).toArray());
    }

    /// A chunk may be longer than its axis; the rest of it is padding, as in Blosc2.
    private static Chosen byHand(long[] shape, int[] chunks, int[] blocks) {
        if (chunks.length != shape.length || blocks.length != shape.length) {
            throw new IllegalArgumentException("chunks " + Arrays.toString(chunks) + " and blocks "
                    + Arrays.toString(blocks) + " do not suit the shape " + Arrays.toString(shape) + "; give "
                    + shape.length + " lengths each, one for each axis");
        }
        for (int i = 0; i < shape.length; i++) {
            if (blocks[i] > chunks[i]) {
                throw new IllegalArgumentException("axis " + i + ": a block of " + blocks[i]
                        + " is longer than its chunk of " + chunks[i] + "; a chunk holds whole blocks");
            }
        }
        return new Chosen(chunks, blocks, null);
    }
}
