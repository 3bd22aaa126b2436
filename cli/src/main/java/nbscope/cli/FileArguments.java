package nbscope.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The arguments of a command on files: files, `--json`, and options with a value (`--region 0:10` or `--region=0:10`).
///
/// @param files   in their order
/// @param options name with the dashes to value
record FileArguments(List<Path> files, boolean json, Map<String, String> options) {
    /// @param usage  one line that says how the command is typed
    /// @param count  of the files that it takes
    /// @param valued options that have a value
    /// @throws UsageException with the usage
    static FileArguments parse(List<String> arguments, String usage, int count, Set<String> valued) {
        List<Path> files = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        boolean json = false;
        boolean onlyFiles = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals > 0 ? argument.substring(0, equals) : argument;
            if (onlyFiles || !argument.startsWith("--")) {
                files.add(path(argument, usage));
            } else if (argument.equals("--")) {
                onlyFiles = true;
            } else if (argument.equals("--json")) {
                json = true;
            } else if (!valued.contains(name)) {
                throw wrong("there is no option " + argument, usage);
            } else if (equals < 0 && i + 1 >= arguments.size()) {
                throw wrong(name + " needs a value", usage);
            } else if (options.put(name, equals > 0 ? argument.substring(equals + 1) : arguments.get(++i)) != null) {
                throw wrong(name + " stands there twice", usage);
            }
        }
        if (files.size() != count) {
            throw wrong("found " + files.size() + " files, expected " + count, usage);
        }
        return new FileArguments(files, json, options);
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    private static Path path(String text, String usage) {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            throw wrong("\"" + text + "\" is no name of a file: " + e.getReason(), usage);
        }
        throw wrong("found an empty name of a file", usage);
    }

    static UsageException wrong(String what, String usage) {
        return new UsageException(what + ". Usage: " + usage);
    }
}
