package nbscope.io.internal.array;

import java.lang.foreign.MemorySegment;

/// Copies an N-dimensional box between two strided layouts, row by row. Axes that lie packed in both are joined first,
/// so that a box that is contiguous in both is one run.
public final class BoxCopy {
    private BoxCopy() {}

    /// @param copy      what to do with a run; the destination's last axis must be packed
    /// @param shape     lengths of the box in elements
    /// @param inStride  bytes between neighbours along each axis, in the store
    /// @param outStride as `inStride`, at the destination
    public static void run(
            ElementCopy copy,
            long[] shape,
            MemorySegment in,
            long inOffset,
            long[] inStride,
            MemorySegment out,
            long outOffset,
            long[] outStride) {
        int rank = shape.length;
        long[] length = new long[rank + 1];
        long[] from = new long[length.length];
        long[] to = new long[length.length];
        int last = -1;
        for (int i = 0; i < rank; i++) {
            if (shape[i] == 0) {
                return;
            }
            if (shape[i] == 1) {
                continue;
            }
            boolean joins = last >= 0 && from[last] == inStride[i] * shape[i] && to[last] == outStride[i] * shape[i];
            if (joins) {
                length[last] *= shape[i];
            } else {
                length[++last] = shape[i];
            }
            from[last] = inStride[i];
            to[last] = outStride[i];
        }
        if (last < 0 || to[last] != copy.outBytes()) {
            // A column: every run is one element.
            length[++last] = 1;
            from[last] = copy.inBytes();
            to[last] = copy.outBytes();
        }
        rows(copy, last, length, in, inOffset, from, out, outOffset, to);
    }

    private static void rows(
            ElementCopy copy,
            int last,
            long[] length,
            MemorySegment in,
            long inOffset,
            long[] from,
            MemorySegment out,
            long outOffset,
            long[] to) {
        long[] index = new long[last + 1];
        long a = inOffset;
        long b = outOffset;
        while (true) {
            copy.run(in, a, from[last], out, b, length[last]);
            int axis = last - 1;
            while (axis >= 0 && ++index[axis] == length[axis]) {
                a -= from[axis] * (length[axis] - 1);
                b -= to[axis] * (length[axis] - 1);
                index[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
            a += from[axis];
            b += to[axis];
        }
    }
}
