package nbscope.cli;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;
import nbscope.io.DataSetOptions;
import org.jspecify.annotations.Nullable;

/// What is typed about detector data that no header says.
final class DataSetArguments {
    static final String USAGE = "[--nav 12,14 --sig 64,64 --dtype <u2 --dataset /path --format NAME --sync-offset N"
            + " --file-header N --frame-header N --frame-footer N --io-backend mmap|buffered --partial --external-links]";
    static final Set<String> FLAGS = Set.of("--json", "--partial", "--external-links");

    private DataSetArguments() {}

    /// The options with a value, and others.
    static Set<String> with(String... others) {
        Set<String> all = new HashSet<>(Set.of(
                "--nav",
                "--sig",
                "--dtype",
                "--dataset",
                "--format",
                "--sync-offset",
                "--file-header",
                "--frame-header",
                "--frame-footer",
                "--io-backend"));
        all.addAll(Arrays.asList(others));
        return all;
    }

    static DataSetOptions options(FileArguments typed, String usage) {
        DataSetOptions o = DataSetOptions.none();
        try {
            o = set(o, typed.option("--format"), DataSetOptions::format);
            o = set(o, typed.option("--nav"), (known, text) -> known.nav(lengths("--nav", text, usage)));
            o = set(o, typed.option("--sig"), (known, text) -> known.sig(ints("--sig", text, usage)));
            o = set(o, typed.option("--dtype"), DataSetOptions::dtype);
            o = set(o, typed.option("--dataset"), DataSetOptions::dataset);
            o = set(o, typed.option("--io-backend"), DataSetOptions::backend);
            o = set(o, number(typed, "--sync-offset", usage), DataSetOptions::syncOffset);
            o = set(o, number(typed, "--file-header", usage), DataSetOptions::fileHeader);
            o = set(o, number(typed, "--frame-header", usage), (k, n) -> k.frameHeader(Math.toIntExact(n)));
            o = set(o, number(typed, "--frame-footer", usage), (k, n) -> k.frameFooter(Math.toIntExact(n)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Arguments.wrong(String.valueOf(e.getMessage()), usage);
        }
        o = typed.has("--partial") ? o.allowPartial() : o;
        return typed.has("--external-links") ? o.allowExternalLinks() : o;
    }

    private static <V> DataSetOptions set(
            DataSetOptions known, @Nullable V value, BiFunction<DataSetOptions, V, DataSetOptions> setter) {
        return value == null ? known : setter.apply(known, value);
    }

    private static int[] ints(String name, String text, String usage) {
        return Arrays.stream(lengths(name, text, usage))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private static long[] lengths(String name, String text, String usage) {
        String[] parts = text.split(",", -1);
        long[] lengths = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].strip().matches("[0-9]{1,9}") || Long.parseLong(parts[i].strip()) < 1) {
                throw Arguments.wrong(name + " is \"" + text + "\", expected lengths like 12,14", usage);
            }
            lengths[i] = Long.parseLong(parts[i].strip());
        }
        return lengths;
    }

    private static @Nullable Long number(FileArguments typed, String name, String usage) {
        String text = typed.option(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,15}")) {
            throw Arguments.wrong(name + " is \"" + text + "\", expected a whole number", usage);
        }
        return Long.valueOf(text);
    }
}
