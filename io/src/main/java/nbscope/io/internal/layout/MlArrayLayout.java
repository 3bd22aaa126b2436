package nbscope.io.internal.layout;

import java.util.Arrays;
import nbscope.io.ChunkLayout;
import nbscope.io.LayoutRequest;

/// The rule of mlarray 0.0.54: blocks, then chunks, grow along the spatial axes, always by the step that
/// gives the largest product that still fits a fixed cache size; other axes get 1.
///
/// Source: the function `comp_blosc2_params_spatial_only_magnitude` of mlarray 0.0.54 (MIT). Its cache
/// sizes are constants, so the answer is the same on every machine.
public final class MlArrayLayout {
    private static final double SAFETY = 0.8;
    /// 80 % of 32 KiB and of 1.375 MiB, rounded down, as Python's `int()` does.
    static final long BLOCK_BYTES = (long) (32768 * SAFETY);

    static final long CHUNK_BYTES = (long) (1441792 * SAFETY);

    private final long[] upper;
    private final long[] patch;
    private final long blockLimit;
    private final long chunkLimit;
    /// How much longer the patch is along this axis than along its shortest, rounded half to even.
    private final long[] weight;

    private MlArrayLayout(long[] upper, long[] patch, int itemBytes) {
        this.upper = upper;
        this.patch = patch;
        this.blockLimit = BLOCK_BYTES / itemBytes;
        this.chunkLimit = CHUNK_BYTES / itemBytes;
        long shortest = Arrays.stream(patch).min().orElseThrow();
        this.weight = new long[upper.length];
        for (int i = 0; i < upper.length; i++) {
            double magnitude = (double) patch[i] / shortest;
            // Longer than the axis is as good as the axis; so no product overflows.
            weight[i] = Math.min(Math.max(1, (long) Math.rint(magnitude)), upper[i]);
        }
    }

    public static ChunkLayout of(LayoutRequest request) {
        long[] shape = request.shape();
        for (long n : shape) {
            if (n == 0) {
                throw new IllegalArgumentException("an array of shape " + Arrays.toString(shape)
                        + " has no elements to fit a patch to; take blosc2-auto");
            }
        }
        long[] patch = request.spatialPatch();
        long[] upper = new long[patch.length];
        for (int i = 0, k = 0; i < shape.length; i++) {
            if (request.isSpatial(i)) {
                upper[k++] = shape[i];
            }
        }
        MlArrayLayout rule = new MlArrayLayout(upper, patch, request.itemBytes());
        long[] block = rule.block(request);
        long[] chunk = rule.chunk(block);
        int[] blocks = new int[shape.length];
        int[] chunks = new int[shape.length];
        for (int i = 0, k = 0; i < shape.length; i++) {
            blocks[i] = request.isSpatial(i) ? (int) block[k] : 1;
            chunks[i] = request.isSpatial(i) ? (int) chunk[k++] : 1;
        }
        return new ChunkLayout("mlarray", shape, request.itemBytes(), chunks, blocks);
    }

    private long[] block(LayoutRequest request) {
        long[] block = new long[upper.length];
        for (int i = 0; i < block.length; i++) {
            block[i] = upper[i] == 1 ? 1 : 2;
        }
        if (product(block, 0, block[0]) > blockLimit) {
            throw new IllegalArgumentException("the rule of mlarray starts at 2 elements along each spatial axis, and "
                    + Arrays.toString(block) + " elements of " + request.itemBytes() + " bytes are more than its "
                    + BLOCK_BYTES + " bytes for a block; take patch-aligned or blosc2-auto, or give chunks and blocks");
        }
        while (true) {
            int best = -1;
            long length = 0;
            long most = -1;
            for (int axis = block.length - 1; axis >= 0; axis--) {
                // Steps are even, so a length is even unless it is that of the whole axis.
                long grown = Math.min(block[axis] + 2 * weight[axis], upper[axis]);
                long elements = product(block, axis, grown);
                if (block[axis] < upper[axis] && elements <= blockLimit && elements > most) {
                    most = elements;
                    best = axis;
                    length = grown;
                }
            }
            if (best < 0) {
                return block;
            }
            block[best] = length;
        }
    }

    private long[] chunk(long[] block) {
        long[] chunk = block.clone();
        while (true) {
            int best = -1;
            long length = 0;
            long most = -1;
            for (int axis = block.length - 1; axis >= 0; axis--) {
                long grown = grown(chunk[axis], block[axis], axis);
                boolean stopped = chunk[axis] > 1.5 * patch[axis];
                long elements = product(chunk, axis, grown);
                if (!stopped && grown > chunk[axis] && elements <= chunkLimit && elements > most) {
                    most = elements;
                    best = axis;
                    length = grown;
                }
            }
            if (best < 0) {
                return chunk;
            }
            chunk[best] = length;
        }
    }

    /// The next length of a chunk: a multiple of the block (which is even, or the whole axis), or the whole
    /// axis.
    private long grown(long chunk, long block, int axis) {
        return Math.min(chunk + weight[axis] * block, upper[axis]);
    }

    /// Elements of a box with another length along one axis; a number over every limit where it would
    /// overflow.
    private static long product(long[] box, int axis, long length) {
        long n = length;
        for (int i = 0; i < box.length; i++) {
            if (i != axis) {
                if (n > Integer.MAX_VALUE) {
                    return Long.MAX_VALUE;
                }
                n *= box[i];
            }
        }
        return n;
    }
}
