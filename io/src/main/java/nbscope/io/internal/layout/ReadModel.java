package nbscope.io.internal.layout;

/// How long the reading of a patch takes, in nanoseconds of one thread, from what it touches. Fitted to measured
/// reads of LZ4HC files (see LayoutBenchmark); only ratios between layouts of one array count.
final class ReadModel {
    private static final double CHUNK = 3000;
    private static final double BLOCK = 900;
    private static final double BYTE = 0.25;
    private static final double ROW = 6;

    private final long[] shape;
    private final long[] patch;
    private final int itemBytes;
    private final double ideal;

    ReadModel(long[] shape, long[] patch, int itemBytes) {
        this.shape = shape;
        this.patch = patch;
        this.itemBytes = itemBytes;
        double bytes = itemBytes;
        for (long n : patch) {
            bytes *= n;
        }
        this.ideal = BYTE * bytes;
    }

    /// What blocks of this shape cost when their grid does not start anew at chunks.
    ///
    /// @param aligned blocks touched by the patch at the origin
    /// @param mean blocks touched on average over all positions
    record Blocks(double aligned, double mean, double blockBytes, double patchBytes) {
        double amplificationAligned() {
            return aligned * blockBytes / patchBytes;
        }

        double amplificationRandom() {
            return mean * blockBytes / patchBytes;
        }
    }

    Blocks blocks(int[] block) {
        double aligned = 1;
        double mean = 1;
        double bytes = itemBytes;
        for (int i = 0; i < block.length; i++) {
            AxisCost axis = axis(i, block[i]);
            aligned *= axis.blocksAt(0);
            mean *= axis.meanBlocks();
            bytes *= block[i];
        }
        return new Blocks(aligned, mean, bytes, ideal / BYTE);
    }

    private AxisCost axis(int i, int block) {
        long whole = (shape[i] + block - 1) / block * block;
        return new AxisCost(shape[i], whole, block, patch[i]);
    }

    /// Time over the time that the bytes asked for take by themselves.
    ///
    /// @param touched number of blocks of this shape
    double slowdown(int[] block, double touched, double blockBytes) {
        return touched * (BLOCK + BYTE * blockBytes + ROW * rows(block)) / ideal;
    }

    /// The same for chunks, without their blocks.
    double chunkTime(int[] chunk) {
        double aligned = 1;
        double mean = 1;
        for (int i = 0; i < chunk.length; i++) {
            AxisCost axis = axis(i, chunk[i]);
            aligned *= axis.blocksAt(0);
            mean *= axis.meanBlocks();
        }
        return (0.25 * aligned + 0.75 * mean) * CHUNK / ideal;
    }

    /// Pieces that a block is copied in: its rows, longer ones where it spans the patch along the last axes.
    private double rows(int[] block) {
        double rows = 1;
        boolean whole = true;
        for (int i = block.length - 1; i >= 0; i--) {
            boolean last = i == block.length - 1;
            rows *= last || whole ? 1 : block[i];
            whole &= block[i] >= patch[i];
        }
        return rows;
    }
}
