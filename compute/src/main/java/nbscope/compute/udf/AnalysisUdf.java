package nbscope.compute.udf;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import nbscope.compute.Image;
import nbscope.compute.internal.udf.FrameSums;
import nbscope.compute.internal.udf.MaskedSums;
import nbscope.compute.internal.udf.Moments;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.io.TilingPreferences;
import nbscope.io.UnsupportedDataException;
import nbscope.io.dataset.Shape;
import org.jspecify.annotations.Nullable;

/// A job by one of the built-in UDFs, its result as an array of the job's shape.
///
/// @param job    what is asked
/// @param shape  of the data
/// @param integers whether the data are integers; sums of them are integers too
/// @param masked pixels that the file masks, null for none
/// @param worker does the work
record AnalysisUdf(AnalysisJob job, Shape shape, boolean integers, boolean @Nullable [] masked, Udf<?> worker)
        implements Udf<NdArray> {
    private static final long serialVersionUID = 1L;

    /// Doubles below are all the integers that there are.
    private static final double EXACT = 1L << 53;

    static AnalysisUdf of(AnalysisJob job, DataSet data) {
        boolean @Nullable [] masked = data.maskedPixels();
        int cols = data.detectorCols();
        int n = data.shape().pixels();
        Udf<?> worker = switch (job.kind()) {
            case SUM -> new Sum();
            case STD -> new StdDev();
            case SUMSIG -> masked == null ? new SumSig() : ApplyMasks.of(selected(n, masked, p -> true));
            case COM -> masked == null ? new CenterOfMass() : ApplyMasks.of(moments(n, cols, masked));
            case RING -> ApplyMasks.of(selected(n, masked, ring(job, data.detectorRows(), cols)));
        };
        return new AnalysisUdf(job, data.shape(), data.dtype().isInteger(), masked, worker);
    }

    private static IntPredicate ring(AnalysisJob job, int rows, int cols) {
        double row = Double.isNaN(job.row()) ? rows / 2.0 : job.row();
        double col = Double.isNaN(job.col()) ? cols / 2.0 : job.col();
        double inner = job.inner() * job.inner();
        double outer = job.outer() * job.outer();
        return p -> {
            double y = Math.floorDiv(p, cols) - row;
            double x = p % cols - col;
            double r2 = y * y + x * x;
            return r2 >= inner && r2 < outer;
        };
    }

    private static boolean[] selected(int n, boolean @Nullable [] masked, IntPredicate wanted) {
        boolean[] selected = new boolean[n];
        for (int p = 0; p < n; p++) {
            selected[p] = wanted.test(p) && (masked == null || !masked[p]);
        }
        return selected;
    }

    /// Weights 1, row and column of the pixels that count.
    private static double[][] moments(int n, int cols, boolean[] masked) {
        double[][] weights = new double[3][n];
        for (int p = 0; p < n; p++) {
            if (!masked[p]) {
                weights[0][p] = 1;
                weights[1][p] = Math.floorDiv(p, cols);
                weights[2][p] = p % cols;
            }
        }
        return weights;
    }

    @Override
    public String name() {
        return job.kind().name();
    }

    @Override
    public TilingPreferences tiling() {
        return worker.tiling();
    }

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        return worker.buffers(meta);
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        return worker.prepare(meta);
    }

    @Override
    public void merge(ResultBuffers whole, ResultBuffers partial) {
        worker.merge(whole, partial);
    }

    @Override
    public NdArray results(ResultBuffers merged) {
        long[] sig = Arrays.stream(shape.sig()).asLongStream().toArray();
        return switch (job.kind()) {
            case SUM -> {
                Object sums = merged.array(FrameSums.SUM);
                if (sums instanceof long[] longs) {
                    yield NdArray.of(blank(longs.clone()), sig);
                }
                double[] values = blank(((double[]) sums).clone());
                yield integers ? NdArray.of(exact(values), sig) : NdArray.of(values, sig);
            }
            case STD -> {
                var std = ((StdDevResult) worker.results(merged)).std();
                double[] values = new double[shape.pixels()];
                for (int p = 0; p < values.length; p++) {
                    values[p] = std.value(p / std.cols(), p % std.cols());
                }
                yield NdArray.of(blank(values), sig);
            }
            case SUMSIG, RING ->
                nav(
                        merged.nav(MaskedSums.VALUES),
                        merged.spec(MaskedSums.VALUES).dtype());
            case COM -> centreArray(merged.nav(masked == null ? Moments.MOMENTS : MaskedSums.VALUES));
        };
    }

    /// Integers stay integers, 0 where nothing was computed; floats are NaN there.
    private NdArray nav(NavValues values, DType type) {
        if (!type.isInteger()) {
            double[] filled = values.filled(0);
            return integers ? NdArray.of(exact(filled), shape.nav()) : NdArray.of(filled, shape.nav());
        }
        long[] all = new long[Math.toIntExact(shape.frames())];
        for (int i = 0; i < values.size(); i++) {
            all[values.position(i)] = values.exact(i, 0);
        }
        return NdArray.of(all, shape.nav());
    }

    /// Sums of 64-bit integers, which were added as doubles; 0 where nothing was computed.
    private static long[] exact(double[] sums) {
        long[] longs = new long[sums.length];
        for (int i = 0; i < sums.length; i++) {
            if (Math.abs(sums[i]) > EXACT) {
                throw new UnsupportedDataException(
                        "64-bit integers",
                        "a sum of " + sums[i] + " is not exact in float64, in which 64-bit integers are added; "
                                + "save the data as 32-bit integers or as float64");
            }
            longs[i] = Double.isNaN(sums[i]) ? 0 : (long) sums[i];
        }
        return longs;
    }

    private NdArray centreArray(NavValues moments) {
        double[][] centres = centres(moments);
        double[] out = new double[2 * centres[0].length];
        for (int p = 0; p < centres[0].length; p++) {
            out[2 * p] = centres[0][p];
            out[2 * p + 1] = centres[1][p];
        }
        long[] lengths = Arrays.copyOf(shape.nav(), shape.nav().length + 1);
        lengths[lengths.length - 1] = 2;
        return NdArray.of(out, lengths);
    }

    /// Rows and columns of the centres over the whole scan.
    private static double[][] centres(NavValues moments) {
        double[] sum = moments.filled(0);
        double[] rows = moments.filled(1);
        double[] cols = moments.filled(2);
        for (int p = 0; p < sum.length; p++) {
            double total = sum[p] == 0 ? Double.NaN : sum[p];
            rows[p] /= total;
            cols[p] /= total;
        }
        return new double[][] {rows, cols};
    }

    private long[] blank(long[] sums) {
        for (int p = 0; masked != null && p < sums.length; p++) {
            sums[p] = masked[p] ? 0 : sums[p];
        }
        return sums;
    }

    private double[] blank(double[] values) {
        for (int p = 0; masked != null && p < values.length; p++) {
            values[p] = masked[p] ? 0 : values[p];
        }
        return values;
    }

    /// NaN where nothing was computed, also where the result of integers has to say 0.
    @Override
    public List<Picture> pictures(ResultBuffers merged) {
        return switch (job.kind()) {
            case SUM, STD -> List.of(new Picture(job.text(), Picture.Plane.DETECTOR, image(merged)));
            case SUMSIG, RING -> {
                Image sums = merged.nav(MaskedSums.VALUES).image(0);
                yield List.of(new Picture(job.text(), Picture.Plane.SCAN, sums));
            }
            case COM -> centrePictures(merged);
        };
    }

    private Image image(ResultBuffers merged) {
        Image whole = job.kind() == AnalysisJob.Kind.SUM
                ? new Sum().results(merged)
                : ((StdDevResult) worker.results(merged)).std();
        if (masked == null) {
            return whole;
        }
        double[] values = new double[shape.pixels()];
        for (int p = 0; p < values.length; p++) {
            values[p] = masked[p] ? Double.NaN : whole.value(p / whole.cols(), p % whole.cols());
        }
        return Image.of(whole.rows(), whole.cols(), DType.F64, MemorySegment.ofArray(values));
    }

    /// Both coordinates, and how far each centre is from their mean: what bends the beam, in one picture.
    private List<Picture> centrePictures(ResultBuffers merged) {
        NavValues moments = merged.nav(masked == null ? Moments.MOMENTS : MaskedSums.VALUES);
        double[][] centres = centres(moments);
        double[] mean = {mean(centres[0]), mean(centres[1])};
        double[] length = new double[centres[0].length];
        for (int p = 0; p < length.length; p++) {
            length[p] = Math.hypot(centres[0][p] - mean[0], centres[1][p] - mean[1]);
        }
        return List.of(
                scan(moments, "row of the centre", centres[0]),
                scan(moments, "column of the centre", centres[1]),
                scan(moments, "distance from the mean centre", length));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
    }

    private static Picture scan(NavValues like, String name, double[] values) {
        Image image = Image.of(like.scanRows(), like.scanCols(), DType.F64, MemorySegment.ofArray(values));
        return new Picture(name, Picture.Plane.SCAN, image);
    }
}
