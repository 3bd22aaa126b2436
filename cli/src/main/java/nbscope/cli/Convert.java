package nbscope.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nbscope.io.Conversion;
import nbscope.io.MlaOptions;
import nbscope.io.NdArray;
import org.jspecify.annotations.Nullable;

/// `convert IN OUT [--patch P | --chunks C --blocks B | --strategy S] [--json]`: copies an array into another
/// format, by the ending of OUT; `.zarr` is that of [ConvertZarr].
final class Convert {
    private static final String USAGE = "nbscope convert IN OUT.npy|OUT.b2nd|OUT.mla [--patch 64 | --patch 1,8,8 | "
            + "--patch none] [--chunks 1,64,64 --blocks 1,16,16] [--strategy NAME] [--json], or "
            + ConvertZarr.USAGE;

    private static final List<String> OPTIONS = List.of("--patch", "--chunks", "--blocks", "--strategy");

    private Convert() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        FileArguments wanted = parse(arguments);
        Path source = wanted.files().getFirst();
        Path target = wanted.files().getLast();
        if (ConvertZarr.isZarr(target)) {
            refuse(wanted, OPTIONS, target);
            return ConvertZarr.run(wanted, out, err);
        }
        refuse(wanted, ConvertZarr.OPTIONS, target);
        MlaOptions options = options(wanted);
        try (ProgressLines progress = new ProgressLines("convert", -1, err);
                Interruptible _ = new Interruptible()) {
            Conversion.convert(source, target, options, progress);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
        print(target, size(target), wanted, out);
        return ExitStatus.GOOD;
    }

    private static FileArguments parse(List<String> arguments) {
        List<String> zarr = ConvertZarr.OPTIONS;
        Set<String> valued = new HashSet<>(OPTIONS);
        valued.addAll(zarr.subList(1, zarr.size()));
        return FileArguments.parse(arguments, USAGE, 2, Set.of("--json", zarr.getFirst()), valued);
    }

    /// Options that mean nothing for this target.
    private static void refuse(FileArguments wanted, List<String> others, Path target) {
        for (String option : others) {
            if (wanted.option(option) != null || wanted.typed().has(option)) {
                throw Arguments.wrong(option + " means nothing for " + target, USAGE);
            }
        }
    }

    /// The answer: what was written.
    static void print(Path target, long bytes, FileArguments wanted, PrintStream out) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("file", target.toString());
        try (NdArray array = NdArray.open(target)) {
            answer.put("format", FileFormat.of(target, array));
            answer.put("shape", array.shape());
            answer.put("dtype", array.elementType().numpy());
        }
        answer.put("bytes", bytes);
        if (wanted.json()) {
            out.println(Json.text(answer));
        } else {
            answer.forEach((key, value) ->
                    out.printf("%-8s %s%n", key, value instanceof long[] shape ? Arrays.toString(shape) : value));
        }
    }

    private static MlaOptions options(FileArguments wanted) {
        try {
            return chosen(wanted);
        } catch (IllegalArgumentException wrong) {
            throw Arguments.wrong(String.valueOf(wrong.getMessage()), USAGE);
        }
    }

    private static MlaOptions chosen(FileArguments wanted) {
        MlaOptions options = MlaOptions.defaults();
        @Nullable String patch = wanted.option("--patch");
        if (patch != null) {
            options = patch.equals("none") ? options.noPatch() : options.patch(lengths("--patch", patch));
        }
        @Nullable String chunks = wanted.option("--chunks");
        options = chunks == null ? options : options.chunks(lengths("--chunks", chunks));
        @Nullable String blocks = wanted.option("--blocks");
        options = blocks == null ? options : options.blocks(lengths("--blocks", blocks));
        @Nullable String strategy = wanted.option("--strategy");
        return strategy == null ? options : options.strategy(strategy);
    }

    private static int[] lengths(String option, String text) {
        try {
            return Arrays.stream(text.split(",", -1))
                    .mapToInt(n -> Integer.parseInt(n.strip()))
                    .toArray();
        } catch (NumberFormatException e) {
            throw Arguments.wrong(option + " " + text + " is no list of lengths such as 1,64,64", USAGE);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be looked at: " + e.getMessage(), e);
        }
    }
}
