package nbscope.compute.internal.frames;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// Adds frames of 8 and 16 bits and their squares, pixel by pixel, into three planes of `acc`: sums at
/// `accFrom + i`, the low 16 bits of the squares one `plane` further, their high 16 bits two. Stateless;
/// any thread.
public interface SquareFrames {
    Twin<SquareFrames> TWIN =
            new Twin<>(new ScalarSquareFrames(), () -> new VectorSquareFrames(), (k, t, s, offsets, b) -> {
                int pixels = b / t.bytes();
                k.add(t, s, offsets, 0, offsets.length, pixels, new int[3 * pixels], 0, pixels);
            });

    void add(DType t, MemorySegment s, long[] offsets, int from, int to, int pixels, int[] acc, int accFrom, int plane);
}
