package nbscope.io.internal.dataset;

import nbscope.io.NdArray;

/// Where a row of all frames can be cut without cutting a chunk. Immutable.
///
/// @param below frames of one step along the first axis on which chunks are longer than 1
/// @param axis  steps of that axis
/// @param chunk steps of a chunk; 1 where each frame has chunks of its own
record ChunkCuts(long below, long axis, int chunk) {
    /// @param navDims axes before the detector's
    static ChunkCuts of(NdArray array, int navDims) {
        long[] shape = array.shape();
        int[] chunk = array.chunkShape();
        long below = 1;
        for (int i = navDims - 1; i > 0; i--) {
            below *= shape[i];
        }
        for (int i = 0; chunk.length > 0 && i < navDims; i++) {
            if (chunk[i] > 1) {
                return new ChunkCuts(below, shape[i], chunk[i]);
            }
            below = i + 1 < navDims ? below / shape[i + 1] : below;
        }
        return new ChunkCuts(1, Long.MAX_VALUE, 1);
    }

    /// The last cut at or before a frame.
    long floor(long frame) {
        if (chunk == 1) {
            return frame;
        }
        long all = axis * below;
        long start = frame / all * all;
        return start + (frame - start) / below / chunk * chunk * below;
    }
}
