package nbscope.io.internal.dm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.DType;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.RangeSink;
import nbscope.io.dataset.ReadRanges;
import nbscope.io.dataset.Slice;

/// Read ranges of scans whose file holds, pixel by pixel of the detector, the values of all frames. A range
/// is a run of frames at one pixel; its extra entries are the element of the tile that the first value
/// becomes, and the elements from one frame of the tile to the next.
///
/// @param bytes  of a pixel
/// @param frames in the file
record TransposedFrames(int bytes, long frames) implements ReadRanges.TileBlock {
    private static final long serialVersionUID = 1L;

    @Override
    public void ranges(ReadRanges.Block block, RangeSink out) {
        long[] wanted = block.frames();
        FileSet files = block.files();
        long data = files.files().getFirst().headerBytes();
        int cols = block.scheme().sig()[1];
        for (int part = 0; part < block.scheme().size(); part++) {
            Slice slice = block.scheme().slice(part);
            out.tile(block.firstIndex(), wanted.length, slice, part);
            long top = slice.origin()[0];
            long left = slice.origin()[1];
            long height = slice.shape()[0];
            long width = slice.shape()[1];
            for (long p = 0; p < height * width; p++) {
                long pixel = (top + p / width) * cols + left + p % width;
                int from = 0;
                for (int i = 1; i <= wanted.length; i++) {
                    if (i == wanted.length || wanted[i] != wanted[i - 1] + 1) {
                        long start = data + (pixel * frames + wanted[from]) * bytes;
                        out.add(0, start, start + (long) (i - from) * bytes, from * height * width + p, height * width);
                        from = i;
                    }
                }
            }
        }
    }

    /// Puts the values of a pixel into its frames.
    ///
    /// @param little byte order in the file
    record Gather(DType nativeType, boolean little) implements Decoder {
        private static final long serialVersionUID = 1L;
        private static final ByteOrder OUT = ByteOrder.LITTLE_ENDIAN;

        @Override
        public Decode decode() {
            ByteOrder order = little ? OUT : ByteOrder.BIG_ENDIAN;
            return switch (nativeType.bytes()) {
                case 1 -> Gather::bytes;
                case 2 -> {
                    var in = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
                    var out = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(OUT);
                    yield (source, tile, ranges, t, r) -> {
                        long at = ranges.entry(t, r, 3);
                        for (long i = 0; i < source.byteSize(); i += 2, at += ranges.entry(t, r, 4)) {
                            tile.set(out, 2 * at, source.get(in, i));
                        }
                    };
                }
                case 4 -> {
                    var in = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
                    var out = ValueLayout.JAVA_INT_UNALIGNED.withOrder(OUT);
                    yield (source, tile, ranges, t, r) -> {
                        long at = ranges.entry(t, r, 3);
                        for (long i = 0; i < source.byteSize(); i += 4, at += ranges.entry(t, r, 4)) {
                            tile.set(out, 4 * at, source.get(in, i));
                        }
                    };
                }
                default -> {
                    var in = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
                    var out = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(OUT);
                    yield (source, tile, ranges, t, r) -> {
                        long at = ranges.entry(t, r, 3);
                        for (long i = 0; i < source.byteSize(); i += 8, at += ranges.entry(t, r, 4)) {
                            tile.set(out, 8 * at, source.get(in, i));
                        }
                    };
                }
            };
        }

        private static void bytes(MemorySegment source, MemorySegment tile, ReadRanges ranges, int t, int r) {
            long at = ranges.entry(t, r, 3);
            for (long i = 0; i < source.byteSize(); i++, at += ranges.entry(t, r, 4)) {
                tile.set(ValueLayout.JAVA_BYTE, at, source.get(ValueLayout.JAVA_BYTE, i));
            }
        }
    }
}
