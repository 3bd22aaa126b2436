package nbscope.compute.internal.index;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.store.Geometry;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Rows of floating-point pixels into planes of single pixels, type unchanged. Refuses values of which sums
/// may not be finite. Plain Java.
final class FloatTurner implements RowTurner {
    /// A pattern has fewer than 2^30 pixels.
    private static final double LARGEST = Double.MAX_VALUE / (1L << 32);

    private static final int STRIDE = Group.MOST + 8;

    private final PixelPlanes planes;
    private final Geometry geometry;
    private final int cols;
    private final boolean single;
    private final float[] floats;
    private final double[] doubles;
    private final float[] turnedFloats;
    private final double[] turnedDoubles;

    FloatTurner(PixelPlanes planes) {
        this.planes = planes;
        this.geometry = planes.geometry();
        this.cols = geometry.detCols();
        this.single = geometry.dtype() == DType.F32;
        this.floats = new float[single ? cols : 0];
        this.doubles = new double[single ? 0 : cols];
        this.turnedFloats = new float[single ? cols * STRIDE : 0];
        this.turnedDoubles = new double[single ? 0 : cols * STRIDE];
    }

    @Override
    public boolean turn(Group group, int row) {
        boolean fits = true;
        int size = geometry.dtype().bytes();
        for (int g = 0; g < group.count(); g++) {
            MemorySegment data = group.segment(g);
            long at = group.offset(g) + (long) row * cols * size;
            if (single) {
                MemorySegment.copy(data, Pixels.F32, at, floats, 0, cols);
                fits &= scatter(floats, turnedFloats, g);
            } else {
                MemorySegment.copy(data, Pixels.F64, at, doubles, 0, cols);
                fits &= scatter(doubles, turnedDoubles, g);
            }
        }
        for (int c = 0; c < cols; c++) {
            long to = planes.tiles().offset(row * cols + c, group.first());
            if (single) {
                MemorySegment.copy(turnedFloats, c * STRIDE, planes.planes(), Pixels.F32, to, group.count());
            } else {
                MemorySegment.copy(turnedDoubles, c * STRIDE, planes.planes(), Pixels.F64, to, group.count());
            }
        }
        return fits;
    }

    /// @return whether all are finite
    private static boolean scatter(float[] line, float[] turned, int g) {
        boolean finite = true;
        for (int c = 0, at = g; c < line.length; c++, at += STRIDE) {
            finite &= Math.abs(line[c]) <= Float.MAX_VALUE;
            turned[at] = line[c];
        }
        return finite;
    }

    private static boolean scatter(double[] line, double[] turned, int g) {
        boolean small = true;
        for (int c = 0, at = g; c < line.length; c++, at += STRIDE) {
            small &= Math.abs(line[c]) <= LARGEST;
            turned[at] = line[c];
        }
        return small;
    }
}
