package nbscope.compute.udf;

import java.util.List;
import nbscope.compute.internal.udf.Squares;
import nbscope.compute.internal.udf.Variances;
import nbscope.io.DType;

/// Mean, variance and standard deviation of all frames, pixel by pixel; over the number of frames, not
/// one less.
///
/// Integers of 8 and 16 bits: sums and sums of squares, exact until the last division. Others: sums and
/// sums of squared deviations in float64, tile by tile and then merged in pairs (Schubert and Gertz 2018,
/// doi 10.1145/3221269.3223036), which loses nothing to cancellation.
public record StdDev() implements Udf<StdDevResult> {
    private static final long serialVersionUID = 1L;

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        return exact(meta.inputType()) ? Squares.buffers() : Variances.buffers();
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        return exact(meta.inputType()) ? new Squares() : new Variances();
    }

    @Override
    public void merge(ResultBuffers whole, ResultBuffers partial) {
        if (exact(whole.meta().inputType())) {
            whole.mergeByDefault(partial);
        } else {
            Variances.merge(whole, partial);
        }
    }

    @Override
    public StdDevResult results(ResultBuffers merged) {
        boolean exact = exact(merged.meta().inputType());
        long n = merged.longs(Squares.FRAMES)[0];
        double[] sum =
                exact ? Squares.sums(merged) : merged.doubles(Variances.SUM).clone();
        double[] variance = exact ? Squares.variances(merged) : Variances.variances(merged);
        return StdDevResult.of(merged.meta(), n, sum, variance);
    }

    private static boolean exact(DType t) {
        return t.isInteger() && t.bytes() <= 2;
    }

    @Override
    public List<Picture> pictures(ResultBuffers merged) {
        StdDevResult result = results(merged);
        return List.of(
                new Picture("standard deviation", Picture.Plane.DETECTOR, result.std()),
                new Picture("mean", Picture.Plane.DETECTOR, result.mean()));
    }
}
