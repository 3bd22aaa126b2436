package nbscope.io.benchmark;

import java.util.ArrayList;
import java.util.List;

/// What was typed behind a benchmark's two files: `--small`, `--quick`, and parts of the names of rows.
///
/// @param small little data
/// @param quick fewer rounds
/// @param only  parts of the names of rows that are wanted; none for all
public record Wanted(boolean small, boolean quick, List<String> only) {
    /// @param args the folder of the data, the JSON file to write, then what was typed
    public static Wanted of(String[] args) {
        List<String> words = new ArrayList<>(List.of(args).subList(2, args.length));
        boolean small = words.remove("--small");
        boolean quick = words.remove("--quick");
        return new Wanted(small, quick, List.copyOf(words));
    }

    public boolean row(String name) {
        return only.isEmpty() || only.stream().anyMatch(name::contains);
    }
}
