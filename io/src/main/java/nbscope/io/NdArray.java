package nbscope.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nbscope.io.internal.Formats;
import nbscope.io.internal.array.Wrapped;
import nbscope.io.internal.raw.RawFile;

/// An N-dimensional array that is read region by region, from a file, a Java array or a memory segment.
///
/// Implementations are safe for reading from many threads at once: their state is immutable, scratch memory belongs
/// to the thread. The caller owns the segment that `read` fills.
public interface NdArray extends AutoCloseable {
    /// Opens a file of any rank by its content: .npy, .b2nd, .mla, .czi. The caller closes the array.
    ///
    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws MalformedDataException when the file is damaged
    /// @throws UnsupportedDataException when the format, element type or codec is not one that nbscope reads
    static NdArray open(Path file) {
        return Formats.of(file).open(file);
    }

    /// Opens a file without a known header; the caller says how the elements lie in it.
    static NdArray open(Path file, RawOptions options) {
        return RawFile.open(file, options);
    }

    /// A view of a flat `byte[]`, `short[]`, `int[]`, `long[]`, `float[]` or `double[]` in C order, signed. Without a
    /// shape it has one axis. Nothing is copied: the caller leaves the array alone while it is being read.
    static NdArray of(Object javaArray, long... shape) {
        return Wrapped.javaArray(javaArray, null, shape);
    }

    /// As [#of(Object, long...)], with the elements read as `dtype`: a `short[]` as U16, for example.
    static NdArray of(Object javaArray, DType dtype, long... shape) {
        return Wrapped.javaArray(javaArray, dtype, shape);
    }

    /// A view of a segment in C order, little endian, which the caller owns and keeps alive.
    static NdArray of(MemorySegment memory, DType dtype, long... shape) {
        return Wrapped.segment(memory, dtype, shape);
    }

    /// Lengths of the axes, slowest first.
    long[] shape();

    DType dtype();

    /// The element type in full: its bytes, its order in the file and NumPy's name for it.
    default ElementType elementType() {
        return ElementType.of(dtype());
    }

    /// What errors call this array: a file name, or "Java array".
    String name();

    /// One entry per axis.
    List<Axis> axes();

    /// What the source says about pixels and units; [Calibration#none()] when it says nothing.
    default Calibration calibration() {
        return Calibration.none();
    }

    /// What the file says about itself beyond the array, as plain values in the file's order: the header of a NIfTI or
    /// NRRD file, the user metadata of a Blosc2 array. Empty where it says nothing.
    default Map<?, ?> header() {
        return Map.of();
    }

    /// Whether the elements lie in memory or in a mapped file as they are: a region of any size costs no
    /// more than its own bytes, on the thread that reads it, so that much is best read by several threads at
    /// once. Other arrays use threads of their own, and read large regions at less cost than small ones.
    default boolean isDirect() {
        return false;
    }

    /// The same array, of which each read stays on its caller's thread: for callers that have threads
    /// of their own. It is closed with this one. An array that has no such form gives itself.
    default NdArray sequential() {
        return this;
    }

    /// Lengths of the chunks in which the elements are stored, one for each axis; empty where there are
    /// none. A region that ends where chunks end costs no chunk twice.
    default int[] chunkShape() {
        return new int[0];
    }

    /// Bytes that [#fetch] needs for a region, as the array's own table of chunks says; 0 where there
    /// is nothing to fetch.
    default long fetchBytes(Region region) {
        return 0;
    }

    /// Reads what is stored of a region, not yet decoded: the next region can come from the disk while
    /// the cores decode this one.
    ///
    /// @param buffer of [#fetchBytes] or more; the caller owns it
    /// @return an array from which just this region is read, as long as this array is open and the
    ///     buffer unchanged; it needs no closing
    /// @throws MalformedDataException when the file is shorter than it was
    default NdArray fetch(Region region, MemorySegment buffer) {
        return this;
    }

    /// Copies a region in C order, native dtype, to the start of `destination`: numbers little endian, both halves of
    /// complex ones too, RAW elements as stored.
    ///
    /// @throws IndexOutOfBoundsException when the region leaves the array or does not fit the destination
    /// @throws MalformedDataException when the file does not hold what it promises
    void read(Region region, MemorySegment destination);

    /// As [#read] to a new buffer ([Buffers]) that the arena owns.
    default MemorySegment read(Region region, Arena arena) {
        region.checkInside(shape());
        MemorySegment destination = Buffers.allocate(
                Math.multiplyExact(region.elements(), elementType().bytes()), arena);
        read(region, destination);
        return destination;
    }

    /// As [#read], each value converted to float32 (rounded to nearest where it does not fit).
    ///
    /// @throws UnsupportedDataException for complex and RAW elements
    void readFloat32(Region region, MemorySegment destination);

    /// Releases the file. Later reads fail with IllegalStateException.
    @Override
    void close();
}
