package nbscope.compute.internal.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Plan;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// The radial prefix cube of a time frame about one centre: at each checkpoint of a [RingOrder] a plane over
/// the scan with the sum of all pixels up to it. A ring of any radii is the difference of two planes, and
/// the few pixels between a checkpoint and a radius. Valid for one set of excluded pixels.
///
/// Integers: 32-bit sums modulo 2^32 while every ring's sum fits 32 bit, else 64 bit. Floats: pairs of
/// float64, the second of which holds what the first rounds away, so that the difference of two large sums
/// is as exact as the pixels between; there is no cube of data with a NaN or infinity.
final class RadialCube implements Made {
    /// The cube's bytes are those of the frame divided by this, or less.
    private static final int SMALLER = 16;

    private final Geometry geometry;
    private final DType sums;
    private final RingOrder order;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment planes;

    /// How it is made of these patterns.
    ///
    /// @param ring any about the centre
    record Making(HostChunks chunks, Plan.Ring ring) implements Recipe<RadialCube> {
        @Override
        public String name() {
            return "rings";
        }

        @Override
        public List<DType> types() {
            return switch (chunks.geometry().dtype()) {
                case U8, U16, U32 -> List.of(DType.U32, DType.I64);
                case I8, I16, I32 -> List.of(DType.I32, DType.I64);
                case F32, F64 -> List.of(DType.F64);
                case U64, I64, F16, C64, C128, RAW -> List.of();
            };
        }

        @Override
        public long bytes(DType type) {
            var g = chunks.geometry();
            return (long) RingOrder.most(g.pixels(), every(g, type)) * Tiles.lines(g.positions()) * width(type);
        }

        @Override
        public RadialCube allocate(DType type) {
            return new RadialCube(chunks.geometry(), ring, type);
        }

        @Override
        public Outcome fill(RadialCube made, Pace pace) {
            return RadialBuild.run(chunks, made, pace);
        }

        /// Whether the cube is one for this ring.
        boolean serves(Plan.Ring other) {
            return ring.row() == other.row()
                    && ring.col() == other.col()
                    && Arrays.equals(ring.excluded(), other.excluded());
        }
    }

    /// @param ring any about the centre
    /// @param sums U32, I32, I64 or F64
    /// @throws OutOfMemoryError when the system has not enough; nothing is kept then
    RadialCube(Geometry geometry, Plan.Ring ring, DType sums) {
        this.geometry = geometry;
        this.sums = sums;
        this.order = RingOrder.of(geometry, ring, every(geometry, sums));
        try {
            int count = Math.max(1, order.checkpoints().length - 1);
            planes = OffHeap.allocate(arena, (long) count * Tiles.lines(geometry.positions()) * width(sums));
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    /// Pixels between two checkpoints.
    private static int every(Geometry g, DType sums) {
        return (int) (SMALLER * width(sums) / g.dtype().bytes());
    }

    /// Bytes of a sum.
    private static long width(DType sums) {
        return sums == DType.F64 ? 2L * Double.BYTES : sums.bytes();
    }

    Geometry geometry() {
        return geometry;
    }

    DType sums() {
        return sums;
    }

    RingOrder order() {
        return order;
    }

    MemorySegment planes() {
        return planes;
    }

    /// Where the sum at a checkpoint and a position lies, in bytes.
    ///
    /// @param checkpoint above 0; of floats the second part of the sum lies the number of checkpoints further
    long offset(int checkpoint, int position) {
        return ((long) (checkpoint - 1) * Tiles.lines(geometry.positions()) + position) * sums.bytes();
    }

    /// The way to a ring about the centre.
    RingOrder.Steps steps(Plan.Ring of) {
        return order.steps(of.inner(), of.outer(), sums == DType.F64);
    }

    /// Bytes of the cube that a scan position costs.
    long bytesTouched(RingOrder.Steps steps) {
        int touched = (steps.to() > 0 ? 1 : 0) + (steps.from() > 0 ? 1 : 0);
        return (long) touched * width(sums);
    }

    /// Adds the difference of the two checkpoints to `out`, exact.
    void add(RingOrder.Steps steps, Workers workers, long[] out) {
        if (steps.to() == steps.from()) {
            return;
        }
        blocks(steps, workers, (from, to) -> {
            for (int b = from; b < to; b++) {
                int first = b * Tiles.BLOCK;
                int n = Math.min(Tiles.BLOCK, geometry.positions() - first);
                if (sums == DType.I64) {
                    longs(steps, first, n, out);
                } else {
                    ints(steps, first, n, out);
                }
            }
        });
    }

    /// As above for floats.
    void add(RingOrder.Steps steps, Workers workers, double[] out) {
        if (steps.to() == steps.from()) {
            return;
        }
        blocks(steps, workers, (from, to) -> {
            for (int b = from; b < to; b++) {
                int first = b * Tiles.BLOCK;
                doubles(steps, first, Math.min(Tiles.BLOCK, geometry.positions() - first), out);
            }
        });
    }

    private void blocks(RingOrder.Steps steps, Workers workers, Workers.Body body) {
        int blocks = (geometry.positions() + Tiles.BLOCK - 1) / Tiles.BLOCK;
        workers.run(blocks, bytesTouched(steps) * Tiles.BLOCK, body);
    }

    // hot loop
    private void ints(RingOrder.Steps steps, int first, int n, long[] out) {
        int[] high = new int[n];
        int[] low = new int[n];
        MemorySegment.copy(planes, Pixels.I32, offset(steps.to(), first), high, 0, n);
        if (steps.from() > 0) {
            MemorySegment.copy(planes, Pixels.I32, offset(steps.from(), first), low, 0, n);
        }
        long mask = sums == DType.U32 ? 0xffff_ffffL : -1L;
        for (int i = 0; i < n; i++) {
            out[first + i] += high[i] - low[i] & mask;
        }
    }

    // hot loop
    private void longs(RingOrder.Steps steps, int first, int n, long[] out) {
        long[] high = new long[n];
        long[] low = new long[n];
        MemorySegment.copy(planes, RowPrefixIndex.I64, offset(steps.to(), first), high, 0, n);
        if (steps.from() > 0) {
            MemorySegment.copy(planes, RowPrefixIndex.I64, offset(steps.from(), first), low, 0, n);
        }
        for (int i = 0; i < n; i++) {
            out[first + i] += high[i] - low[i];
        }
    }

    /// The difference of the large parts is made exact by what it rounds away (two-sum, as in
    /// [PixelPlanes]). // hot loop
    private void doubles(RingOrder.Steps steps, int first, int n, double[] out) {
        double[][] part = new double[4][n];
        int count = order.checkpoints().length - 1;
        MemorySegment.copy(planes, Pixels.F64, offset(steps.to(), first), part[0], 0, n);
        MemorySegment.copy(planes, Pixels.F64, offset(steps.to() + count, first), part[1], 0, n);
        if (steps.from() > 0) {
            MemorySegment.copy(planes, Pixels.F64, offset(steps.from(), first), part[2], 0, n);
            MemorySegment.copy(planes, Pixels.F64, offset(steps.from() + count, first), part[3], 0, n);
        }
        for (int i = 0; i < n; i++) {
            double a = part[0][i];
            double b = -part[2][i];
            double sum = a + b;
            double rest = sum - a;
            double lost = (a - (sum - rest)) + (b - rest);
            out[first + i] += sum + (lost + (part[1][i] - part[3][i]));
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
