package nbscope.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was typed behind a command: words, flags (`--json`), and options with a value (`--region 0:10` or
/// `--region=0:10`). All behind `--` are words.
///
/// @param words   in their order
/// @param flags   with the dashes
/// @param options name with the dashes to value
record Arguments(List<String> words, Set<String> flags, Map<String, String> options) {
    /// @param usage  one line that says how the command is typed
    /// @param flags  those that the command knows
    /// @param valued options that have a value
    /// @throws UsageException with the usage
    static Arguments parse(List<String> typed, String usage, Set<String> flags, Set<String> valued) {
        Arguments found = new Arguments(new ArrayList<>(), new HashSet<>(), new LinkedHashMap<>());
        boolean onlyWords = false;
        for (int i = 0; i < typed.size(); i++) {
            String argument = typed.get(i);
            int equals = argument.indexOf('=');
            String name = equals > 0 ? argument.substring(0, equals) : argument;
            if (onlyWords || !argument.startsWith("--")) {
                found.words.add(argument);
            } else if (argument.equals("--")) {
                onlyWords = true;
            } else if (flags.contains(argument)) {
                found.flags.add(argument);
            } else if (!valued.contains(name)) {
                throw wrong("there is no option " + argument, usage);
            } else if (equals < 0 && i + 1 >= typed.size()) {
                throw wrong(name + " needs a value", usage);
            } else if (found.options.put(name, equals > 0 ? argument.substring(equals + 1) : typed.get(++i)) != null) {
                throw wrong(name + " stands there twice", usage);
            }
        }
        return found;
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    static UsageException wrong(String what, String usage) {
        return new UsageException(what + ". Usage: " + usage);
    }
}
