package nbscope.compute.benchmark;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.NdArray;
import nbscope.io.Region;

/// An array of small counts that exists only while it is read.
record SyntheticArray(DType dtype, long... shape) implements NdArray {
    static SyntheticArray counts(DType dtype, long... shape) {
        return new SyntheticArray(dtype, shape);
    }

    @Override
    public String name() {
        return "synthetic counts";
    }

    @Override
    public List<Axis> axes() {
        return Arrays.stream(shape).mapToObj(n -> Axis.pixels("axis")).toList();
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        long first = region.start()[0] * 7919;
        long n = region.elements();
        for (long i = 0; i < n; i++) {
            int hash = (int) (first + i) * 0x9E3779B1;
            int count = (hash ^ hash >>> 15) >>> 28;
            switch (dtype.bytes()) {
                case 1 -> destination.set(ValueLayout.JAVA_BYTE, i, (byte) count);
                case 2 -> destination.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) count);
                case 4 ->
                    destination.setAtIndex(
                            ValueLayout.JAVA_INT, i, dtype == DType.F32 ? Float.floatToIntBits(count) : count);
                default -> destination.setAtIndex(ValueLayout.JAVA_DOUBLE, i, count);
            }
        }
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        throw new UnsupportedOperationException("only native reads");
    }

    @Override
    public void close() {}
}
