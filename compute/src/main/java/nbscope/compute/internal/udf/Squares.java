package nbscope.compute.internal.udf;

import java.math.BigInteger;
import java.util.List;
import nbscope.compute.internal.frames.SquareFrames;
import nbscope.compute.internal.frames.SumFrames;
import nbscope.compute.udf.BufferSpec;
import nbscope.compute.udf.ResultBuffers;
import nbscope.compute.udf.TileProcessor;
import nbscope.io.DType;
import nbscope.io.dataset.DataTile;

/// Exact sums and sums of squares of 8- and 16-bit frames. A square has up to 32 bits; its two halves are
/// added up apart, in ints that are emptied into longs before they can overflow.
public final class Squares implements TileProcessor {
    public static final String FRAMES = "num_frames";
    private static final String SUM = "sum";
    private static final String SQUARES = "squares";
    private static final String NARROW = "narrow";
    private static final String HELD = "frames in narrow";

    public static List<BufferSpec> buffers() {
        return List.of(
                BufferSpec.single(FRAMES, DType.I64),
                BufferSpec.sig(SUM, DType.I64),
                BufferSpec.sig(SQUARES, DType.I64),
                BufferSpec.sig(NARROW, DType.I32, 3).asScratch(),
                BufferSpec.single(HELD, DType.I32).asScratch());
    }

    @Override
    public void processTile(DataTile tile, ResultBuffers partial) {
        var kernel = SquareFrames.TWIN.of(tile.dtype());
        int[] held = partial.ints(HELD);
        int n = tile.depth();
        for (int from = 0; from < n; from += SumFrames.FRAMES_PER_INT) {
            int to = Math.min(n, from + SumFrames.FRAMES_PER_INT);
            if (held[0] + to - from > SumFrames.FRAMES_PER_INT) {
                flush(partial);
            }
            held[0] += to - from;
            kernel.add(
                    tile.dtype(),
                    tile.data(),
                    tile.offsets(),
                    from,
                    to,
                    tile.pixels(),
                    partial.ints(NARROW),
                    tile.firstPixel(),
                    partial.meta().pixels());
        }
        if (tile.firstPixel() == 0) {
            partial.longs(FRAMES)[0] += n;
        }
    }

    @Override
    public void postprocess(ResultBuffers partial) {
        flush(partial);
    }

    private static void flush(ResultBuffers partial) {
        int[] narrow = partial.ints(NARROW);
        long[] sum = partial.longs(SUM);
        long[] squares = partial.longs(SQUARES);
        int n = sum.length;
        for (int i = 0; i < n; i++) {
            sum[i] += narrow[i];
            squares[i] += (narrow[n + i] & 0xffff_ffffL) + ((narrow[2 * n + i] & 0xffff_ffffL) << 16);
        }
        java.util.Arrays.fill(narrow, 0);
        partial.ints(HELD)[0] = 0;
    }

    public static double[] sums(ResultBuffers merged) {
        long[] sum = merged.longs(SUM);
        double[] out = new double[sum.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = sum[i];
        }
        return out;
    }

    /// `(n * squares - sum^2) / n^2`, the numerator exactly in 128 bits.
    public static double[] variances(ResultBuffers merged) {
        long[] sum = merged.longs(SUM);
        long[] squares = merged.longs(SQUARES);
        long n = merged.longs(FRAMES)[0];
        double[] out = new double[sum.length];
        for (int i = 0; i < out.length; i++) {
            long high = Math.multiplyHigh(n, squares[i]) - Math.multiplyHigh(sum[i], sum[i]);
            long low = n * squares[i] - sum[i] * sum[i];
            if (Long.compareUnsigned(n * squares[i], sum[i] * sum[i]) < 0) {
                high--;
            }
            double numerator = high == 0 && low >= 0
                    ? low
                    : BigInteger.valueOf(high)
                            .shiftLeft(64)
                            .add(new BigInteger(Long.toUnsignedString(low)))
                            .doubleValue();
            out[i] = numerator / n / n;
        }
        return out;
    }
}
