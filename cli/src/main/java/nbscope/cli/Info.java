package nbscope.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.Blosc2Array;
import nbscope.io.Compression;
import nbscope.io.DataSetOptions;
import nbscope.io.Format;
import nbscope.io.MlaMetadata;
import nbscope.io.NdArray;
import org.jspecify.annotations.Nullable;

/// `info FILE [--json]`: what a file holds, without decoding its values; of detector data also the scan, the
/// partitions, and what no header says and was guessed.
final class Info {
    private static final String USAGE = "nbscope info FILE " + DataSetArguments.USAGE + " [--json]";

    private Info() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        FileArguments wanted =
                FileArguments.parse(arguments, USAGE, 1, DataSetArguments.FLAGS, DataSetArguments.with());
        Path file = wanted.files().getFirst();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("file", file.toString());
        if (Format.of(file).id().equals("czi")) {
            InfoCzi.describe(file, answer);
            show(wanted, answer, out);
            return ExitStatus.GOOD;
        }
        DataSetOptions options = DataSetArguments.options(wanted, USAGE);
        if (options.equals(DataSetOptions.none())) {
            array(file, answer);
        }
        if (!options.equals(DataSetOptions.none()) || isData(answer)) {
            InfoDataSet.describe(file, options, answer);
        }
        show(wanted, answer, out);
        return ExitStatus.GOOD;
    }

    private static void array(Path file, Map<String, @Nullable Object> answer) {
        try (NdArray array = NdArray.open(file)) {
            answer.put("format", FileFormat.of(file, array));
            answer.put("shape", array.shape());
            answer.put("dtype", array.elementType().numpy());
            storage(array, answer);
            metadata(array, answer);
            answer.put("isData", array.shape().length > 2 && array.dtype().isPrimitive());
        }
    }

    /// Whether it may be seen as a scan of frames.
    private static boolean isData(Map<String, @Nullable Object> answer) {
        return Boolean.TRUE.equals(answer.remove("isData"));
    }

    private static void show(FileArguments wanted, Map<String, @Nullable Object> answer, PrintStream out) {
        if (wanted.json()) {
            out.println(Json.text(answer));
        } else {
            answer.forEach((key, value) -> print(key, value, out));
        }
    }

    private static void storage(NdArray array, Map<String, @Nullable Object> answer) {
        @Nullable Blosc2Array stored = array instanceof Blosc2Array b ? b : null;
        @Nullable Compression how = stored == null ? null : stored.compression();
        answer.put("chunks", stored == null ? null : stored.chunks());
        answer.put("blocks", stored == null ? null : stored.blocks());
        answer.put("codec", how == null ? null : how.codec().label());
        answer.put("level", how == null ? null : how.level());
        answer.put(
                "filters",
                how == null
                        ? null
                        : how.filters().stream().map(f -> f.kind().label()).toList());
        answer.put("splitMode", how == null ? null : how.split().label());
        answer.put("compressedBytes", stored == null ? null : stored.compressedBytes());
    }

    /// `metadata` is MLArray's dict where there is one, `userMetadata` what else the user added.
    private static void metadata(NdArray array, Map<String, @Nullable Object> answer) {
        Map<Object, @Nullable Object> user = new LinkedHashMap<>(array.header());
        @Nullable MlaMetadata mla = array instanceof Blosc2Array stored ? MlaMetadata.of(stored) : null;
        if (mla == null) {
            answer.put("metadata", user);
            return;
        }
        user.remove("mlarray");
        answer.put("metadata", mla.toMap());
        answer.put("userMetadata", user);
    }

    private static void print(String key, @Nullable Object value, PrintStream out) {
        String text = switch (value) {
            case null -> "";
            case long[] list -> Arrays.toString(list);
            case int[] list -> Arrays.toString(list);
            case List<?> list -> InfoDataSet.text(list);
            case Map<?, ?> map -> map.isEmpty() ? "" : String.valueOf(Json.plain(map));
            default -> value.toString();
        };
        if (!text.isEmpty()) {
            out.printf("%-15s %s%n", key, text);
        }
    }
}
