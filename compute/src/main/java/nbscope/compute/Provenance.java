package nbscope.compute;

import java.util.ArrayList;
import java.util.List;

/// How a result came to be.
///
/// @param path         the way taken
/// @param bytesTouched bytes of data or of an index that were read
/// @param nanos        time from the call to the result
/// @param notes        sentences for people: what was assumed, what was left out
public record Provenance(ComputePath path, long bytesTouched, long nanos, List<String> notes) {
    /// Of an image that the library did not compute.
    public static final Provenance NONE = new Provenance(ComputePath.KEPT, 0, 0, List.of());

    public Provenance {
        notes = List.copyOf(notes);
    }

    /// The same with one more sentence.
    public Provenance note(String sentence) {
        List<String> more = new ArrayList<>(notes);
        more.add(sentence);
        return new Provenance(path, bytesTouched, nanos, more);
    }
}
