package nbscope.compute.internal.index;

import java.util.Comparator;
import java.util.List;
import nbscope.compute.ComputePath;
import nbscope.compute.internal.sums.Work;

/// One way to the sums over a detector: the planner takes the one that costs least.
///
/// Sums are limited by the memory, so the cost of a way is the bytes that it reads for a scan position,
/// times a factor for ways that do not keep up with the memory. Everything that a way reads counts: both
/// planes of each run of pixels, whole 64-byte blocks, whole patterns where a plan is dense. A way that is
/// not ready is not in the list, and the blocks always are; they win a draw.
///
/// @param bytes read for one scan position
/// @param run   fills the sums
record Way(ComputePath path, long bytes, Runnable run) {
    /// Reading a plane of single pixels costs as long as reading two: a correction term is carried along.
    private static final double PLANES_FACTOR = 2;

    double cost() {
        return switch (path) {
            case DENSE, BLOCK_SPARSE, ROW_PREFIX, RADIAL_PREFIX, KEPT -> bytes;
            case PLANES -> PLANES_FACTOR * bytes;
        };
    }

    /// Goes the cheapest way, of several the first.
    ///
    /// @param positions scan positions
    static Work take(List<Way> ways, int positions) {
        Way best = ways.stream().min(Comparator.comparingDouble(Way::cost)).orElseThrow();
        best.run.run();
        return new Work(best.path, positions * best.bytes);
    }
}
