package nbscope.compute.internal.udf;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Predicate;
import nbscope.io.dataset.DataTile;
import nbscope.io.dataset.Roi;
import nbscope.io.dataset.TileRequest;
import org.jspecify.annotations.Nullable;

/// Frames that lie in memory one after another, in whole patterns.
public abstract class PatternTiles implements TileSource {
    /// Patterns from `first` on that one call of [#patterns] may ask for.
    protected abstract int contiguous(int first);

    /// The patterns `[first, first + count)`, one after another from byte 0, in memory outside the heap: its
    /// own, or copied into `scratch`; followed by [DataTile#PADDING] bytes that may be read. To be used
    /// inside [#reading] only.
    protected abstract MemorySegment patterns(int first, int count, Scratch scratch);

    /// Whether [#patterns] copies; then a gap in a ROI is not worth reading over.
    protected abstract boolean copies();

    /// Runs the body while the memory is certain to stay.
    ///
    /// @throws nbscope.compute.FreedStackException when it is gone
    protected abstract void reading(Runnable body);

    @Override
    public final List<? extends TileBlock> blocks(@Nullable Roi roi, int count) {
        return List.of(new Block(roi == null ? geometry().positions() : roi.size()));
    }

    private final class Block implements TileBlock {
        private static final long serialVersionUID = 1L;

        private final int to;

        Block(int to) {
            this.to = to;
        }

        @Override
        public int from() {
            return 0;
        }

        @Override
        public int to() {
            return to;
        }

        @Override
        public int[] baseShape(boolean roi) {
            return new int[] {geometry().detRows(), geometry().detCols()};
        }

        @Override
        public boolean copies() {
            return PatternTiles.this.copies();
        }

        @Override
        public void tiles(TileRequest request, Scratch scratch, Predicate<DataTile> taker) {
            boolean[] more = {true};
            int[] at = {request.from()};
            while (more[0] && at[0] < request.to()) {
                reading(() -> {
                    DataTile tile = tile(request, at[0], scratch);
                    at[0] += tile.depth();
                    more[0] = taker.test(tile);
                });
            }
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new NotSerializableException("a stack lies in the memory of this process, so no other machine can"
                    + " compute on it; run over the files instead: UdfRunner.of(DataSet.open(path))");
        }
    }

    private DataTile tile(TileRequest request, int from, Scratch scratch) {
        int first = request.position(from);
        int reach = contiguous(first);
        boolean copied = copies();
        int n = 1;
        while (n < request.scheme().depth() && from + n < request.to()) {
            int next = request.position(from + n);
            if (next - first >= reach || (copied && next != first + n)) {
                break;
            }
            n++;
        }
        var g = geometry();
        int span = request.position(from + n - 1) - first + 1;
        long[] offsets = new long[n];
        for (int i = 0; i < n; i++) {
            offsets[i] = (long) (request.position(from + i) - first) * g.patternBytes();
        }
        MemorySegment data = patterns(first, span, scratch);
        return new DataTile(data, g.dtype(), offsets, n, from, request.roi(), g.pixels());
    }
}
