package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziAttachment;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziCounters;
import nbscope.io.czi.CziDimension;
import nbscope.io.czi.CziLevel;
import nbscope.io.czi.CziMask;
import nbscope.io.czi.CziMetadata;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziScene;
import nbscope.io.czi.CziTile;
import nbscope.io.internal.bytes.Lifetime;
import nbscope.io.internal.codec.NativeRoom;
import nbscope.io.internal.czi.Counters.Phase;
import nbscope.io.internal.czi.codec.TileShape;
import org.jspecify.annotations.Nullable;

/// An open file: what its directory says, and the ways to its pixels. Immutable but for what is made on
/// first use; any thread may ask, and closing waits for reads that are under way.
public final class OpenCzi implements AutoCloseable {
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

    private final String name;
    private final CziOptions options;
    private final CziAccess access;
    private final Counters counters;
    private final Parts parts;
    private final Directory directory;
    private final Planes planes;
    private final TileReader reader;
    private final MaskReader masks;
    private final ScratchPool scratch;
    private final Lifetime lifetime;
    private final Lazy<CziMetadata> metadata;
    private final Lazy<List<CziAttachment>> attachments;
    private final Lazy<List<CziScene>> scenes;
    private final Lazy<CziBox> bounds;
    private final Lazy<int[]> fileOrder;

    private OpenCzi(
            ByteSource source,
            Parts parts,
            FileHeader header,
            Directory directory,
            CziOptions options,
            Counters counters) {
        this.name = source.name();
        this.options = options;
        this.access = source instanceof MappedSource ? CziAccess.MAPPED : CziAccess.POSITIONAL;
        this.counters = counters;
        this.parts = parts;
        this.directory = directory;
        planes = new Planes(name, directory);
        reader = new TileReader(parts, directory, options, counters);
        masks = new MaskReader(parts, directory);
        scratch = new ScratchPool(options.nativeLibraries());
        lifetime = new Lifetime(name, () -> {
            scratch.close();
            parts.close();
        });
        metadata = new Lazy<>(() -> {
            long from = System.nanoTime();
            CziMetadata read = reading(() -> MetadataSegment.read(source, header.metadata()));
            counters.end(Phase.METADATA, from, -1, read.xml().length());
            return read;
        });
        attachments = new Lazy<>(() -> reading(() -> Attachments.list(source, header.attachments())));
        scenes = new Lazy<>(() -> Boxes.scenes(directory));
        bounds = new Lazy<>(() -> Boxes.around(directory));
        fileOrder = new Lazy<>(this::sortByPosition);
    }

    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws nbscope.io.MalformedDataException when header or directory are damaged
    public static OpenCzi open(Path path, CziOptions options) {
        Counters counters = new Counters();
        long from = System.nanoTime();
        return open(ByteSource.open(path, options.access(), counters), path, options, counters, from);
    }

    /// As above, of bytes that are at hand.
    ///
    /// @param path beside which other parts are looked for
    /// @param from when opening began
    static OpenCzi open(ByteSource source, Path path, CziOptions options, Counters counters, long from) {
        try {
            NativeRoom room = new NativeRoom();
            FileHeader header = FileHeader.read(source, room);
            Parts parts = new Parts(path, options.access(), counters, source, header);
            long parsing = System.nanoTime();
            Directory directory = DirectoryParser.parse(source, header.directory(), room);
            OpenCzi open = new OpenCzi(source, parts, header, directory, options, counters);
            counters.end(Phase.DIRECTORY, parsing, -1, directory.count);
            counters.end(Phase.OPEN, from, -1, 0);
            return open;
        } catch (InternalError e) {
            source.close();
            throw MalformedDataException.vanished(source.name(), e);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    public String name() {
        return name;
    }

    public CziOptions options() {
        return options;
    }

    /// What `AUTOMATIC` has become.
    public CziAccess access() {
        return access;
    }

    public CziCounters counters() {
        return counters.snapshot();
    }

    public int tiles() {
        return directory.count;
    }

    /// @throws IndexOutOfBoundsException when there is no such tile
    public CziTile tile(int index) {
        return directory.tile(checked(index));
    }

    private int checked(int index) {
        if (index < 0 || index >= directory.count) {
            throw new IndexOutOfBoundsException(
                    name + " has no tile " + index + "; its tiles are 0 to " + (directory.count - 1));
        }
        return index;
    }

    /// The tiles as they follow each other in the file.
    public int[] inFileOrder() {
        return fileOrder.get().clone();
    }

    private int[] sortByPosition() {
        return IntStream.range(0, directory.count)
                .boxed()
                .sorted((a, b) -> directory.part[a] != directory.part[b]
                        ? Integer.compare(directory.part[a], directory.part[b])
                        : Long.compare(directory.position[a], directory.position[b]))
                .mapToInt(row -> row)
                .toArray();
    }

    /// Its dimensions, X and Y first; along these the range of the full resolution.
    public List<CziDimension> dimensions() {
        List<CziDimension> all = new ArrayList<>();
        CziBox box = bounds();
        all.add(new CziDimension('X', (int) box.x(), box.width()));
        all.add(new CziDimension('Y', (int) box.y(), box.height()));
        for (int letter = 0; letter < Directory.LETTERS.length(); letter++) {
            CziDimension dimension = directory.dimension(letter);
            if (dimension != null) {
                all.add(dimension);
            }
        }
        return List.copyOf(all);
    }

    public List<CziLevel> levels() {
        return planes.levels();
    }

    public List<CziScene> scenes() {
        return scenes.get();
    }

    /// Around all tiles of the full resolution.
    public CziBox bounds() {
        return bounds.get();
    }

    /// Around the tiles of a plane at the level that serves a zoom.
    public CziBox bounds(CziPlane plane, double zoom) {
        return planes.bounds(planes.level(zoom), plane);
    }

    /// Whether any tile lies in a plane.
    public boolean has(CziPlane plane) {
        return planes.any(plane) >= 0;
    }

    /// The type of a plane's first tile.
    ///
    /// @throws IllegalArgumentException when there is no such plane
    /// @throws UnsupportedDataException for a pixel type that there is not
    public CziPixelType pixelType(CziPlane plane) {
        int row = planes.any(plane);
        if (row < 0) {
            throw planes.missing(plane);
        }
        return reader.shape(row).type();
    }

    public CziMetadata metadata() {
        return metadata.get();
    }

    public List<CziAttachment> attachments() {
        return attachments.get();
    }

    public byte[] attachment(CziAttachment attachment) {
        return reading(() -> Attachments.read(parts.first(), attachment));
    }

    /// The tile of a plane with a number M, where there is exactly one or the first of them; -1 for
    /// none.
    public int find(int m, CziPlane plane) {
        IntList rows = planes.find(0, plane, planes.bounds(0, plane));
        int best = -1;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.get(i);
            if (directory.start(Directory.M, row) == m && (best < 0 || row < best)) {
                best = row;
            }
        }
        return best;
    }

    /// The stored pixels of a tile: type, columns, rows.
    public TileShape shape(int index) {
        return reader.shape(checked(index));
    }

    /// Where memory for a tile comes from, once its size has been found to be plausible.
    @FunctionalInterface
    public interface Destination {
        MemorySegment of(long bytes);
    }

    /// Decodes one tile.
    ///
    /// @param out asked once, for a tile whose header is sound
    public MemorySegment readTile(int index, Destination out) {
        checked(index);
        return reading(() -> {
            Scratch mine = scratch.borrow();
            SubBlock block = reader.sound(index, mine);
            MemorySegment pixels = out.of(reader.shape(index).bytes());
            counters.needed(1);
            reader.read(block, pixels, mine);
            scratch.giveBack(mine);
            return pixels;
        });
    }

    /// Null where the tile has no mask.
    public @Nullable CziMask mask(int index) {
        checked(index);
        lifetime.enter();
        try {
            Scratch mine = scratch.borrow();
            CziMask mask = masks.read(reader.header(index, mine), mine);
            scratch.giveBack(mine);
            return mask;
        } catch (InternalError e) {
            throw MalformedDataException.vanished(name, e);
        } finally {
            lifetime.leave();
        }
    }

    /// What a mosaic will be: its type, columns and rows.
    public TileShape shape(CziBox region, double zoom, CziPlane plane) {
        if (!(zoom > 0) || zoom > 64) {
            throw new IllegalArgumentException("found the zoom " + zoom + ", expected more than 0 and at most 64");
        }
        // In float, and cut, as libCZI does it.
        long width = (long) (region.width() * (float) zoom);
        long height = (long) (region.height() * (float) zoom);
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a region of " + region.width() + " x " + region.height()
                    + " pixels at zoom " + zoom + " gives " + width + " x " + height + " pixels, expected 1 to "
                    + Integer.MAX_VALUE + " along each side");
        }
        return new TileShape(pixelType(plane), (int) width, (int) height);
    }

    /// Paints a region of a plane.
    ///
    /// @throws IllegalArgumentException when `out` is too small
    public void readMosaic(CziBox region, double zoom, CziPlane plane, MemorySegment out) {
        TileShape shape = shape(region, zoom, plane);
        if (out.byteSize() < shape.bytes()) {
            throw new IllegalArgumentException(
                    "the mosaic needs " + shape.bytes() + " bytes, the destination has " + out.byteSize());
        }
        reading(() -> {
            Mosaic mosaic = plan(region, zoom, plane, shape);
            if (options.applyMasks()) {
                mosaic.paintMasked(out, masks);
            } else {
                mosaic.paint(out.asSlice(0, shape.bytes()), out.isAccessibleBy(ANOTHER) ? options.threads() : 1);
            }
            return true;
        });
    }

    /// As above, on this thread alone, with tiles that are kept from call to call.
    ///
    /// @param cache with room for the largest tile
    void readMosaic(CziBox region, CziPlane plane, MemorySegment out, TileCache cache) {
        TileShape shape = shape(region, 1, plane);
        reading(() -> {
            plan(region, 1, plane, shape).paint(out.asSlice(0, shape.bytes()), cache);
            return true;
        });
    }

    /// What the calling thread has spent on this file; it goes on counting.
    public ThreadCounters threadCounters() {
        return counters.ofThread();
    }

    /// The tiles that have pixels in a mosaic, in the order of the file.
    public int[] needed(CziBox region, double zoom, CziPlane plane) {
        return plan(region, zoom, plane, shape(region, zoom, plane)).needed();
    }

    Mosaic plan(CziBox region, double zoom, CziPlane plane, TileShape shape) {
        long from = System.nanoTime();
        Mosaic mosaic = Mosaic.plan(name, directory, planes, reader, counters, scratch, region, zoom, plane, shape);
        counters.end(Phase.STITCH, from, -1, 0);
        return mosaic;
    }

    /// Runs what touches the file: it stays open meanwhile, and a fault in mapped memory is an error of
    /// ours.
    <T> T reading(Supplier<T> work) {
        lifetime.enter();
        try {
            return work.get();
        } catch (InternalError e) {
            throw MalformedDataException.vanished(name, e);
        } finally {
            lifetime.leave();
        }
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
