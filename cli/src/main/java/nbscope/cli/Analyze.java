package nbscope.cli;

import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nbscope.compute.udf.AnalysisJob;
import nbscope.compute.udf.UdfRun;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.Conversion;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.io.Region;
import org.jspecify.annotations.Nullable;

/// `analyze FILE --job sum|sumsig|std|com|adf:ri,ro|bf:r --out OUT.npy`: the usual questions to detector data, straight
/// from the file.
final class Analyze {
    private static final String USAGE =
            "nbscope analyze FILE --job sum|sumsig|std|com|adf:INNER,OUTER[,ROW,COL]|bf:RADIUS"
                    + " --out OUT.npy [--roi MASK.npy] [--executor embedded|spark] " + DataSetArguments.USAGE
                    + " [--json]";

    private static final Duration LOOK = Duration.ofMillis(200);

    private Analyze() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Set<String> valued = DataSetArguments.with("--job", "--out", "--roi", "--executor");
        FileArguments wanted = FileArguments.parse(arguments, USAGE, 1, DataSetArguments.FLAGS, valued);
        AnalysisJob job = job(wanted);
        Path target = Path.of(needed(wanted, "--out"));
        if (!target.toString().endsWith(".npy")) {
            throw Arguments.wrong("--out is \"" + target + "\", expected a name that ends with .npy", USAGE);
        }
        Path file = wanted.files().getFirst();
        if (Files.exists(target) && sameFile(file, target)) {
            throw Arguments.wrong("--out names the data itself", USAGE);
        }
        try (var executor = AnalyzeExecutor.of(wanted.option("--executor"), USAGE);
                DataSet data = DataSet.open(file, DataSetArguments.options(wanted, USAGE));
                Interruptible _ = new Interruptible()) {
            UdfRunner runner = UdfRunner.of(data).executor(executor.get());
            @Nullable String roi = wanted.option("--roi");
            if (roi != null) {
                runner = runner.roi(mask(Path.of(roi), data));
            }
            long start = System.nanoTime();
            UdfRun<NdArray> run = runner.start(job.udf(data));
            watch(run, data, err);
            NdArray result = run.await();
            Conversion.save(result, target);
            answer(wanted, target, result, run, System.nanoTime() - start, out);
        }
        return ExitStatus.GOOD;
    }

    private static AnalysisJob job(FileArguments wanted) {
        String text = needed(wanted, "--job");
        try {
            return AnalysisJob.parse(text);
        } catch (IllegalArgumentException e) {
            throw Arguments.wrong(String.valueOf(e.getMessage()), USAGE);
        }
    }

    private static String needed(FileArguments wanted, String option) {
        String value = wanted.option(option);
        if (value == null) {
            throw Arguments.wrong(option + " is missing", USAGE);
        }
        return value;
    }

    private static boolean sameFile(Path a, Path b) {
        try {
            return Files.isSameFile(a, b);
        } catch (java.io.IOException e) {
            return false;
        }
    }

    /// A mask of the scan's shape; what is not 0 counts.
    private static boolean[] mask(Path file, DataSet data) {
        try (NdArray array = NdArray.open(file);
                Arena arena = Arena.ofConfined()) {
            if (!Arrays.equals(array.shape(), data.shape().nav())) {
                throw new IllegalArgumentException(
                        "the ROI " + file + " has the shape " + Arrays.toString(array.shape())
                                + ", the scan of " + data.name() + " "
                                + Arrays.toString(data.shape().nav())
                                + "; save a mask of the scan's shape with numpy.save");
            }
            if (array.dtype() == DType.RAW || array.dtype() == DType.C64 || array.dtype() == DType.C128) {
                throw new IllegalArgumentException(
                        "the ROI " + file + " holds " + array.elementType().numpy() + ", expected booleans or numbers");
            }
            Region whole = Region.whole(array.shape());
            MemorySegment values = arena.allocate(4 * whole.elements(), 4);
            array.readFloat32(whole, values);
            boolean[] mask = new boolean[Math.toIntExact(whole.elements())];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = values.getAtIndex(ValueLayout.JAVA_FLOAT, i) != 0;
            }
            return mask;
        }
    }

    /// Tells how far it is, for runs that take longer than a few seconds.
    private static void watch(UdfRun<NdArray> run, DataSet data, PrintStream err) {
        try (var progress = new ProgressLines("analyze", run.bytesTotal(), err)) {
            while (!run.await(LOOK)) {
                progress.accept(run.bytesRead());
            }
        } catch (InterruptedException e) {
            run.cancel();
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException(
                    "the analysis of " + data.name() + " was interrupted; nothing was written");
        }
    }

    private static void answer(
            FileArguments wanted, Path target, NdArray result, UdfRun<NdArray> run, long nanos, PrintStream out) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("out", target.toString());
        answer.put("shape", result.shape());
        answer.put("dtype", result.elementType().numpy());
        answer.put("bytesRead", run.bytesRead());
        answer.put("seconds", nanos / 1e9);
        if (wanted.json()) {
            out.println(Json.text(answer));
        } else {
            out.printf(
                    java.util.Locale.ROOT,
                    "%s: %s %s, %.0f MB in %.2f s%n",
                    target,
                    Arrays.toString(result.shape()),
                    result.elementType().numpy(),
                    run.bytesRead() / 1e6,
                    nanos / 1e9);
        }
    }
}
