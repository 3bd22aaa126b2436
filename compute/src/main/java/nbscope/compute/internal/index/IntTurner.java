package nbscope.compute.internal.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.compute.internal.store.Geometry;
import nbscope.io.Pixels;

/// Rows of integer pixels into 32-bit planes of row sums, modulo 2^32. Refuses rows of which the sum of
/// absolute values passes 32 bit (unsigned) or 31 bit (signed): within those, the difference of two planes
/// is the exact sum of the pixels between. Plain Java.
final class IntTurner implements RowTurner {
    private static final int STRIDE = Group.MOST + 8;

    private final RowPrefixIndex index;
    private final Geometry geometry;
    private final int cols;
    private final byte[] bytes;
    private final short[] shorts;
    private final int[] ints;
    private final int[] turned;
    private final long limit;

    IntTurner(RowPrefixIndex index) {
        this.index = index;
        this.geometry = index.geometry();
        this.cols = geometry.detCols();
        int size = geometry.dtype().bytes();
        this.bytes = new byte[size == 1 ? cols : 0];
        this.shorts = new short[size == 2 ? cols : 0];
        this.ints = new int[cols];
        this.turned = new int[cols * STRIDE];
        this.limit = geometry.dtype().isUnsigned() ? 0xffff_ffffL : Integer.MAX_VALUE;
    }

    @Override
    public boolean turn(Group group, int row) {
        boolean fits = true;
        for (int g = 0; g < group.count(); g++) {
            read(
                    group.segment(g),
                    group.offset(g) + (long) row * cols * geometry.dtype().bytes());
            fits &= (geometry.dtype().isUnsigned() ? sum(ints) : absoluteSum(ints)) <= limit;
            scatter(ints, turned, g);
        }
        for (int c = 1; c < cols; c++) {
            add(turned, c * STRIDE);
        }
        for (int c = 0; c < cols; c++) {
            long to = index.tiles().offset(row * cols + c, group.first());
            MemorySegment.copy(turned, c * STRIDE, index.planes(), Pixels.I32, to, group.count());
        }
        return fits;
    }

    private void read(MemorySegment data, long at) {
        boolean unsigned = geometry.dtype().isUnsigned();
        switch (geometry.dtype().bytes()) {
            case 1 -> {
                MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, bytes, 0, cols);
                widen(bytes, unsigned ? 0xff : -1, ints);
            }
            case 2 -> {
                MemorySegment.copy(data, Pixels.I16, at, shorts, 0, cols);
                widen(shorts, unsigned ? 0xffff : -1, ints);
            }
            default -> MemorySegment.copy(data, Pixels.I32, at, ints, 0, cols);
        }
    }

    private static void widen(byte[] from, int mask, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i] & mask;
        }
    }

    private static void widen(short[] from, int mask, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i] & mask;
        }
    }

    private static long sum(int[] pixels) {
        long sum = 0;
        for (int x : pixels) {
            sum += x & 0xffff_ffffL;
        }
        return sum;
    }

    private static long absoluteSum(int[] pixels) {
        long sum = 0;
        for (int x : pixels) {
            sum += Math.abs((long) x);
        }
        return sum;
    }

    private static void scatter(int[] line, int[] turned, int g) {
        for (int c = 0, at = g; c < line.length; c++, at += STRIDE) {
            turned[at] = line[c];
        }
    }

    private static void add(int[] turned, int column) {
        for (int i = column; i < column + Group.MOST; i++) {
            turned[i] += turned[i - STRIDE];
        }
    }
}
