package nbscope.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import nbscope.io.OmeZarr;
import nbscope.io.OmeZarrOptions;
import org.jspecify.annotations.Nullable;

/// `convert IN OUT.zarr [--ngff 0.4|0.5] [--levels auto|N] [--chunk N] [--shard] [--codec NAME]
/// [--json]`: writes an OME-Zarr image. After Ctrl-C or a kill the same command goes on where it was.
final class ConvertZarr {
    static final String USAGE = "nbscope convert IN OUT.zarr [--ngff 0.4|0.5] [--levels auto|N] [--chunk 512] "
            + "[--shard] [--codec blosc|zstd|blosc-zstd|gzip|zlib|raw] [--json]";

    /// Options of this target alone; the first is a flag.
    static final List<String> OPTIONS = List.of("--shard", "--ngff", "--levels", "--chunk", "--codec");

    private ConvertZarr() {}

    static boolean isZarr(Path target) {
        return String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT).endsWith(".zarr");
    }

    static int run(FileArguments wanted, PrintStream out, PrintStream err) {
        Path source = wanted.files().getFirst();
        Path target = wanted.files().getLast();
        OmeZarrOptions options;
        try {
            options = options(wanted);
        } catch (IllegalArgumentException wrong) {
            throw Arguments.wrong(String.valueOf(wrong.getMessage()), USAGE);
        }
        try (ProgressLines progress = new ProgressLines("convert", -1, err);
                Interruptible _ = new Interruptible()) {
            OmeZarr.convert(source, target, options, progress);
        } catch (CancellationException interrupted) {
            err.println("nbscope: interrupted; the same command goes on with " + target);
            return ExitStatus.FAILED;
        } catch (IllegalArgumentException | IllegalStateException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
        Convert.print(target, size(target), wanted, out);
        return ExitStatus.GOOD;
    }

    private static OmeZarrOptions options(FileArguments wanted) {
        OmeZarrOptions options = OmeZarrOptions.defaults();
        @Nullable String ngff = wanted.option("--ngff");
        options = ngff == null ? options : options.withNgff(OmeZarrOptions.Ngff.ofLabel(ngff));
        @Nullable String codec = wanted.option("--codec");
        options = codec == null ? options : options.withCodec(OmeZarrOptions.Codec.ofLabel(codec));
        @Nullable String levels = wanted.option("--levels");
        boolean auto = levels == null || levels.equals("auto");
        options = auto ? options : options.withLevels(number("--levels", levels));
        @Nullable String chunk = wanted.option("--chunk");
        options = chunk == null ? options : options.withChunk(number("--chunk", chunk));
        return wanted.typed().has("--shard") ? options.withShard(OmeZarrOptions.USUAL_SHARD) : options;
    }

    private static int number(String option, @Nullable String text) {
        try {
            int number = Integer.parseInt(String.valueOf(text).strip());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same sentence as for a number that is too small.
        }
        throw Arguments.wrong(option + " " + text + " is no whole number above 0", USAGE);
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be looked at: " + e.getMessage(), e);
        }
    }
}
