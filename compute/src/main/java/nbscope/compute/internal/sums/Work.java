package nbscope.compute.internal.sums;

import java.util.List;
import nbscope.compute.ComputePath;

/// What a computation took.
///
/// @param path  the way taken
/// @param bytes read from the data or from an index, all positions together
/// @param notes sentences for people
public record Work(ComputePath path, long bytes, List<String> notes) {
    public Work(ComputePath path, long bytes) {
        this(path, bytes, List.of());
    }

    /// The same with a sentence.
    public Work noting(String sentence) {
        return new Work(path, bytes, List.of(sentence));
    }

    /// Both together; named after the one that read more.
    public Work plus(Work other) {
        return new Work(
                bytes >= other.bytes ? path : other.path, bytes + other.bytes, notes.isEmpty() ? other.notes : notes);
    }
}
