package nbscope.compute.internal.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Plan;
import nbscope.io.DType;
import nbscope.io.Pixels;
import org.jspecify.annotations.Nullable;

/// A time frame of floats turned round for dragging: one plane over the scan per detector pixel, and the
/// sums of the last detector. Of the next detector only the pixels that came or went are read.
///
/// The sums are kept as pairs of float64, of which the second takes what the first rounds away (two-sum,
/// Knuth, The Art of Computer Programming 2, 4.2.2). So a bright pixel that came and went leaves nothing
/// behind, and an image does not depend on the ones before it: it is within 1e-15 of the sum of absolute
/// values. There are no planes of data with a NaN or infinity.
final class PixelPlanes implements Made {
    /// A new start after so many steps.
    private static final int MOST_STEPS = 256;

    /// Planes that are read between two questions whether to go on.
    private static final int PLANES_PER_STEP = 16;

    private final Geometry geometry;
    private final DType type;
    private final Tiles tiles;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment planes;

    /// Held by who uses what follows.
    private final ReentrantLock lock = new ReentrantLock();

    private Kept kept;
    private boolean seeding;

    /// The sums of a detector.
    ///
    /// @param steps images since they were summed from nothing
    private record Kept(boolean[] selected, int steps, double[] high, double[] low) {
        static Kept none(Geometry g) {
            return new Kept(new boolean[g.pixels()], 0, new double[g.positions()], new double[g.positions()]);
        }
    }

    /// The way from kept sums to those of a detector.
    ///
    /// @param fresh from nothing, `went` is empty
    record Step(boolean[] selected, int[] came, int[] went, boolean fresh) {
        int planes() {
            return came.length + went.length;
        }
    }

    /// How it is made of these patterns.
    record Making(HostChunks chunks) implements Recipe<PixelPlanes> {
        @Override
        public String name() {
            return "index";
        }

        @Override
        public List<DType> types() {
            DType type = chunks.geometry().dtype();
            return type == DType.F32 || type == DType.F64 ? List.of(type) : List.of();
        }

        @Override
        public long bytes(DType type) {
            return new Tiles(chunks.geometry(), type.bytes()).size()
                    + 2L * Double.BYTES * chunks.geometry().positions();
        }

        @Override
        public PixelPlanes allocate(DType type) {
            return new PixelPlanes(chunks.geometry());
        }

        @Override
        public Outcome fill(PixelPlanes made, Pace pace) {
            return Turning.run(chunks, pace, () -> {
                var turner = new FloatTurner(made);
                return () -> turner;
            });
        }
    }

    /// @throws OutOfMemoryError when the system has not enough; nothing is kept then
    PixelPlanes(Geometry geometry) {
        this.geometry = geometry;
        this.type = geometry.dtype();
        this.tiles = new Tiles(geometry, type.bytes());
        try {
            this.kept = Kept.none(geometry);
            planes = OffHeap.allocate(arena, tiles.size());
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    Geometry geometry() {
        return geometry;
    }

    Tiles tiles() {
        return tiles;
    }

    MemorySegment planes() {
        return planes;
    }

    /// The cheapest way to a detector's sums. The caller goes it (or not) and calls `done`; nobody else gets
    /// one until then.
    ///
    /// @return null when another thread is on its way; `done` is not to be called then
    @Nullable
    Step begin(Plan plan) {
        if (!lock.tryLock()) {
            return null;
        }
        boolean[] selected = selected(plan);
        var step = step(kept.selected, selected, false);
        return kept.steps >= MOST_STEPS || step.planes() > plan.count()
                ? step(new boolean[selected.length], selected, true)
                : step;
    }

    void done() {
        lock.unlock();
    }

    long bytes(int planes) {
        return (long) planes * type.bytes();
    }

    /// Goes a step that `begin` gave.
    void go(Step step, Workers workers, double[] out) {
        Kept next = step.fresh ? Kept.none(geometry) : new Kept(step.selected, kept.steps + 1, kept.high, kept.low);
        // Half-changed sums are of no use if a body fails.
        kept = Kept.none(geometry);
        workers.run(tiles.blocks(), bytes(step.planes()) * Tiles.BLOCK, (from, to) -> {
            for (int b = from; b < to; b++) {
                int first = b * Tiles.BLOCK;
                int n = Math.min(Tiles.BLOCK, geometry.positions() - first);
                add(step, next, first, n, () -> true);
                for (int i = first; i < first + n; i++) {
                    out[i] = next.high[i] + next.low[i];
                }
            }
        });
        kept = new Kept(step.selected, next.steps, next.high, next.low);
    }

    /// Whether a detector is far from the one whose sums are kept, and nobody sums it yet. The caller then
    /// calls `seed`.
    boolean wantsSeed(Plan plan) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            boolean wants =
                    !seeding && 2 * step(kept.selected, selected(plan), false).planes() > plan.count();
            seeding |= wants;
            return wants;
        } finally {
            lock.unlock();
        }
    }

    /// Sums a detector from nothing on the calling thread, so that the next one is a step away.
    void seed(Plan plan, BooleanSupplier goOn) {
        boolean[] selected = selected(plan);
        var step = step(new boolean[selected.length], selected, true);
        Kept next = Kept.none(geometry);
        boolean complete = true;
        for (int b = 0; complete && b < tiles.blocks(); b++) {
            int first = b * Tiles.BLOCK;
            complete = add(step, next, first, Math.min(Tiles.BLOCK, geometry.positions() - first), goOn);
        }
        lock.lock();
        try {
            seeding = false;
            if (complete) {
                kept = new Kept(selected, 0, next.high, next.low);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The plain sums over some pixels; exact to 1e-15 of the sum of absolute values for a few of them.
    void sum(int[] pixels, Workers workers, double[] out) {
        workers.run(tiles.blocks(), bytes(pixels.length) * Tiles.BLOCK, (from, to) -> {
            for (int b = from; b < to; b++) {
                int first = b * Tiles.BLOCK;
                int n = Math.min(Tiles.BLOCK, geometry.positions() - first);
                double[] sum = new double[n];
                double[] low = new double[n];
                var line = new Line(n);
                for (int pixel : pixels) {
                    line.add(pixel, first, 1, sum, low);
                }
                for (int i = 0; i < n; i++) {
                    out[first + i] = sum[i] + low[i];
                }
            }
        });
    }

    private boolean[] selected(Plan plan) {
        boolean[] selected = new boolean[geometry.pixels()];
        int[] spans = plan.spans();
        for (int k = 0; k < spans.length; k += 2) {
            Arrays.fill(selected, spans[k], spans[k + 1], true);
        }
        return selected;
    }

    private static Step step(boolean[] from, boolean[] to, boolean fresh) {
        int came = 0;
        int went = 0;
        for (int p = 0; p < to.length; p++) {
            came += to[p] && !from[p] ? 1 : 0;
            went += from[p] && !to[p] ? 1 : 0;
        }
        int[] in = new int[came];
        int[] out = new int[went];
        for (int p = to.length - 1; came + went > 0; p--) {
            if (to[p] != from[p]) {
                if (to[p]) {
                    in[--came] = p;
                } else {
                    out[--went] = p;
                }
            }
        }
        return new Step(to, in, out, fresh);
    }

    private boolean add(Step step, Kept sums, int first, int n, BooleanSupplier goOn) {
        double[] high = Arrays.copyOfRange(sums.high, first, first + n);
        double[] low = Arrays.copyOfRange(sums.low, first, first + n);
        var line = new Line(n);
        for (int k = 0; k < step.came.length; k++) {
            if (k % PLANES_PER_STEP == 0 && !goOn.getAsBoolean()) {
                return false;
            }
            line.add(step.came[k], first, 1, high, low);
        }
        for (int pixel : step.went) {
            line.add(pixel, first, -1, high, low);
        }
        System.arraycopy(high, 0, sums.high, first, n);
        System.arraycopy(low, 0, sums.low, first, n);
        return true;
    }

    /// Some positions of a plane, for one thread.
    private final class Line {
        private final float[] floats;
        private final double[] doubles;

        Line(int n) {
            floats = new float[type == DType.F32 ? n : 0];
            doubles = new double[type == DType.F32 ? 0 : n];
        }

        void add(int pixel, int first, int sign, double[] high, double[] low) {
            long at = tiles.offset(pixel, first);
            if (floats.length > 0) {
                MemorySegment.copy(planes, Pixels.F32, at, floats, 0, floats.length);
                twoSum(floats, sign, high, low);
            } else {
                MemorySegment.copy(planes, Pixels.F64, at, doubles, 0, doubles.length);
                twoSum(doubles, sign, high, low);
            }
        }
    }

    // hot loop
    private static void twoSum(float[] values, float sign, double[] high, double[] low) {
        for (int i = 0; i < values.length; i++) {
            double x = sign * values[i];
            double sum = high[i] + x;
            double part = sum - high[i];
            low[i] += (high[i] - (sum - part)) + (x - part);
            high[i] = sum;
        }
    }

    // hot loop
    private static void twoSum(double[] values, double sign, double[] high, double[] low) {
        for (int i = 0; i < values.length; i++) {
            double x = sign * values[i];
            double sum = high[i] + x;
            double part = sum - high[i];
            low[i] += (high[i] - (sum - part)) + (x - part);
            high[i] = sum;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
