package nbscope.compute.internal.sums;

import nbscope.compute.ComputePath;

/// What a computation took.
///
/// @param path  the way taken
/// @param bytes read from the data or from an index, all positions together
public record Work(ComputePath path, long bytes) {
    /// Both together; named after the one that read more.
    public Work plus(Work other) {
        return new Work(bytes >= other.bytes ? path : other.path, bytes + other.bytes);
    }
}
