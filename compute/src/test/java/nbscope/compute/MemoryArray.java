package nbscope.compute;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.NdArray;
import nbscope.io.Region;

/// An array over a segment, as small as a test needs.
record MemoryArray(String name, DType dtype, MemorySegment data, long... shape) implements NdArray {
    @Override
    public List<Axis> axes() {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            axes.add(Axis.pixels("axis" + i));
        }
        return axes;
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        region.checkInside(shape);
        copy(region, destination, 0, 0, new long[1]);
    }

    private void copy(Region region, MemorySegment destination, int axis, long offset, long[] written) {
        long start = region.start()[axis];
        long length = region.shape()[axis];
        if (axis == shape.length - 1) {
            long bytes = length * dtype.bytes();
            MemorySegment.copy(data, (offset + start) * dtype.bytes(), destination, written[0], bytes);
            written[0] += bytes;
            return;
        }
        for (long i = start; i < start + length; i++) {
            copy(region, destination, axis + 1, (offset + i) * shape[axis + 1], written);
        }
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
