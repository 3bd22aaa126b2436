package nbscope.io.internal.array;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

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
        Runs runs = Runs.of(copy, shape, inStride, outStride);
        if (runs != null) {
            runs.copy(copy, in, inOffset, out, outOffset);
        }
    }

    /// As above from an array on the heap, which is faster where the elements only move: rows of a block are short,
    /// and the checks of a copy between two segments cost as much as the copying.
    ///
    /// @param mover copies the rows
    public static void run(
            ElementCopy copy,
            RowMover mover,
            long[] shape,
            byte[] in,
            int inOffset,
            long[] inStride,
            MemorySegment out,
            long outOffset,
            long[] outStride) {
        Runs runs = Runs.of(copy, shape, inStride, outStride);
        if (runs == null) {
            return;
        }
        if (copy.moves(runs.from[runs.last])) {
            runs.move(mover, copy.inBytes(), in, inOffset, out, outOffset);
        } else {
            runs.copy(copy, MemorySegment.ofArray(in), inOffset, out, outOffset);
        }
    }

    /// The box as nested loops over runs of elements: axes 0 to `last`, the last one being the run.
    private static final class Runs {
        final int last;
        final long[] length;
        final long[] from;
        final long[] to;

        private Runs(int last, long[] length, long[] from, long[] to) {
            this.last = last;
            this.length = length;
            this.from = from;
            this.to = to;
        }

        /// Null where the box is empty.
        static @Nullable Runs of(ElementCopy copy, long[] shape, long[] inStride, long[] outStride) {
            int rank = shape.length;
            long[] length = new long[rank + 1];
            long[] from = new long[length.length];
            long[] to = new long[length.length];
            int last = -1;
            for (int i = 0; i < rank; i++) {
                if (shape[i] == 0) {
                    return null;
                }
                if (shape[i] == 1) {
                    continue;
                }
                boolean joins =
                        last >= 0 && from[last] == inStride[i] * shape[i] && to[last] == outStride[i] * shape[i];
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
            return new Runs(last, length, from, to);
        }

        void copy(ElementCopy copy, MemorySegment in, long inOffset, MemorySegment out, long outOffset) {
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

        /// The two inner loops in one call.
        void move(RowMover mover, int item, byte[] in, int inOffset, MemorySegment out, long outOffset) {
            int inner = last - 1;
            int rows = inner < 0 ? 1 : (int) length[inner];
            int rowFrom = inner < 0 ? 0 : (int) from[inner];
            long rowTo = inner < 0 ? 0 : to[inner];
            int bytes = (int) (length[last] * item);
            long[] index = new long[last + 1];
            int a = inOffset;
            long b = outOffset;
            while (true) {
                mover.move(in, a, rowFrom, out, b, rowTo, bytes, rows);
                int axis = inner - 1;
                while (axis >= 0 && ++index[axis] == length[axis]) {
                    a -= (int) (from[axis] * (length[axis] - 1));
                    b -= to[axis] * (length[axis] - 1);
                    index[axis--] = 0;
                }
                if (axis < 0) {
                    return;
                }
                a += (int) from[axis];
                b += to[axis];
            }
        }
    }
}
