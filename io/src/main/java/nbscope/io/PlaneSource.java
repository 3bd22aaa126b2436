package nbscope.io;

import java.lang.foreign.MemorySegment;
import java.util.List;
import nbscope.io.internal.zarr.ArrayPlanes;

/// Pixels that are read as parts of planes: what [OmeZarr] writes an image from. A plane is one time,
/// channel and depth. Reading is safe from any thread.
public interface PlaneSource {
    /// One channel of an image.
    ///
    /// @param rgb the colour to show it in, 0xRRGGBB
    record Channel(String name, int rgb) {}

    /// What errors and metadata call the image.
    String name();

    /// A text that changes when the pixels do, such as name, length and time of the file: an unfinished
    /// image is gone on with only where this is the same.
    String fingerprint();

    /// Whole numbers of 8 to 64 bits, float32 or float64.
    DType dtype();

    /// Those of `t`, `c`, `z`, `y`, `x` that the image has, in this order, `y` and `x` always; with the
    /// size of a pixel where it is known (unit `µm`, `nm`, `s`, ...; `px` or none where it is not).
    List<Axis> axes();

    /// The lengths of the axes.
    long[] shape();

    /// One entry per channel, or none where nothing is known of them.
    default List<Channel> channels() {
        return List.of();
    }

    /// Copies a box of a plane, row after row, little endian, to the start of `destination`.
    ///
    /// @param t 0 for an axis that the image does not have, as `c` and `z`
    /// @param y first row
    /// @param x first column
    /// @param destination at least `height * width` elements; may lie on the heap
    /// @throws MalformedDataException when the source is damaged
    void read(int t, int c, int z, long y, long x, int height, int width, MemorySegment destination);

    /// The planes of an array with 2 to 5 axes. Axes that are called `t`, `c`, `z`, `y` and `x`, in
    /// this order, are those; others are counted from the last: `y x`, `z y x`, `c z y x`, `t c z y x`.
    /// The caller closes the array.
    ///
    /// @throws IllegalArgumentException when it has another number of axes, or an empty one
    /// @throws UnsupportedDataException when its elements are float16, complex or no numbers
    static PlaneSource of(NdArray array) {
        return ArrayPlanes.of(array);
    }
}
