package nbscope.compute.internal.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.io.DType;

/// A time frame of integers turned round for dragging: per detector pixel one plane over the scan, which
/// holds the sum of the pixel's detector row from column 0 up to this pixel. A run of pixels of one row is
/// then the difference of two planes, so that a detector costs its perimeter and not its area, and memory is
/// read in long streams.
///
/// u8 and u16 pixels: planes are u16 while no row sum passes 65,535, and never wrap. Else, and for all other
/// integers, planes are 32 bit and wrap round; a difference is exact because no row's sum of absolute values
/// passes 32 bit (unsigned) or 31 bit (signed). Both limits are checked while the planes are filled; beyond
/// the second there is no index. For u16 data with a u16 index the bytes are those of the data.
final class RowPrefixIndex implements Made {
    static final long EVEN = 0x0000_ffff_0000_ffffL;
    static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Geometry geometry;
    private final DType sums;
    private final Tiles tiles;
    private final IndexKernels kernels;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment planes;

    /// How it is made of these patterns.
    record Making(HostChunks chunks, IndexKernels kernels) implements Recipe<RowPrefixIndex> {
        @Override
        public String name() {
            return "index";
        }

        @Override
        public List<DType> types() {
            var g = chunks.geometry();
            return switch (g.dtype()) {
                // Of more rows than this the sums of u16 differences would pass 32 bit.
                case U8, U16 -> g.detRows() <= 65536 ? List.of(DType.U16, DType.U32) : List.of(DType.U32);
                case U32 -> List.of(DType.U32);
                case I8, I16, I32 -> List.of(DType.I32);
                case U64, I64, F16, F32, F64, C64, C128, RAW -> List.of();
            };
        }

        @Override
        public long bytes(DType type) {
            return new Tiles(chunks.geometry(), type.bytes()).size();
        }

        @Override
        public RowPrefixIndex allocate(DType type) {
            return new RowPrefixIndex(chunks.geometry(), type, kernels);
        }

        @Override
        public Outcome fill(RowPrefixIndex made, Pace pace) {
            return Turning.run(chunks, pace, () -> kernels.turner(made));
        }
    }

    /// @param sums type of the planes: U16, U32 or (of signed pixels) I32
    /// @throws OutOfMemoryError when the system has not enough; nothing is kept then
    RowPrefixIndex(Geometry geometry, DType sums, IndexKernels kernels) {
        this.geometry = geometry;
        this.sums = sums;
        this.kernels = kernels;
        this.tiles = new Tiles(geometry, sums.bytes());
        try {
            planes = OffHeap.allocate(arena, tiles.size());
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    Geometry geometry() {
        return geometry;
    }

    DType sums() {
        return sums;
    }

    Tiles tiles() {
        return tiles;
    }

    MemorySegment planes() {
        return planes;
    }

    /// Bytes that a scan position costs.
    long bytesTouched(int[] ends) {
        int touched = 0;
        for (int end : ends) {
            touched += end < 0 ? 0 : 1;
        }
        return (long) touched * sums.bytes();
    }

    /// The planes of each run within one detector row: the last pixel's, and the one before the first
    /// pixel's (-1 where the run begins at column 0).
    ///
    /// @param spans first and one-past-last pixel of each run, in order, pairs
    int[] ends(int[] spans) {
        int cols = geometry.detCols();
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

    /// The sums at every scan position over the runs of pixels of which `ends` names the planes; exact.
    void sum(int[] ends, Workers workers, long[] out) {
        SpanKernel kernel = kernels.spans();
        workers.run(tiles.blocks(), (long) ends.length * sums.bytes() * Tiles.BLOCK, (from, to) -> {
            long[] at = new long[ends.length];
            for (int b = from; b < to; b++) {
                int first = b * Tiles.BLOCK;
                int n = Math.min(Tiles.BLOCK, geometry.positions() - first);
                for (int k = 0; k < ends.length; k++) {
                    at[k] = ends[k] < 0 ? -1 : tiles.offset(ends[k], first);
                }
                if (sums == DType.U16) {
                    kernel.shorts(planes, at, n, out, first);
                } else {
                    kernel.ints(planes, at, sums == DType.U32, n, out, first);
                }
            }
        });
    }

    @Override
    public void close() {
        arena.close();
    }
}
