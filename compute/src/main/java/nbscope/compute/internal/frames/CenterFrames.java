package nbscope.compute.internal.frames;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// First moments of whole frames: the sum of the pixels, and of the pixels times their row and their
/// column, at `out[3 f]`, `out[3 f + 1]`, `out[3 f + 2]` for frame `f` of `from <= f < to`. Stateless; any
/// thread.
public interface CenterFrames {
    CenterFrames SCALAR = new ScalarCenterFrames();

    Twin<CenterFrames> TWIN = new Twin<>(SCALAR, () -> new VectorCenterFrames(), (k, t, s, offsets, b) -> {
        int side = 64;
        int frames = b / (side * side * t.bytes()) * offsets.length;
        long[] at = new long[frames];
        for (int i = 0; i < frames; i++) {
            at[i] = (long) i * side * side * t.bytes();
        }
        for (var window : new Window[] {Window.whole(side, side), Window.disk(side, side, 32, 32, 0, 20)}) {
            if (t.isInteger()) {
                k.moments(t, s, at, 0, frames, window, new long[3 * frames]);
            } else {
                k.moments(t, s, at, 0, frames, window, new double[3 * frames]);
            }
        }
    });

    /// For integers, exact.
    void moments(DType t, MemorySegment s, long[] offsets, int from, int to, Window window, long[] out);

    /// For floats.
    void moments(DType t, MemorySegment s, long[] offsets, int from, int to, Window window, double[] out);
}
