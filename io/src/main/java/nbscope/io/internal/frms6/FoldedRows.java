package nbscope.io.internal.frms6;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.DType;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.RangeSink;
import nbscope.io.dataset.ReadRanges;
import nbscope.io.dataset.Slice;

/// How rows of the sensor lie in the file. A row of the file holds two of them side by side: one of the
/// upper half, and backwards its mirror image in the lower half, counted from the last row. With binning a
/// row of the file stands for 2 or 4 rows of the sensor, each of which gets its pixels.
///
/// Each range is half a row of the file, in the order of the file; its extra entries say where the pixels
/// go: first pixel in the tile, pixels from one row of the tile to the next, rows, and 1 for backwards.
///
/// @param rows    of a frame in the file
/// @param binning rows of the sensor for one row of the file
record FoldedRows(int rows, int binning) implements ReadRanges.TileBlock {
    private static final long serialVersionUID = 1L;

    @Override
    public void ranges(ReadRanges.Block block, RangeSink out) {
        for (int part = 0; part < block.scheme().size(); part++) {
            Slice slice = block.scheme().slice(part);
            out.tile(block.firstIndex(), block.frames().length, slice, part);
            for (int i = 0; i < block.frames().length; i++) {
                long frame = block.frames()[i];
                int file = block.files().fileOf(frame);
                long start = block.files().frameStart(block.files().files().get(file), frame);
                frame(slice, i, file, start, block.scheme().sig()[1], out);
            }
        }
    }

    private void frame(Slice slice, int number, int file, long start, int cols, RangeSink out) {
        int top = (int) slice.origin()[0];
        int end = top + (int) slice.shape()[0];
        int left = (int) slice.origin()[1];
        int width = (int) slice.shape()[1];
        long firstPixel = (long) number * (end - top) * width;
        // Of the rows of the sensor without binning, those of the upper half are the rows of the file.
        int upperFrom = Math.min(rows, top / binning);
        int upperTo = Math.min(rows, (end - 1) / binning + 1);
        int lowerFrom = Math.max(0, 2 * rows - 1 - (end - 1) / binning);
        int lowerTo = Math.max(0, 2 * rows - top / binning);
        for (int row = Math.min(upperFrom, lowerFrom); row < rows; row++) {
            long rowStart = start + 4L * row * cols;
            if (row >= upperFrom && row < upperTo) {
                add(out, file, rowStart + 2L * left, row, top, end, width, firstPixel, 0);
            }
            if (row >= lowerFrom && row < lowerTo) {
                long at = rowStart + 2L * (cols + cols - left - width);
                add(out, file, at, 2 * rows - 1 - row, top, end, width, firstPixel, 1);
            }
        }
    }

    /// The rows of the tile that a row of the sensor, counted with binning, becomes.
    private void add(
            RangeSink out, int file, long at, int sensorRow, int top, int end, int width, long firstPixel, int back) {
        int from = Math.max(top, sensorRow * binning);
        int to = Math.min(end, (sensorRow + 1) * binning);
        out.add(file, at, at + 2L * width, firstPixel + (long) (from - top) * width, width, to - from, back);
    }

    /// Puts half rows where [FoldedRows] says.
    enum Unfold implements Decoder {
        INSTANCE;

        private static final ValueLayout.OfShort WORD =
                ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

        @Override
        public DType nativeType() {
            return DType.U16;
        }

        @Override
        public Decode decode() {
            return Unfold::row;
        }

        private static void row(MemorySegment in, MemorySegment out, ReadRanges ranges, int tile, int range) {
            long first = 2 * ranges.entry(tile, range, 3);
            long bytes = 2 * ranges.entry(tile, range, 4);
            long copies = ranges.entry(tile, range, 5);
            if (ranges.entry(tile, range, 6) == 0) {
                MemorySegment.copy(in, 0, out, first, bytes);
            } else {
                for (long i = 0; i < bytes; i += 2) {
                    out.set(WORD, first + bytes - 2 - i, in.get(WORD, i));
                }
            }
            for (long c = 1; c < copies; c++) {
                MemorySegment.copy(out, first, out, first + c * bytes, bytes);
            }
        }
    }
}
