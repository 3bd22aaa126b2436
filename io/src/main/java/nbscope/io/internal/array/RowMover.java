package nbscope.io.internal.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Copies rows of equal length from an array on the heap to a segment.
@FunctionalInterface
public interface RowMover {
    /// One bulk copy for each row: right for any length, best for long ones.
    RowMover BULK = (in, from, inStep, out, to, outStep, bytes, rows) -> {
        for (int r = 0; r < rows; r++) {
            MemorySegment.copy(in, from + r * inStep, out, ValueLayout.JAVA_BYTE, to + r * outStep, bytes);
        }
    };

    /// @param inStep  bytes from a row to the next in `in`
    /// @param outStep as `inStep` in `out`
    /// @param bytes   of a row
    void move(byte[] in, int from, int inStep, MemorySegment out, long to, long outStep, int bytes, int rows);
}
