package nbscope.io.internal.dataset;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import nbscope.io.NdArray;
import nbscope.io.Region;

/// Frames of an array by their number along the flat navigation axis, however many axes it has.
///
/// @param array   navigation axes first
/// @param navDims number of them
record FlatFrames(NdArray array, int navDims) {
    /// What reads a region: as it is, or as float32.
    interface Read {
        void region(Region region, MemorySegment destination);
    }

    /// Reads frames that follow one another.
    ///
    /// @param sigStart first pixel along each signal axis
    /// @param sigShape pixels along each signal axis
    void read(Read read, long first, long count, long[] sigStart, long[] sigShape, MemorySegment out, int itemBytes) {
        long frame = itemBytes;
        for (long length : sigShape) {
            frame *= length;
        }
        long[] start = new long[navDims];
        new Walk(read, sigStart, sigShape, out, frame).along(0, start, first, first + count, 0);
    }

    private final class Walk {
        private final Read read;
        private final long[] sigStart;
        private final long[] sigShape;
        private final MemorySegment out;
        private final long frame;

        Walk(Read read, long[] sigStart, long[] sigShape, MemorySegment out, long frame) {
            this.read = read;
            this.sigStart = sigStart;
            this.sigShape = sigShape;
            this.out = out;
            this.frame = frame;
        }

        /// Frames `[from, to)` of what lies below `start` along this axis and the later ones: a begun
        /// part, whole parts as one region, a part that is broken off.
        void along(int axis, long[] start, long from, long to, long at) {
            long step = 1;
            long[] shape = array.shape();
            for (int i = axis + 1; i < navDims; i++) {
                step *= shape[i];
            }
            long done = from;
            if (done % step != 0) {
                long end = Math.min(to, (done / step + 1) * step);
                below(axis, start, done, end, step, at);
                done = end;
            }
            long whole = (to - done) / step;
            if (whole > 0) {
                region(axis, start, done / step, whole, at + (done - from) * frame);
                done += whole * step;
            }
            if (done < to) {
                below(axis, start, done, to, step, at + (done - from) * frame);
            }
        }

        private void below(int axis, long[] start, long from, long to, long step, long at) {
            long[] deeper = start.clone();
            deeper[axis] = from / step;
            along(axis + 1, deeper, from % step, from % step + to - from, at);
        }

        private void region(int axis, long[] start, long index, long count, long at) {
            long[] shape = array.shape();
            long[] from = Arrays.copyOf(start, shape.length);
            long[] lengths = new long[shape.length];
            for (int i = 0; i < navDims; i++) {
                from[i] = i < axis ? start[i] : i == axis ? index : 0;
                lengths[i] = i < axis ? 1 : i == axis ? count : shape[i];
            }
            System.arraycopy(sigStart, 0, from, navDims, sigStart.length);
            System.arraycopy(sigShape, 0, lengths, navDims, sigShape.length);
            long bytes = frame;
            for (int i = 0; i < navDims; i++) {
                bytes *= lengths[i];
            }
            read.region(new Region(from, lengths), out.asSlice(at, bytes));
        }
    }
}
