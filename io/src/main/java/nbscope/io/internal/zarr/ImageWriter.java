package nbscope.io.internal.zarr;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import nbscope.io.Axis;
import nbscope.io.Compression;
import nbscope.io.ElementType;
import nbscope.io.OmeZarrOptions;
import nbscope.io.OmeZarrOptions.Ngff;
import nbscope.io.PlaneSource;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.bytes.Disk;

/// Writes an OME-Zarr image: the chunks of all levels, then the metadata of the arrays, then those of
/// the group.
public final class ImageWriter {
    /// Level of Blosc with LZ4, and with zstd.
    private static final int FAST_LEVEL = 5;

    private static final int ZSTD_LEVEL = 3;
    private static final int GZIP_LEVEL = 5;

    private final Path target;
    private final PlaneSource source;
    private final OmeZarrOptions options;
    private final Disk disk;
    private final LongConsumer progress;
    private final Planes planes;
    private final Pyramid pyramid;

    /// @throws IllegalArgumentException when the options do not suit the image
    public ImageWriter(Path target, PlaneSource source, OmeZarrOptions options, Disk disk, LongConsumer progress) {
        this.target = target;
        this.source = source;
        this.options = options;
        this.disk = disk;
        this.progress = progress;
        List<String> names = source.axes().stream().map(Axis::name).toList();
        long[] shape = source.shape();
        int rank = shape.length;
        boolean inOrder =
                ArrayPlanes.NAMES.stream().filter(names::contains).toList().equals(names);
        if (rank < 2
                || names.size() != rank
                || !inOrder
                || !names.subList(rank - 2, rank).equals(List.of("y", "x"))
                || Arrays.stream(shape).anyMatch(n -> n < 1)
                || Layout.bytes(shape, source.dtype().bytes()) < 0) {
            throw new IllegalArgumentException(source.name() + " has the axes " + names + " of "
                    + Arrays.toString(shape) + "; expected some of t, c, z, y, x in this order, y and x always, "
                    + "none empty");
        }
        planes = new Planes(names.subList(0, rank - 2), Arrays.copyOf(shape, rank - 2));
        pyramid = Pyramid.of(shape[rank - 2], shape[rank - 1], options.levels(), options.chunk(), options.shard());
    }

    public void write() {
        ImageText text = new ImageText(source, options, pyramid);
        try (UnfinishedFolder folder = UnfinishedFolder.begin(target, text.state(), disk)) {
            List<ArrayMetadata> arrays = new ArrayList<>();
            List<TileFiles> files = new ArrayList<>();
            for (Pyramid.Level level : pyramid.levels()) {
                ArrayMetadata array = array(level);
                arrays.add(array);
                files.add(new TileFiles(level, array, folder));
            }
            long memory = Runtime.getRuntime().maxMemory() / 2;
            new PyramidWriter(source, files, planes, progress, memory).write();
            List<ValueRange> ranges = ranges(arrays.getLast());
            for (ArrayMetadata array : arrays) {
                put(folder, array.folder().resolve(text.arrayFile()), text.array(array));
            }
            boolean v2 = options.ngff() == Ngff.V04;
            put(folder, target.resolve(v2 ? MetadataV2.ATTRIBUTES : MetadataV3.FILE), text.image(ranges));
            if (v2) {
                put(folder, target.resolve(MetadataV2.GROUP), Map.of("zarr_format", 2));
            }
            folder.finish();
        }
    }

    private static void put(UnfinishedFolder folder, Path file, Map<String, ?> json) {
        folder.write(file, ImageText.json(json).getBytes(StandardCharsets.UTF_8));
    }

    private ArrayMetadata array(Pyramid.Level level) {
        int rank = source.shape().length;
        long[] shape = source.shape();
        shape[rank - 2] = level.height();
        shape[rank - 1] = level.width();
        ElementType type = ElementType.of(source.dtype(), ByteOrder.LITTLE_ENDIAN);
        int[] chunk = lengths(rank, level.chunkRows(), level.chunkCols());
        ArrayMetadata.Shard shard = null;
        if (options.shard() > 0) {
            int chunks = level.tileRows() / level.chunkRows() * (level.tileCols() / level.chunkCols());
            shard = new ArrayMetadata.Shard(lengths(rank, level.tileRows(), level.tileCols()), chunks, true, true);
        }
        Path folder = target.resolve(Integer.toString(level.index()));
        return new ArrayMetadata(
                folder,
                folder.toString(),
                shape,
                chunk,
                shard,
                type,
                new byte[type.bytes()],
                new ChunkKeys(options.ngff() == Ngff.V05, '/'),
                ArrayMetadata.inOrder(rank),
                codecs(type.bytes()),
                source.axes().stream().map(Axis::name).toList(),
                Map.of());
    }

    private static int[] lengths(int rank, int rows, int cols) {
        int[] out = new int[rank];
        Arrays.fill(out, 1);
        out[rank - 2] = rows;
        out[rank - 1] = cols;
        return out;
    }

    private List<ByteCodec> codecs(int item) {
        return switch (options.codec()) {
            case RAW -> List.of();
            case GZIP -> List.of(new GzipCodec(GZIP_LEVEL));
            case ZLIB -> List.of(new ZlibCodec(GZIP_LEVEL));
            case ZSTD -> List.of(new ZstdCodec());
            case BLOSC -> List.of(new BloscCodec(Compression.Codec.LZ4, FAST_LEVEL, item));
            case BLOSC_ZSTD -> List.of(new BloscCodec(Compression.Codec.ZSTD, ZSTD_LEVEL, item));
        };
    }

    /// What the channels range over in the coarsest level: how bright a viewer shows them at first.
    private List<ValueRange> ranges(ArrayMetadata coarsest) {
        if (source.channels().isEmpty()) {
            return List.of();
        }
        int axis = planes.names().indexOf("c");
        List<ValueRange> out = new ArrayList<>();
        try (ZarrArray array = new ZarrArray(coarsest, List.of(), Map.of())) {
            for (int c = 0; c < source.channels().size(); c++) {
                out.add(ValueRange.of(array, axis, c));
            }
        }
        return out;
    }
}
