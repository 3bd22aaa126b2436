package nbscope.compute.internal.udf;

import java.util.List;
import nbscope.compute.internal.frames.DoubleFrames;
import nbscope.compute.udf.BufferSpec;
import nbscope.compute.udf.ResultBuffers;
import nbscope.compute.udf.TileProcessor;
import nbscope.io.DType;
import nbscope.io.dataset.DataTile;

/// Sums and sums of squared deviations from the mean, pixel by pixel: of a tile in two passes over it while
/// it is in the cache, of tiles and partitions merged in pairs.
public final class Variances implements TileProcessor {
    public static final String SUM = "sum";
    private static final String DEVIATIONS = "varsum";

    /// Frames per pixel, for tiles that cover a range of pixels only.
    private static final String COUNTS = "frames per pixel";

    public static List<BufferSpec> buffers() {
        return List.of(
                BufferSpec.single(Squares.FRAMES, DType.I64),
                BufferSpec.sig(SUM, DType.F64),
                BufferSpec.sig(DEVIATIONS, DType.F64),
                BufferSpec.sig(COUNTS, DType.I64).asScratch());
    }

    @Override
    public void processTile(DataTile tile, ResultBuffers partial) {
        int n = tile.depth();
        int pixels = tile.pixels();
        var kernel = DoubleFrames.TWIN.of(tile.dtype());
        double[] frame = new double[pixels];
        double[] sum = new double[pixels];
        double[] deviations = new double[pixels];
        for (int f = 0; f < n; f++) {
            kernel.read(tile.dtype(), tile.data(), tile.offset(f), frame, 0, pixels);
            for (int i = 0; i < pixels; i++) {
                sum[i] += frame[i];
            }
        }
        double[] mean = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            mean[i] = sum[i] / n;
        }
        for (int f = 0; f < n; f++) {
            kernel.read(tile.dtype(), tile.data(), tile.offset(f), frame, 0, pixels);
            for (int i = 0; i < pixels; i++) {
                double d = frame[i] - mean[i];
                deviations[i] += d * d;
            }
        }
        int first = tile.firstPixel();
        long[] counts = partial.longs(COUNTS);
        merge(counts[first], partial.doubles(SUM), partial.doubles(DEVIATIONS), first, n, sum, deviations);
        for (int i = 0; i < pixels; i++) {
            counts[first + i] += n;
        }
        if (first == 0) {
            partial.longs(Squares.FRAMES)[0] += n;
        }
    }

    public static void merge(ResultBuffers whole, ResultBuffers partial) {
        long[] n = whole.longs(Squares.FRAMES);
        long more = partial.longs(Squares.FRAMES)[0];
        merge(
                n[0],
                whole.doubles(SUM),
                whole.doubles(DEVIATIONS),
                0,
                more,
                partial.doubles(SUM),
                partial.doubles(DEVIATIONS));
        n[0] += more;
    }

    /// With `d` the difference of the means: `deviations = a + b + d^2 n m / (n + m)`.
    private static void merge(long n, double[] sum, double[] deviations, int at, long m, double[] sums, double[] more) {
        if (m == 0) {
            return;
        }
        double factor = n == 0 ? 0 : (double) n * m / (n + m);
        double perN = n == 0 ? 0 : 1.0 / n;
        double perM = 1.0 / m;
        for (int i = 0; i < sums.length; i++) {
            double d = sums[i] * perM - sum[at + i] * perN;
            deviations[at + i] += more[i] + (n == 0 ? 0 : d * d * factor);
            sum[at + i] += sums[i];
        }
    }

    public static double[] variances(ResultBuffers merged) {
        double[] deviations = merged.doubles(DEVIATIONS);
        double n = merged.longs(Squares.FRAMES)[0];
        double[] out = new double[deviations.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = deviations[i] / n;
        }
        return out;
    }
}
