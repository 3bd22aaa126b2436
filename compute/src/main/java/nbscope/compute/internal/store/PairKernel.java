package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.frames.Twin;
import nbscope.io.DType;

/// Adds up 2 x 2 pixels of unsigned 16 bit, of one pattern or of several: a word of 32 bits holds two
/// neighbours, so that no lane ever meets another. Any thread.
interface PairKernel {
    /// The twins; results are the same.
    Twin<PairKernel> TWIN = new Twin<>(new ScalarPairKernel(), () -> new VectorPairKernel(), PairKernel::exercise);

    /// Bins one pattern.
    ///
    /// @param rows  where the rows of pixels begin that become the first row of bins
    /// @param count rows of bins
    /// @param step  bytes from a row of pixels to the one that is added in its place to the next row of
    ///     bins
    /// @param cols  bins of a row
    /// @param to    where the bins go
    /// @param item  bytes of a bin, 2 or 4; what does not fit 2 is cut off
    /// @param ends  the smallest and the largest sum so far, of all that were binned
    void bin(
            MemorySegment source,
            long[] rows,
            int count,
            long step,
            int cols,
            MemorySegment destination,
            long to,
            int item,
            int[] ends);

    /// Frames of 64 x 64 pixels, over the upper half of which the bins are written.
    private static void exercise(PairKernel kernel, DType t, MemorySegment data, long[] offsets, int bytes) {
        int[] ends = {0, 0};
        for (long at : offsets) {
            long half = at + bytes / 2;
            kernel.bin(data, new long[] {at, at + 128}, 32, 256, 32, data, half, 2, ends);
            kernel.bin(data, new long[] {at, at + 128}, 32, 256, 32, data, half, 4, ends);
            kernel.bin(data, new long[] {at, at + 128, half, half + 128}, 16, 256, 32, data, at, 2, ends);
        }
    }
}
