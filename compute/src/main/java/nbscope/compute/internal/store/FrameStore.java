package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import nbscope.compute.internal.sums.WeightPlan;
import nbscope.compute.internal.sums.Work;
import org.jspecify.annotations.Nullable;

/// One time frame on a device. Filled once, then only read; reads are safe from many threads. Owns its
/// memory until `close`; nobody may use it during or after that (the stack's guard sees to it).
public interface FrameStore extends AutoCloseable {
    /// Reads some scan rows into plain memory.
    interface RowReader {
        void read(int firstRow, int rows, MemorySegment destination);
    }

    /// Fills scan rows `[row, row + rows)` by `reader`, in as many calls as the chunks need.
    void fill(int row, int rows, RowReader reader);

    /// Called once, after the last `fill` and before the first sum.
    default void ready() {}

    /// Exact sums of integer data, one per scan position.
    Work sums(Plan plan, long[] out);

    /// Sums of floating-point data in float64.
    Work sums(Plan plan, double[] out);

    /// Sums of pixels times weights in float64, for any data.
    Work weighted(WeightPlan plan, double[] out);

    /// Exact moments of integer data over the plan's pixels: sums of the values, of the values times their
    /// row, and of the values times their column.
    Work moments(Plan plan, long[] sum, long[] byRow, long[] byCol);

    /// Moments of floating-point data in float64.
    Work moments(Plan plan, double[] sum, double[] byRow, double[] byCol);

    /// Copies one pattern, native dtype.
    void pattern(int position, MemorySegment destination);

    /// Sum of the patterns at these scan positions, one value per detector pixel; exact for integers. `out`
    /// starts as zeros.
    Work patternSum(Runs positions, long[] out);

    /// As above for floating-point data, in float64.
    Work patternSum(Runs positions, double[] out);

    /// Sum of all patterns times a weight per scan position, in float64, for any data. `out` starts as
    /// zeros.
    Work patternSum(double[] weights, double[] out);

    /// The data itself where it lies in plain memory; only to be read. Null where it lies elsewhere.
    default @Nullable HostChunks host() {
        return null;
    }

    /// Drops for good what was made of the data and could be made again. Called before `close`.
    ///
    /// @return bytes given back
    default long dropCache() {
        return 0;
    }

    @Override
    void close();
}
