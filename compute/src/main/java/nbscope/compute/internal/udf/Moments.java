package nbscope.compute.internal.udf;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.frames.CenterFrames;
import nbscope.compute.internal.frames.Window;
import nbscope.compute.udf.ResultBuffers;
import nbscope.compute.udf.TileProcessor;
import nbscope.compute.udf.UdfMeta;
import nbscope.io.dataset.DataTile;

/// The sum of each frame and its first moments.
public final class Moments implements TileProcessor {
    public static final String MOMENTS = "moments";

    private final Window window;

    private Moments(Window window) {
        this.window = window;
    }

    public static Moments whole(UdfMeta meta) {
        return new Moments(Window.whole(meta.detRows(), meta.detCols()));
    }

    public static Moments ring(UdfMeta meta, double row, double col, double inner, double outer) {
        return new Moments(Window.disk(meta.detRows(), meta.detCols(), row, col, inner, outer));
    }

    @Override
    public void processTile(DataTile tile, ResultBuffers partial) {
        var kernel = CenterFrames.TWIN.of(tile.dtype());
        MemorySegment s = tile.data();
        int n = tile.depth();
        int at = 3 * partial.navOffset(tile, 0);
        if (tile.dtype().isInteger()) {
            long[] made = new long[3 * n];
            kernel.moments(tile.dtype(), s, tile.offsets(), 0, n, window, made);
            System.arraycopy(made, 0, partial.longs(MOMENTS), at, made.length);
        } else {
            double[] made = new double[3 * n];
            kernel.moments(tile.dtype(), s, tile.offsets(), 0, n, window, made);
            System.arraycopy(made, 0, partial.doubles(MOMENTS), at, made.length);
        }
    }
}
