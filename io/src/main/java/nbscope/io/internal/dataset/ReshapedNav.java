package nbscope.io.internal.dataset;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import nbscope.io.Axis;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.array.ForwardingArray;
import nbscope.io.internal.array.Layout;
import org.jspecify.annotations.Nullable;

/// An array whose frames are seen as another scan: `[frames]` as `[rows, cols]`, for example, always
/// with 4 axes, or 5 with frames first.
final class ReshapedNav extends ForwardingArray {
    private final int sigDims;
    private final long[] shape;
    private final FlatFrames frames;

    private ReshapedNav(NdArray array, int sigDims, long[] shape) {
        super(array);
        this.sigDims = sigDims;
        this.shape = shape;
        this.frames = new FlatFrames(array, array.shape().length - sigDims);
    }

    /// The array itself where it has those axes already.
    static NdArray of(NdArray array, Shape wanted) {
        long[] shape = wanted.asArray();
        return Arrays.equals(shape, array.shape()) ? array : new ReshapedNav(array, wanted.sig().length, shape);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public List<Axis> axes() {
        return Layout.axes(shape.length);
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        copy(array::read, region, destination, elementType().bytes());
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        copy(array::readFloat32, region, destination, Float.BYTES);
    }

    /// Those of an array of frames in a row, where rows of the scan begin with a chunk.
    @Override
    public int[] chunkShape() {
        int[] chunk = array.chunkShape();
        int axes = shape.length - 2;
        if (chunk.length != 1 + sigDims || sigDims != 2) {
            return new int[0];
        }
        long cols = shape[axes - 1];
        boolean rows = chunk[0] % cols == 0 && axes == 2;
        if (!rows && cols % chunk[0] != 0) {
            return new int[0];
        }
        int[] found = new int[shape.length];
        Arrays.fill(found, 1);
        found[axes - 2] = rows ? (int) (chunk[0] / cols) : 1;
        found[axes - 1] = rows ? (int) cols : chunk[0];
        found[axes] = chunk[1];
        found[axes + 1] = chunk[2];
        return found;
    }

    @Override
    public long fetchBytes(Region region) {
        Region flat = flat(region);
        return flat == null ? 0 : array.fetchBytes(flat);
    }

    @Override
    public NdArray fetch(Region region, MemorySegment buffer) {
        Region flat = flat(region);
        return flat == null ? this : new ReshapedNav(array.fetch(flat, buffer), sigDims, shape);
    }

    @Override
    public NdArray sequential() {
        NdArray alone = array.sequential();
        return alone.equals(array) ? this : new ReshapedNav(alone, sigDims, shape);
    }

    /// All frames from the first one of a region to its last one; null where the frames do not lie in a
    /// row.
    private @Nullable Region flat(Region region) {
        region.checkInside(shape);
        int axes = shape.length - 2;
        if (array.shape().length != 3 || sigDims != 2 || region.elements() == 0) {
            return null;
        }
        long[] start = region.start();
        long[] lengths = region.shape();
        long first = 0;
        long last = 0;
        for (int i = 0; i < axes; i++) {
            first = first * shape[i] + start[i];
            last = last * shape[i] + start[i] + lengths[i] - 1;
        }
        return new Region(
                new long[] {first, start[axes], start[axes + 1]},
                new long[] {last - first + 1, lengths[axes], lengths[axes + 1]});
    }

    private void copy(FlatFrames.Read read, Region region, MemorySegment destination, int itemBytes) {
        Layout.check(region, shape, itemBytes, destination, name());
        if (region.elements() == 0) {
            return;
        }
        int axes = shape.length - 2;
        long[] start = region.start();
        long[] lengths = region.shape();
        long[] sigStart = {start[axes], start[axes + 1]};
        long[] sigShape = {lengths[axes], lengths[axes + 1]};
        if (sigDims == 1) {
            sigStart = new long[] {start[axes + 1]};
            sigShape = new long[] {lengths[axes + 1]};
        }
        long frame = lengths[axes] * lengths[axes + 1] * itemBytes;
        // Whole rows of the scan follow one another.
        boolean joined = start[axes - 1] == 0 && lengths[axes - 1] == shape[axes - 1];
        long planes = axes == 3 ? lengths[0] : 1;
        long rows = lengths[axes - 2];
        for (long p = 0; p < planes; p++) {
            long plane = axes == 3 ? (start[0] + p) * shape[1] : 0;
            for (long r = 0; r < rows; r += joined ? rows : 1) {
                long first = (plane + start[axes - 2] + r) * shape[axes - 1] + start[axes - 1];
                long count = joined ? rows * shape[axes - 1] : lengths[axes - 1];
                long at = (p * rows + r) * lengths[axes - 1] * frame;
                frames.read(read, first, count, sigStart, sigShape, destination.asSlice(at, count * frame), itemBytes);
            }
        }
    }
}
