package nbscope.compute.internal.index;

import java.lang.foreign.MemorySegment;

/// Sums of differences of planes at some scan positions that follow each other. Stateless; any thread. All
/// implementations give the same sums.
interface SpanKernel {
    /// Differences of u16 planes. Reads whole 64-byte lines. Sums of at most 65,536 differences.
    ///
    /// @param ends pairs of places in bytes: of the plane to add and the one to subtract, -1 for none
    void shorts(MemorySegment planes, long[] ends, int n, long[] out, int outFrom);

    /// Differences of 32-bit planes modulo 2^32, each read as an unsigned or a signed number.
    void ints(MemorySegment planes, long[] ends, boolean unsigned, int n, long[] out, int outFrom);
}
