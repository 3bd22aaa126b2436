package nbscope.compute.internal.udf;

import nbscope.compute.internal.frames.DoubleFrames;
import nbscope.compute.udf.ResultBuffers;
import nbscope.compute.udf.TileProcessor;
import nbscope.io.dataset.DataTile;

/// Sums of frames times weights, one channel per mask. Four frames are worked on together. For more than a
/// few masks each frame is turned into doubles once, for all of them.
public record WeightedSums(Weights weights) implements TileProcessor {
    /// Masks up to which widening the pixels again for each is cheaper than the way through an array.
    private static final int FEW = 2;

    @Override
    public void processTile(DataTile tile, ResultBuffers partial) {
        var kernel = DoubleFrames.TWIN.of(tile.dtype());
        double[] out = partial.doubles(MaskedSums.VALUES);
        double[] frames = {};
        for (int i = 0; i < tile.depth(); i += 4) {
            int n = Math.min(4, tile.depth() - i);
            int at = partial.navOffset(tile, i) * weights.masks();
            if (n == 4 && weights.masks() <= FEW && straight(kernel, tile, i, out, at)) {
                continue;
            }
            frames = frames.length == 0 ? new double[4 * tile.pixels()] : frames;
            throughArray(kernel, tile, i, n, frames, out, at);
        }
    }

    /// @return false where the kernel cannot
    private boolean straight(DoubleFrames kernel, DataTile tile, int i, double[] out, int at) {
        double[] sums = new double[4];
        int[] spans = weights.spans();
        for (int k = 0; k < spans.length; k += 4) {
            int n = spans[k + 1] - spans[k];
            double[] w = weights.weights();
            if (!kernel.dot4(tile.dtype(), tile.data(), tile.offsets(), i, spans[k], w, spans[k + 2], n, sums)) {
                return false;
            }
            for (int j = 0; j < 4; j++) {
                out[at + j * weights.masks() + spans[k + 3]] += sums[j];
            }
        }
        return true;
    }

    private void throughArray(DoubleFrames kernel, DataTile tile, int i, int n, double[] frames, double[] out, int at) {
        int pixels = tile.pixels();
        double[] sums = new double[4];
        int[] spans = weights.spans();
        for (int j = 0; j < n; j++) {
            kernel.read(tile.dtype(), tile.data(), tile.offset(i + j), frames, j * pixels, pixels);
        }
        // The last group of a tile may be of fewer frames; what the other places hold is not used.
        for (int k = 0; k < spans.length; k += 4) {
            int count = spans[k + 1] - spans[k];
            kernel.dot4(frames, pixels, spans[k], weights.weights(), spans[k + 2], count, sums);
            for (int j = 0; j < n; j++) {
                out[at + j * weights.masks() + spans[k + 3]] += sums[j];
            }
        }
    }
}
