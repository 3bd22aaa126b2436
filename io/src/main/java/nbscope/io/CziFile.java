package nbscope.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziAttachment;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziChannel;
import nbscope.io.czi.CziCounters;
import nbscope.io.czi.CziDimension;
import nbscope.io.czi.CziLevel;
import nbscope.io.czi.CziMask;
import nbscope.io.czi.CziMetadata;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPixelSize;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziRaster;
import nbscope.io.czi.CziScene;
import nbscope.io.czi.CziTile;
import nbscope.io.internal.czi.CziArray;
import nbscope.io.internal.czi.OpenCzi;
import nbscope.io.internal.czi.codec.TileShape;

/// A slide or image of ZEISS's CZI format: tiles (sub-blocks) that were recorded one by one, and planes
/// put together from them.
///
/// ```java
/// try (CziFile file = CziFile.open(path); Arena arena = Arena.ofShared()) {
///     MemorySegment plane = file.readMosaic(file.bounds(), 1, CziPlane.parse("C=0,Z=0"), arena);
/// }
/// ```
///
/// Pixels are in C order, little endian, colours blue first. Coordinates are those of the file: they
/// may be negative. Safe from any thread: one state that does not change, scratch memory per thread;
/// [#close] waits for reads that are under way. The caller owns every segment that is filled. A damaged
/// tile is an error when it is read, and leaves the others readable.
public final class CziFile implements AutoCloseable {
    private final OpenCzi file;

    private CziFile(OpenCzi file) {
        this.file = file;
    }

    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws MalformedDataException when its header or directory is damaged
    /// @throws UnsupportedDataException when it is not the first of the files that it is split into
    public static CziFile open(Path path) {
        return open(path, CziOptions.defaults());
    }

    /// As [#open(Path)], with wishes.
    public static CziFile open(Path path, CziOptions options) {
        return new CziFile(OpenCzi.open(path, options));
    }

    public String name() {
        return file.name();
    }

    public CziOptions options() {
        return file.options();
    }

    /// How the bytes are reached, with `AUTOMATIC` decided.
    public CziAccess access() {
        return file.access();
    }

    /// Its dimensions, X and Y first. Along X and Y the range of all tiles of the full resolution.
    public List<CziDimension> dimensions() {
        return file.dimensions();
    }

    /// Around the full resolution of the whole file, all planes and scenes.
    public CziBox bounds() {
        return file.bounds();
    }

    /// Around the tiles of one plane at the level that serves a zoom; empty where it has none.
    public CziBox bounds(CziPlane plane, double zoom) {
        return file.bounds(plane, zoom);
    }

    /// Ascending; empty where the file has no dimension S.
    public List<CziScene> scenes() {
        return file.scenes();
    }

    /// The resolutions, the full one first.
    public List<CziLevel> levels() {
        return file.levels();
    }

    /// What the metadata say about channels; empty where they say nothing.
    public List<CziChannel> channels() {
        return metadata().channels();
    }

    /// Metres per pixel.
    public CziPixelSize pixelSize() {
        return metadata().pixelSize();
    }

    /// Read when it is asked for first. Damaged metadata are no exception: [CziMetadata#problem] tells.
    public CziMetadata metadata() {
        return file.metadata();
    }

    /// @throws MalformedDataException when the directory of attachments is damaged
    public List<CziAttachment> attachments() {
        return file.attachments();
    }

    /// The bytes of an attachment.
    ///
    /// @throws MalformedDataException when it is damaged
    public byte[] attachment(CziAttachment attachment) {
        return file.attachment(attachment);
    }

    /// How many tiles the file has, pyramid and all planes.
    public int tileCount() {
        return file.tiles();
    }

    /// @param index in the directory of the file
    public CziTile tile(int index) {
        return file.tile(index);
    }

    /// All tiles in the order in which they lie in the file: who reads them so reads the disk from
    /// front to end.
    public Stream<CziTile> tiles() {
        return Arrays.stream(file.inFileOrder()).mapToObj(file::tile);
    }

    /// All tiles in the order of the directory.
    public Stream<CziTile> table() {
        return IntStream.range(0, file.tiles()).mapToObj(file::tile);
    }

    /// The tiles that have visible pixels in a mosaic, in the order of the file.
    public Stream<CziTile> tiles(CziBox region, double zoom, CziPlane plane) {
        return Arrays.stream(file.needed(region, zoom, plane)).mapToObj(file::tile);
    }

    /// The tile of the full resolution with the number `m` in a plane.
    public Optional<CziTile> tile(int m, CziPlane plane) {
        int index = file.find(m, plane);
        return index < 0 ? Optional.empty() : Optional.of(file.tile(index));
    }

    /// What reading a tile gives.
    ///
    /// @throws UnsupportedDataException for a pixel type that there is not
    public CziRaster raster(int index) {
        return raster(file.shape(index));
    }

    /// What a mosaic gives.
    ///
    /// @throws IllegalArgumentException when there is no such plane
    public CziRaster raster(CziBox region, double zoom, CziPlane plane) {
        return raster(file.shape(region, zoom, plane));
    }

    private static CziRaster raster(TileShape shape) {
        return new CziRaster(shape.type(), shape.width(), shape.height());
    }

    /// The type of a plane's pixels.
    ///
    /// @throws IllegalArgumentException when there is no such plane
    public CziPixelType pixelType(CziPlane plane) {
        return file.pixelType(plane);
    }

    /// Decodes one tile to the start of `out`: reads one payload, and copies nothing twice.
    ///
    /// @param index in the directory of the file
    /// @return what was written
    /// @throws IllegalArgumentException when `out` is too small
    /// @throws MalformedDataException when the tile is damaged
    /// @throws UnsupportedDataException when its pixels are stored in a way that nbscope does not read
    public CziRaster readTile(int index, MemorySegment out) {
        file.readTile(index, bytes -> out);
        return raster(index);
    }

    /// As [#readTile(int, MemorySegment)], into new memory of exactly its size, which the arena owns.
    public MemorySegment readTile(int index, Arena arena) {
        return file.readTile(index, bytes -> Buffers.allocate(bytes, arena));
    }

    /// Decodes the tile with the number `m` in a plane of the full resolution.
    ///
    /// @throws IllegalArgumentException when there is none
    public CziRaster readTile(int m, CziPlane plane, MemorySegment out) {
        CziTile tile = tile(m, plane)
                .orElseThrow(() ->
                        new IllegalArgumentException(name() + " has no tile with M=" + m + " in the plane " + plane));
        return readTile(tile.index(), out);
    }

    /// Which pixels of a tile were measured; empty where the file does not say.
    ///
    /// @throws MalformedDataException when the mask is damaged
    public Optional<CziMask> mask(int index) {
        return Optional.ofNullable(file.mask(index));
    }

    /// Puts a region of a plane together: `zoom` 1 and the zooms of [#levels] are exact, others take
    /// the nearest pixel of the next finer level. Background is 0. Tiles lie on each other as in
    /// ZEISS's own software: scenes ascending, then by M. Tiles of which nothing can be seen are not
    /// read. Threads write disjoint parts of `out`; the calling thread alone works when `out` belongs
    /// to it ([Arena#ofConfined]).
    ///
    /// @param region in pixels of the full resolution; may reach beyond the tiles
    /// @param out    gets [#raster(CziBox, double, CziPlane)] from its start
    /// @throws IllegalArgumentException when there is no such plane, or `out` is too small
    /// @throws MalformedDataException when a tile that is needed is damaged
    /// @throws java.util.concurrent.CancellationException when the thread is interrupted
    public CziRaster readMosaic(CziBox region, double zoom, CziPlane plane, MemorySegment out) {
        file.readMosaic(region, zoom, plane, out);
        return raster(region, zoom, plane);
    }

    /// As above, into new memory ([Buffers]) of exactly the size, which the arena owns.
    public MemorySegment readMosaic(CziBox region, double zoom, CziPlane plane, Arena arena) {
        MemorySegment out = Buffers.allocate(raster(region, zoom, plane).bytes(), arena);
        file.readMosaic(region, zoom, plane, out);
        return out;
    }

    /// The planes as one array `[t, c, z, y, x]`, with samples last where pixels are colours. It shares
    /// this file: close either.
    ///
    /// @throws UnsupportedDataException when the planes make no such array; the message says why
    public NdArray array() {
        return CziArray.of(file);
    }

    /// What reading has cost so far.
    public CziCounters counters() {
        return file.counters();
    }

    /// Waits for reads that are under way. Later ones fail with IllegalStateException.
    @Override
    public void close() {
        file.close();
    }
}
