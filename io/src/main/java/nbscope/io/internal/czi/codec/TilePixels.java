package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;
import nbscope.io.internal.filter.BytePairs;

/// The pixels of a tile where its decoder has left them, for one thread until the next call of the decoder.
public sealed interface TilePixels {
    /// Copies pixels that stand one behind the other, whole ones.
    ///
    /// @param from byte in the tile
    /// @param out  native memory, where [#packed] says so
    void copy(long from, MemorySegment out, long to, long bytes);

    /// Whether copying joins low and high bytes, which takes longer and needs native memory.
    boolean packed();

    static TilePixels of(MemorySegment pixels) {
        return new Plain(pixels);
    }

    /// As they are.
    record Plain(MemorySegment pixels) implements TilePixels {
        @Override
        public void copy(long from, MemorySegment out, long to, long bytes) {
            MemorySegment.copy(pixels, from, out, to, bytes);
        }

        @Override
        public boolean packed() {
            return false;
        }
    }

    /// All low bytes, then all high bytes.
    ///
    /// @param half where the high bytes begin
    record Packed(MemorySegment planes, long half, BytePairs pairs) implements TilePixels {
        @Override
        public void copy(long from, MemorySegment out, long to, long bytes) {
            long first = from / 2;
            long n = bytes / 2;
            for (long i = 0; i < n; i += BytePairs.BATCH) {
                int batch = (int) Math.min(BytePairs.BATCH, n - i);
                pairs.join(planes, first + i, half + first + i, out, to + 2 * i, batch);
            }
        }

        @Override
        public boolean packed() {
            return true;
        }
    }
}
