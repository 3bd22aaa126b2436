package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// Some of the patterns that lie one after another in memory.
///
/// @param memory where pattern 0 begins
/// @param bytes  of a pattern
/// @param from   the first of them
/// @param count  how many
public record Patterns(DType dtype, MemorySegment memory, int bytes, int from, int count) {
    /// Where the `i`th of them begins.
    long at(int i) {
        return (long) (from + i) * bytes;
    }

    /// Without the first `n`.
    Patterns after(int n) {
        return new Patterns(dtype, memory, bytes, from + n, count - n);
    }
}
