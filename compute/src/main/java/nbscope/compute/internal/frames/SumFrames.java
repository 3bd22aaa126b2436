package nbscope.compute.internal.frames;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// Adds frames pixel by pixel: `acc[accFrom + i] += pixel i of frame f` for `from <= f < to`. Stateless;
/// any thread.
public interface SumFrames {
    Twin<SumFrames> TWIN = new Twin<>(new ScalarSumFrames(), () -> new VectorSumFrames(), (k, t, s, offsets, bytes) -> {
        // Short calls: the JIT compiles after so many of them, and the first ones are slow.
        int part = 1024;
        for (int done = 0; done < bytes; done += part * t.bytes()) {
            switch (t) {
                case U8, I8, U16, I16 -> k.ints(t, s, offsets, 0, offsets.length, part, new int[part], 0);
                case U32, I32 -> k.longs(t, s, offsets, 0, offsets.length, part, new long[part], 0);
                default -> k.doubles(t, s, offsets, 0, offsets.length, part, new double[part], 0);
            }
        }
    });

    /// Frames of 16 bits that an int takes before it must be emptied.
    int FRAMES_PER_INT = 32768;

    /// For integers of 8 and 16 bits.
    void ints(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, int[] acc, int accFrom);

    /// For integers of 32 bits.
    void longs(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, long[] acc, int accFrom);

    /// For floats.
    void doubles(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, double[] acc, int accFrom);
}
