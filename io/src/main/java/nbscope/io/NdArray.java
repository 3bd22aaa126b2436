package nbscope.io;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// An N-dimensional array that is read region by region, from a file, a Java array or a memory segment.
///
/// Implementations are safe for reading from many threads at once: their state is immutable, scratch memory belongs
/// to the thread. The caller owns the segment that `read` fills.
public interface NdArray extends AutoCloseable {
    /// Lengths of the axes, slowest first.
    long[] shape();

    DType dtype();

    /// What errors call this array: a file name, or "Java array".
    String name();

    /// One entry per axis.
    List<Axis> axes();

    /// What the source says about pixels and units; [Calibration#none()] when it says nothing.
    default Calibration calibration() {
        return Calibration.none();
    }

    /// Copies a region in C order, native dtype, little endian, to the start of `destination`.
    ///
    /// @throws IndexOutOfBoundsException when the region leaves the array or does not fit the destination
    /// @throws MalformedDataException when the file does not hold what it promises
    void read(Region region, MemorySegment destination);

    /// As [#read], each value converted to float32 (rounded to nearest where it does not fit).
    void readFloat32(Region region, MemorySegment destination);

    /// Releases the file. Later reads fail with IllegalStateException.
    @Override
    void close();
}
