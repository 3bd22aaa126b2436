package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import nbscope.compute.internal.sums.Plan;
import org.jspecify.annotations.Nullable;

/// One time frame on a device. Filled once, then only read; reads are safe from many threads. Owns its memory until
/// `close`; nobody may use it during or after that (the stack's guard sees to it).
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
    void sums(Plan plan, long[] out);

    /// Sums of floating-point data in float64.
    void sums(Plan plan, double[] out);

    /// Copies one pattern, native dtype.
    void pattern(int position, MemorySegment destination);

    /// Sum of all patterns, one value per detector pixel; exact for integers.
    void patternSum(long[] out);

    /// As above for floating-point data.
    void patternSum(double[] out);

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
