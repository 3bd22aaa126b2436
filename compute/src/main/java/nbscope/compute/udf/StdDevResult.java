package nbscope.compute.udf;

import java.lang.foreign.MemorySegment;
import nbscope.compute.Image;
import nbscope.io.DType;

/// Statistics over frames, pixel by pixel, F64; NaN when there were no frames.
///
/// @param frames   number of frames
/// @param sum      their sum
/// @param mean     their mean
/// @param variance mean squared deviation from it
/// @param std      its square root
public record StdDevResult(long frames, Image sum, Image mean, Image variance, Image std) {
    static StdDevResult of(UdfMeta meta, long frames, double[] sum, double[] variance) {
        double[] mean = new double[sum.length];
        double[] std = new double[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = sum[i] / frames;
            std[i] = Math.sqrt(variance[i]);
        }
        return new StdDevResult(frames, image(meta, sum), image(meta, mean), image(meta, variance), image(meta, std));
    }

    private static Image image(UdfMeta meta, double[] values) {
        return Image.of(meta.detRows(), meta.detCols(), DType.F64, MemorySegment.ofArray(values));
    }
}
