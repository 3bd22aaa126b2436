package nbscope.compute.udf;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.sums.Pixels;
import nbscope.io.DType;

/// Some frames, or the same range of pixels of some frames, as a UDF gets them. Valid only inside the call:
/// the memory is the stack's own or is used again for the next tile. Never written to.
public final class DataTile {
    private final UdfMeta meta;
    private final MemorySegment data;
    private final long[] offsets;
    private final int depth;
    private final int firstIndex;
    private final int firstPixel;
    private final int pixels;

    /// @param meta       what it is a part of; its `inputType` is that of the pixels
    /// @param data       memory outside the heap that holds the frames, and 64 more bytes after the last of
    ///                   them: a kernel may read over the end
    /// @param offsets    byte at which each frame's part begins, at least `depth` of them
    /// @param depth      frames
    /// @param firstIndex number of the first frame among the computed positions
    /// @param firstPixel first pixel of the range
    /// @param pixels     pixels in the range
    public DataTile(
            UdfMeta meta, MemorySegment data, long[] offsets, int depth, int firstIndex, int firstPixel, int pixels) {
        this.meta = meta;
        this.data = data;
        this.offsets = offsets;
        this.depth = depth;
        this.firstIndex = firstIndex;
        this.firstPixel = firstPixel;
        this.pixels = pixels;
    }

    public UdfMeta meta() {
        return meta;
    }

    /// The memory of the pixels, little endian; frame `i` begins at byte [#offset].
    public MemorySegment data() {
        return data;
    }

    /// Type of the pixels.
    public DType dtype() {
        return meta.inputType();
    }

    /// Number of frames.
    public int depth() {
        return depth;
    }

    /// The byte of [#data] at which the pixels of a frame begin. Those of one frame lie one after another;
    /// frames may have gaps between them.
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
        return meta.position(firstIndex + frame);
    }

    /// The first pixel of the range that the tile covers, counted in the flat frame.
    public int firstPixel() {
        return firstPixel;
    }

    /// Pixels of each frame in this tile; all of them where frames are whole.
    public int pixels() {
        return pixels;
    }

    /// A pixel of a frame, counted from [#firstPixel]; integers exactly.
    public double value(int frame, int pixel) {
        return Pixels.value(dtype(), data, offsets[frame], pixel);
    }

    /// The pixels of a frame as doubles, in a new array.
    public double[] values(int frame) {
        double[] values = new double[pixels];
        Pixels.toDoubles(dtype(), data, offsets[frame], values, 0, pixels);
        return values;
    }

    /// A frame for functions that look at single pixels.
    public Frame frame(int frame) {
        return new Frame(this, frame);
    }
}
