package nbscope.io.dataset;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;
import nbscope.io.Pixels;
import org.jspecify.annotations.Nullable;

/// Some frames, or the same range of pixels of some frames. Valid only until the next one is taken: the
/// memory is that of a file or a stack, or is used again for the next tile. Never written to.
public final class DataTile {
    /// Bytes after the last pixel that may be read, so that loops over whole registers need no end of
    /// their own.
    public static final int PADDING = 64;

    private final MemorySegment data;
    private final DType dtype;
    private final long[] offsets;
    private final int depth;
    private final int firstIndex;
    private final @Nullable Roi roi;
    private final int firstPixel;
    private final int pixels;
    private final int schemeIndex;

    /// Whole frames.
    ///
    /// @param data       memory outside the heap that holds the frames, and [#PADDING] more bytes after
    ///                   the last of them
    /// @param dtype      type of the pixels, little endian
    /// @param offsets    byte at which each frame's part begins, at least `depth` of them
    /// @param depth      frames
    /// @param firstIndex number of the first frame among the computed positions
    /// @param roi        the computed positions, null for all
    /// @param pixels     pixels of a frame
    public DataTile(
            MemorySegment data, DType dtype, long[] offsets, int depth, int firstIndex, @Nullable Roi roi, int pixels) {
        this(data, dtype, offsets, depth, firstIndex, roi, 0, pixels, 0);
    }

    /// As above, with a range of pixels.
    ///
    /// @param firstPixel  first pixel of the range, counted in the flat frame
    /// @param pixels      pixels in the range
    /// @param schemeIndex number of the range in the tiling scheme
    public DataTile(
            MemorySegment data,
            DType dtype,
            long[] offsets,
            int depth,
            int firstIndex,
            @Nullable Roi roi,
            int firstPixel,
            int pixels,
            int schemeIndex) {
        this.data = data;
        this.dtype = dtype;
        this.offsets = offsets;
        this.depth = depth;
        this.firstIndex = firstIndex;
        this.roi = roi;
        this.firstPixel = firstPixel;
        this.pixels = pixels;
        this.schemeIndex = schemeIndex;
    }

    /// The memory of the pixels; frame `i` begins at byte [#offset].
    public MemorySegment data() {
        return data;
    }

    /// Type of the pixels.
    public DType dtype() {
        return dtype;
    }

    /// Number of frames.
    public int depth() {
        return depth;
    }

    /// The byte of [#data] at which the pixels of a frame begin. Those of one frame lie one after
    /// another; frames may have gaps between them.
    public long offset(int frame) {
        return offsets[frame];
    }

    /// All offsets; not to be changed.
    public long[] offsets() {
        return offsets;
    }

    /// Number of the first frame among the computed scan positions; the others follow it.
    public int firstIndex() {
        return firstIndex;
    }

    /// The flat scan position of a frame.
    public int position(int frame) {
        return roi == null ? firstIndex + frame : roi.position(firstIndex + frame);
    }

    /// The computed positions, null for all.
    public @Nullable Roi roi() {
        return roi;
    }

    /// The first pixel of the range that the tile covers, counted in the flat frame.
    public int firstPixel() {
        return firstPixel;
    }

    /// Pixels of each frame in this tile; all of them where frames are whole.
    public int pixels() {
        return pixels;
    }

    /// Number of the tile's range of pixels in the tiling scheme; 0 where frames are whole.
    public int schemeIndex() {
        return schemeIndex;
    }

    /// A pixel of a frame, counted from [#firstPixel]; integers exactly.
    public double value(int frame, int pixel) {
        return Pixels.value(dtype, data, offsets[frame], pixel);
    }

    /// The pixels of a frame as doubles, in a new array.
    public double[] values(int frame) {
        double[] values = new double[pixels];
        Pixels.toDoubles(dtype, data, offsets[frame], values, 0, pixels);
        return values;
    }
}
