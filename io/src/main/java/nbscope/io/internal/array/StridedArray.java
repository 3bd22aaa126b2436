package nbscope.io.internal.array;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.bytes.Lifetime;

/// An array whose elements lie uncompressed in one segment: a Java array, native memory, a mapped .npy or raw file.
/// Owns nothing but the lifetime that it was given.
public final class StridedArray implements NdArray {
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

    private final String name;
    private final MemorySegment memory;
    private final long first;
    private final ElementType type;
    private final long[] shape;
    private final long[] stride;
    private final List<Axis> axes;
    private final Lifetime lifetime;

    /// @param memory element 0 lies at its start; the caller has checked that the last one lies inside
    /// @param stride bytes between neighbours along each axis
    public StridedArray(
            String name, MemorySegment memory, ElementType type, long[] shape, long[] stride, Lifetime lifetime) {
        this(name, memory, 0, type, shape, stride, lifetime);
    }

    private StridedArray(
            String name,
            MemorySegment memory,
            long first,
            ElementType type,
            long[] shape,
            long[] stride,
            Lifetime lifetime) {
        this.name = name;
        this.memory = memory;
        this.first = first;
        this.type = type;
        this.shape = shape.clone();
        this.stride = stride.clone();
        this.axes = Layout.axes(shape.length);
        this.lifetime = lifetime;
    }

    /// The same elements with axes in another order and some of them backwards. Shares the lifetime.
    ///
    /// @param order    axis `i` of the view is axis `order[i]` of this array
    /// @param backward whether axis `i` of the view runs from the last element to the first
    public StridedArray turned(int[] order, boolean[] backward) {
        long[] lengths = new long[shape.length];
        long[] steps = new long[shape.length];
        long start = first;
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = shape[order[i]];
            steps[i] = stride[order[i]];
            if (backward[i]) {
                start += steps[i] * Math.max(0, lengths[i] - 1);
                steps[i] = -steps[i];
            }
        }
        return new StridedArray(name, memory, start, type, lengths, steps, lifetime);
    }

    /// Where any thread may read; else only the one that owns the memory can.
    @Override
    public boolean isDirect() {
        return memory.isAccessibleBy(ANOTHER);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /// `64 x 64, int64`: what a notebook prints.
    @Override
    public String toString() {
        String lengths = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(" x "));
        return lengths + ", " + type.numpy();
    }

    @Override
    public DType dtype() {
        return type.dtype();
    }

    @Override
    public ElementType elementType() {
        return type;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Axis> axes() {
        return axes;
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        copy(region, destination, ElementCopy.same(type));
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        copy(region, destination, ElementCopy.toFloat32(type, name));
    }

    private void copy(Region region, MemorySegment destination, ElementCopy copy) {
        Layout.check(region, shape, copy.outBytes(), destination, name);
        long[] start = region.start();
        long[] lengths = region.shape();
        long offset = first;
        for (int i = 0; i < start.length; i++) {
            offset += start[i] * stride[i];
        }
        lifetime.enter();
        try {
            BoxCopy.run(copy, lengths, memory, offset, stride, destination, 0, Layout.cOrder(lengths, copy.outBytes()));
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
