package nbscope.compute.internal.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.sums.Pixels;
import nbscope.compute.internal.sums.Plan;
import nbscope.io.DType;

/// A time frame turned round for dragging: per detector pixel one plane over the scan, which holds the sum
/// of the pixel's detector row from column 0 up to this pixel. A run of pixels of one row is then the
/// difference of two planes, so that a detector costs its perimeter and not its area, and memory is read in
/// long streams.
///
/// Planes are u16 where no row sum passes 65,535, else u32; they never wrap. Positions lie in tiles of
/// [#TILE]; within a tile the planes follow each other in the order of the pixels. For u16 data with a u16
/// index the bytes are those of the data.
///
/// Plain Java: four u16 sums are subtracted and added in one 64-bit word, in loops over arrays that the JIT
/// turns into vector code early. Owns its memory until `close`; filled by [RowPrefixBuild] before anybody
/// reads; then reads are safe from many threads.
public final class RowPrefixIndex implements AutoCloseable {
    /// Positions per tile: planes of 8 KiB, long enough to stream and short enough to write while they are
    /// in cache.
    public static final int TILE = 4096;

    /// A plane is a whole number of 64-byte lines, in the last tile too.
    private static final int LINE = 32;

    /// Positions that are summed at once: planes and sums of a block stay in the first-level cache.
    private static final int BLOCK = 2048;

    public static final long EVEN = 0x0000_ffff_0000_ffffL;
    public static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Geometry geometry;
    private final DType sums;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment planes;

    /// @param sums type of the planes, U16 or U32
    /// @throws OutOfMemoryError when the system has not enough; nothing is kept then
    public RowPrefixIndex(Geometry geometry, DType sums) {
        this.geometry = geometry;
        this.sums = sums;
        try {
            planes = OffHeap.allocate(arena, bytes(geometry, sums));
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    /// Whether an index of the data can be exact: unsigned integers up to 16 bit, of which the sum over a
    /// row fits 32 bit.
    public static boolean suits(Geometry g) {
        return (g.dtype() == DType.U8 || g.dtype() == DType.U16) && g.detCols() <= 65536 && g.detRows() <= 65536;
    }

    public static long bytes(Geometry g, DType sums) {
        int tiles = g.positions() / TILE;
        return ((long) tiles * TILE + lines(g.positions() % TILE)) * g.pixels() * sums.bytes();
    }

    public DType sums() {
        return sums;
    }

    /// Where the value of a pixel at a position lies, in bytes from the start of the planes.
    public long offset(int pixel, int position) {
        int tile = position / TILE;
        int width = lines(Math.min(TILE, geometry.positions() - tile * TILE));
        long plane = (long) tile * TILE * geometry.pixels() + (long) pixel * width;
        return (plane + position % TILE) * sums.bytes();
    }

    public MemorySegment planes() {
        return planes;
    }

    private static int lines(int positions) {
        return (positions + LINE - 1) / LINE * LINE;
    }

    /// Bytes that a scan position costs.
    public long bytesTouched(int[] ends) {
        int touched = 0;
        for (int end : ends) {
            touched += end < 0 ? 0 : 1;
        }
        return (long) touched * sums.bytes();
    }

    /// The planes of each run within one detector row: the last pixel's, and the one before the first
    /// pixel's (-1 where the run begins at column 0).
    public int[] ends(Plan plan) {
        int cols = geometry.detCols();
        int[] spans = plan.spans();
        int[] ends = new int[spans.length];
        int n = 0;
        for (int k = 0; k < spans.length; k += 2) {
            for (int from = spans[k]; from < spans[k + 1]; ) {
                int to = Math.min(spans[k + 1], (from / cols + 1) * cols);
                ends = n == ends.length ? Arrays.copyOf(ends, 2 * n) : ends;
                ends[n++] = to - 1;
                ends[n++] = from % cols == 0 ? -1 : from - 1;
                from = to;
            }
        }
        return Arrays.copyOf(ends, n);
    }

    /// The sums at every scan position over the pixels of a plan, of which `ends` names the planes; exact.
    public void sum(int[] ends, Workers workers, long[] out) {
        int blocks = (geometry.positions() + BLOCK - 1) / BLOCK;
        workers.run(blocks, (long) ends.length * sums.bytes() * BLOCK, (from, to) -> {
            for (int b = from; b < to; b++) {
                int first = b * BLOCK;
                int n = Math.min(BLOCK, geometry.positions() - first);
                if (sums == DType.U16) {
                    shorts(ends, first, n, out);
                } else {
                    ints(ends, first, n, out);
                }
            }
        });
    }

    /// Word `i` holds positions `4 i` to `4 i + 3`. A row's prefix never falls, so no lane borrows from the
    /// next; sums of at most 65,536 rows of 65,535 fit the 32-bit lanes of `even` (positions 0 and 2) and
    /// `odd` (1 and 3). // hot loop
    private void shorts(int[] ends, int first, int n, long[] out) {
        int words = (n + 3) / 4;
        long[] high = new long[words];
        long[] low = new long[words];
        long[] even = new long[words];
        long[] odd = new long[words];
        for (int k = 0; k < ends.length; k += 2) {
            MemorySegment.copy(planes, I64, offset(ends[k], first), high, 0, words);
            if (ends[k + 1] < 0) {
                Arrays.fill(low, 0);
            } else {
                MemorySegment.copy(planes, I64, offset(ends[k + 1], first), low, 0, words);
            }
            for (int i = 0; i < words; i++) {
                long d = high[i] - low[i];
                even[i] += d & EVEN;
                odd[i] += d >>> 16 & EVEN;
            }
        }
        for (int i = 0; i < n; i++) {
            long pair = (i & 1) == 0 ? even[i >> 2] : odd[i >> 2];
            out[first + i] = (i & 2) == 0 ? pair & 0xffff_ffffL : pair >>> 32;
        }
    }

    /// Modulo 2^32, which is exact because no pattern's sum passes it. // hot loop
    private void ints(int[] ends, int first, int n, long[] out) {
        int[] high = new int[n];
        int[] low = new int[n];
        int[] sum = new int[n];
        for (int k = 0; k < ends.length; k += 2) {
            MemorySegment.copy(planes, Pixels.I32, offset(ends[k], first), high, 0, n);
            if (ends[k + 1] < 0) {
                Arrays.fill(low, 0);
            } else {
                MemorySegment.copy(planes, Pixels.I32, offset(ends[k + 1], first), low, 0, n);
            }
            for (int i = 0; i < n; i++) {
                sum[i] += high[i] - low[i];
            }
        }
        for (int i = 0; i < n; i++) {
            out[first + i] = sum[i] & 0xffff_ffffL;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
