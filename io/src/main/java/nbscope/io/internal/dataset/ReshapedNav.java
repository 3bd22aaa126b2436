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
