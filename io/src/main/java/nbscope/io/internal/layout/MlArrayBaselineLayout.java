package nbscope.io.internal.layout;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import nbscope.io.ChunkLayout;
import nbscope.io.LayoutRequest;

/// The rule of mlarray up to 0.0.53, which is nnU-Net's: the block is the patch rounded up to powers of two
/// and then halved until it fits, the chunk grows block by block. One axis that is not spatial stays whole.
///
/// Source: the function `comp_blosc2_params_baseline` of mlarray (MIT). Where it sorts axes of equal ratio,
/// NumPy promises no order; here as there, a stable ascending sort is read backwards.
public final class MlArrayBaselineLayout {
    private static final double SAFETY = 0.8;
    private static final double BLOCK_BYTES = 32768 * SAFETY;
    private static final double CHUNK_BYTES = 1441792 * SAFETY;

    /// Image, patch (from axis 1), block and chunk with the other axis first and then z, y, x.
    private final long[] image;
    private final long[] patch;
    private final int itemBytes;

    private MlArrayBaselineLayout(long[] image, long[] patch, int itemBytes) {
        this.image = image;
        this.patch = patch;
        this.itemBytes = itemBytes;
    }

    public static ChunkLayout of(LayoutRequest request) {
        long[] shape = request.shape();
        List<Integer> other = IntStream.range(0, shape.length)
                .filter(i -> !request.isSpatial(i))
                .boxed()
                .toList();
        int spatial = shape.length - other.size();
        if (spatial < 2
                || spatial > 3
                || other.size() > 1
                || Arrays.stream(shape).anyMatch(n -> n == 0)) {
            throw new IllegalArgumentException("mlarray-baseline lays out images with 2 or 3 spatial axes and at most"
                    + " one other, none of them empty; found " + spatial + " spatial and " + other.size()
                    + " other axes in the shape " + Arrays.toString(shape) + "; take mlarray or patch-aligned");
        }
        long[] asked = request.spatialPatch();
        // Where each of the four axes stands in the array; -1 is an axis of length 1 that is not there.
        int[] from = new int[4];
        Arrays.fill(from, -1);
        from[0] = other.isEmpty() ? -1 : other.getFirst();
        int at = 4 - spatial;
        for (int i = 0; i < shape.length; i++) {
            if (request.isSpatial(i)) {
                from[at++] = i;
            }
        }
        long[] image = new long[4];
        long[] patch = {1, 1, 1, 1};
        for (int i = 0; i < 4; i++) {
            image[i] = from[i] < 0 ? 1 : shape[from[i]];
        }
        System.arraycopy(asked, 0, patch, 4 - spatial, spatial);
        MlArrayBaselineLayout rule = new MlArrayBaselineLayout(image, patch, request.itemBytes());
        long[] block = rule.block();
        long[] chunk = rule.chunk(block);
        int[] blocks = new int[shape.length];
        int[] chunks = new int[shape.length];
        for (int i = 0; i < 4; i++) {
            if (from[i] >= 0) {
                blocks[from[i]] = Math.toIntExact(block[i]);
                chunks[from[i]] = Math.toIntExact(chunk[i]);
            }
        }
        return new ChunkLayout("mlarray-baseline", shape, request.itemBytes(), chunks, blocks);
    }

    private long[] block() {
        long[] block = new long[4];
        block[0] = image[0];
        for (int i = 1; i < 4; i++) {
            block[i] = powerAtLeast(patch[i]);
        }
        while (bytes(block) > BLOCK_BYTES) {
            int[] order = ascending(block, patch);
            int last = order.length - 1;
            while (last >= 0 && block[order[last]] == 1) {
                last--;
            }
            if (last < 0) {
                throw new IllegalArgumentException("mlarray-baseline keeps the axis of " + image[0]
                        + " elements that is not spatial whole in a block, and " + image[0] * itemBytes
                        + " bytes are more than its " + (long) BLOCK_BYTES
                        + " bytes for a block; take mlarray or patch-aligned");
            }
            int axis = order[last];
            block[axis] = Math.min(Long.highestOneBit(Math.max(1, block[axis] - 1)), image[axis]);
        }
        for (int i = 0; i < 4; i++) {
            block[i] = Math.min(block[i], image[i]);
        }
        return block;
    }

    private long[] chunk(long[] block) {
        long[] chunk = block.clone();
        while (bytes(chunk) < CHUNK_BYTES) {
            boolean flat = patch[1] == 1 && chunk[2] == image[2] && chunk[3] == image[3];
            if (flat || Arrays.equals(chunk, image)) {
                break;
            }
            int[] order = ascending(chunk, block);
            int first = 0;
            while (first < 3 && (chunk[order[first]] == image[order[first]] || patch[order[first]] == 1)) {
                first++;
            }
            if (first == 3) {
                throw new IllegalArgumentException("mlarray-baseline has no chunk for the patch "
                        + Arrays.toString(patch) + " in " + Arrays.toString(image)
                        + ": it never extends an axis along which the patch is 1; take mlarray or patch-aligned");
            }
            int axis = order[first];
            chunk[axis] = Math.min(chunk[axis] + block[axis], image[axis]);
            double ratio = 0;
            for (int i = 1; i < 4; i++) {
                ratio += (double) chunk[i] / patch[i];
            }
            if (ratio / 3 > 1.5) {
                chunk[axis] -= block[axis];
                break;
            }
        }
        for (int i = 0; i < 4; i++) {
            chunk[i] = Math.min(chunk[i], image[i]);
            if (chunk[i] < block[i]) {
                throw new IllegalArgumentException("mlarray-baseline chooses chunks of " + chunk[i] + " in blocks of "
                        + block[i] + " along one axis here, and Blosc2 has no block longer than its chunk; take"
                        + " mlarray or patch-aligned");
            }
        }
        return chunk;
    }

    private double bytes(long[] box) {
        return (double) box[0] * box[1] * box[2] * box[3] * itemBytes;
    }

    private static long powerAtLeast(long n) {
        return n == 1 ? 1 : Long.highestOneBit(n - 1) << 1;
    }

    /// The axes 1 to 3 by `a / b`, the earlier one first where they are equal.
    private static int[] ascending(long[] a, long[] b) {
        return IntStream.of(1, 2, 3)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> (double) a[i] / b[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
