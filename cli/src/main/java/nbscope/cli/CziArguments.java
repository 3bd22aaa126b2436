package nbscope.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nbscope.io.czi.profile.DataFile;
import org.jspecify.annotations.Nullable;

/// The arguments that the commands of `nbscope czi` share.
///
/// @param files with other places looked up
/// @param typed everything
/// @param usage for messages
record CziArguments(List<Path> files, Arguments typed, String usage) {
    /// Which plane.
    static final Set<String> PLANE = Set.of("--channel", "--scene");

    /// Those of a plane, and others.
    static Set<String> plane(String... others) {
        Set<String> all = new HashSet<>(PLANE);
        all.addAll(List.of(others));
        return all;
    }

    /// @param count  of the files
    /// @param flags  besides `--json`
    /// @param valued options that have a value
    static CziArguments parse(
            List<String> arguments, String usage, int count, Set<String> flags, Set<String> valued, PrintStream err) {
        Set<String> known = new HashSet<>(flags);
        known.add("--json");
        FileArguments found = FileArguments.parse(arguments, usage, count, known, valued);
        return new CziArguments(
                found.files().stream().map(file -> look(file, err)).toList(), found.typed(), usage);
    }

    private static Path look(Path given, PrintStream err) {
        DataFile found = DataFile.find(given);
        if (found.note() != null) {
            err.println("nbscope: " + found.note());
        }
        return found.path();
    }

    Path file() {
        return files.getFirst();
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

    /// A whole number, or `otherwise` where it was not given.
    int number(String name, int otherwise) {
        @Nullable Integer found = number(name);
        return found == null ? otherwise : found;
    }

    /// Null where it was not given.
    @Nullable
    Integer number(String name) {
        String text = typed.option(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,9}")) {
            throw Arguments.wrong(name + " is \"" + text + "\", expected a whole number", usage);
        }
        return Integer.valueOf(text);
    }
}
