package nbscope.compute.internal.udf;

import nbscope.compute.udf.DataTile;
import nbscope.compute.udf.ResultBuffers;
import nbscope.compute.udf.TileProcessor;

/// Sums of frames times weights, one channel per mask. Each frame is turned into doubles once, for all
/// masks; four
/// frames are worked on together.
public record WeightedSums(Weights weights) implements TileProcessor {
    @Override
    public void processTile(DataTile tile, ResultBuffers partial) {
        var kernel = DoubleFrames.TWIN.of(tile.dtype());
        int pixels = tile.pixels();
        double[] frames = new double[4 * pixels];
        double[] sums = new double[4];
        double[] out = partial.doubles(MaskedSums.VALUES);
        int[] spans = weights.spans();
        for (int i = 0; i < tile.depth(); i += 4) {
            int n = Math.min(4, tile.depth() - i);
            for (int j = 0; j < n; j++) {
                kernel.read(tile.dtype(), tile.data(), tile.offset(i + j), frames, j * pixels, pixels);
            }
            // The last group of a tile may be of fewer frames; what the other places hold is not used.
            for (int k = 0; k < spans.length; k += 4) {
                kernel.dot4(frames, pixels, spans[k], weights.weights(), spans[k + 2], spans[k + 1] - spans[k], sums);
                for (int j = 0; j < n; j++) {
                    out[partial.navOffset(tile, i + j) * weights.masks() + spans[k + 3]] += sums[j];
                }
            }
        }
    }
}
