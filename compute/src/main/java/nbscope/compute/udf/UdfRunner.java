package nbscope.compute.udf;

import java.util.List;
import java.util.Objects;
import nbscope.compute.DeviceStack;
import nbscope.compute.internal.udf.DataSetTiles;
import nbscope.compute.internal.udf.Pass;
import nbscope.compute.internal.udf.TileSource;
import nbscope.io.DataSet;
import nbscope.io.JobExecutor;
import nbscope.io.dataset.Negotiator;
import nbscope.io.dataset.Roi;
import org.jspecify.annotations.Nullable;

/// Runs UDFs over a frame of a stack. A value: each setting gives a new runner, and one may be used any
/// number of times, from any thread.
///
/// ```java
/// var sum = UdfRunner.of(stack).run(new Sum());
/// var maximum = UdfRunner.of(stack).run(Udf.perFrame(frame ->
/// Arrays.stream(frame.values()).max().orElse(0)));
/// ```
public final class UdfRunner {
    private final TileSource source;
    private final @Nullable DeviceStack stack;
    private final Pass.Settings settings;
    private final JobExecutor executor;

    private UdfRunner(TileSource source, @Nullable DeviceStack stack, Pass.Settings settings, JobExecutor executor) {
        this.source = source;
        this.stack = stack;
        this.settings = settings;
        this.executor = executor;
    }

    /// Over the first time frame of a stack. The stack may be freed while a run is under way: that waits
    /// for the tiles in work, and the run ends with FreedStackException.
    public static UdfRunner of(DeviceStack stack) {
        return of(stack.tiles(0), stack);
    }

    /// Over all frames of a data set, straight from its files. Of more than two navigation axes all but the last
    /// are the rows of the scan.
    public static UdfRunner of(DataSet data) {
        return of(DataSetTiles.of(data), null);
    }

    /// Over any source of tiles inside the library.
    static UdfRunner of(TileSource source) {
        return of(source, null);
    }

    private static UdfRunner of(TileSource source, @Nullable DeviceStack stack) {
        var settings = new Pass.Settings(null, CorrectionSet.NONE, null);
        return new UdfRunner(source, stack, settings, EmbeddedExecutor.ofProcess());
    }

    /// Over another time frame of the stack.
    public UdfRunner frame(int frame) {
        if (stack == null) {
            throw new IllegalStateException("only a stack has several time frames");
        }
        return new UdfRunner(stack.tiles(frame), stack, settings, executor);
    }

    /// Only over these scan positions, row by row. Results hold NaN elsewhere, or are compact; see
    /// [NavValues].
    public UdfRunner roi(boolean[] mask) {
        var g = source.geometry();
        if (mask.length != g.positions()) {
            throw new IllegalArgumentException("the ROI has " + mask.length + " entries, the scan " + g.scanRows()
                    + " x " + g.scanCols() + " = " + g.positions() + " positions");
        }
        return with(new Pass.Settings(Roi.of(mask), settings.corrections(), settings.negotiator()));
    }

    private UdfRunner with(Pass.Settings other) {
        return new UdfRunner(source, stack, other, executor);
    }

    /// As [#roi(boolean[])], with one array per scan row.
    public UdfRunner roi(boolean[][] mask) {
        var g = source.geometry();
        boolean[] flat = new boolean[g.positions()];
        if (mask.length != g.scanRows()) {
            throw new IllegalArgumentException(
                    "the ROI has " + mask.length + " rows, the scan " + g.scanRows() + " x " + g.scanCols());
        }
        for (int row = 0; row < mask.length; row++) {
            if (mask[row].length != g.scanCols()) {
                throw new IllegalArgumentException("row " + row + " of the ROI has " + mask[row].length
                        + " entries, the scan " + g.scanRows() + " x " + g.scanCols());
            }
            System.arraycopy(mask[row], 0, flat, row * g.scanCols(), g.scanCols());
        }
        return roi(flat);
    }

    /// With these corrections applied to every frame.
    public UdfRunner corrections(CorrectionSet set) {
        return with(new Pass.Settings(settings.roi(), set, settings.negotiator()));
    }

    /// With tiles of another shape, for example LiberTEM's: [Negotiator#libertem].
    public UdfRunner negotiator(Negotiator other) {
        return with(new Pass.Settings(settings.roi(), settings.corrections(), other));
    }

    /// On another executor, such as Spark's. The memory of a stack does not travel: over a stack it must be one inside
    /// this process.
    public UdfRunner executor(JobExecutor other) {
        return new UdfRunner(source, stack, settings, Objects.requireNonNull(other));
    }

    /// Runs a UDF to its end.
    ///
    /// @throws java.util.concurrent.CancellationException when the calling thread is interrupted
    public <R> R run(Udf<R> udf) {
        var run = single(udf);
        run.drive();
        return run.await();
    }

    /// Runs several UDFs in one pass over the data.
    public UdfResults run(List<? extends Udf<?>> udfs) {
        var run = several(udfs);
        run.drive();
        return run.await();
    }

    /// Starts a UDF and returns at once.
    public <R> UdfRun<R> start(Udf<R> udf) {
        return started(single(udf));
    }

    /// Starts several UDFs in one pass and returns at once.
    public UdfRun<UdfResults> start(List<? extends Udf<?>> udfs) {
        return started(several(udfs));
    }

    private static <R> UdfRun<R> started(UdfRun<R> run) {
        Thread.ofVirtual().name("nbscope-udf-run").start(run::drive);
        return run;
    }

    private <R> UdfRun<R> single(Udf<R> udf) {
        // Safe: a changed UDF has the class of this one.
        @SuppressWarnings("unchecked")
        UdfRun.Finish<R> finish = (ran, buffers) -> ((Udf<R>) ran.getFirst()).results(buffers.getFirst());
        return new UdfRun<>(source, List.of(udf), settings, executor, finish);
    }

    private UdfRun<UdfResults> several(List<? extends Udf<?>> udfs) {
        if (udfs.isEmpty()) {
            throw new IllegalArgumentException("no UDF was given");
        }
        List<Udf<?>> asked = List.copyOf(udfs);
        return new UdfRun<>(source, asked, settings, executor, (ran, b) -> new UdfResults(asked, ran, b));
    }
}
