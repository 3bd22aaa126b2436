package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import nbscope.compute.Image;
import nbscope.compute.Provenance;
import nbscope.io.DType;

/// Turns sums into images: U32 while every one lies in 0 to 2^32 - 1, else I64; F64 for floats.
public final class Sums {
    private Sums() {}

    public static Image image(int rows, int cols, long[] sums) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (long v : sums) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        if (min < 0 || max > 0xffff_ffffL) {
            return new Image(rows, cols, DType.I64, MemorySegment.ofArray(sums), min, max, Provenance.NONE);
        }
        int[] narrow = new int[sums.length];
        for (int i = 0; i < sums.length; i++) {
            narrow[i] = (int) sums[i];
        }
        return new Image(rows, cols, DType.U32, MemorySegment.ofArray(narrow), min, max, Provenance.NONE);
    }

    public static Image image(int rows, int cols, double[] sums) {
        return Image.of(rows, cols, DType.F64, MemorySegment.ofArray(sums));
    }
}
