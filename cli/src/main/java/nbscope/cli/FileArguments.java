package nbscope.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The arguments of a command on files: files, `--json`, and options with a value.
///
/// @param files in their order
record FileArguments(List<Path> files, Arguments typed) {
    /// @param usage  one line that says how the command is typed
    /// @param count  of the files that it takes
    /// @param valued options that have a value
    /// @throws UsageException with the usage
    static FileArguments parse(List<String> arguments, String usage, int count, Set<String> valued) {
        return parse(arguments, usage, count, Set.of("--json"), valued);
    }

    /// As above, with the flags that the command knows.
    static FileArguments parse(List<String> arguments, String usage, int count, Set<String> flags, Set<String> valued) {
        Arguments typed = Arguments.parse(arguments, usage, flags, valued);
        List<Path> files = typed.words().stream().map(word -> path(word, usage)).toList();
        if (files.size() != count) {
            throw Arguments.wrong("found " + files.size() + " files, expected " + count, usage);
        }
        return new FileArguments(files, typed);
    }

    boolean json() {
        return typed.has("--json");
    }

    boolean has(String flag) {
        return typed.has(flag);
    }

    @Nullable
    String option(String name) {
        return typed.option(name);
    }

    private static Path path(String text, String usage) {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            throw Arguments.wrong("\"" + text + "\" is no name of a file: " + e.getReason(), usage);
        }
        throw Arguments.wrong("found an empty name of a file", usage);
    }
}
