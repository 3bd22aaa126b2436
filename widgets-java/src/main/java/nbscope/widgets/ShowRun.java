package nbscope.widgets;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import nbscope.compute.udf.AnalysisJob;
import nbscope.compute.udf.UdfRun;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.Calibration;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.widgets.internal.Bundle;
import nbscope.widgets.internal.RunModel;
import org.jspecify.annotations.Nullable;

/// A run over data: a bar with its rate and the time that is left, a button that ends it, and its pictures, which
/// grow while it goes on.
///
/// ```java
/// var show = ShowRun.of(data, "adf:8,32").show();
/// NdArray image = show.result();                       // waits; an interrupt ends the run
/// ShowRun.of(UdfRunner.of(data).roi(mask).start(new CenterOfMass())).show();
/// ```
///
/// `show()` returns while the run goes on. The front end asks for pictures as fast as it can paint them, at most
/// eight times a second; where nobody looks, none are made. Where no front end is, a line of text grows instead.
///
/// [#of(DataSet, String)] owns its run: running the cell again ends it. [#of(UdfRun)] borrows. An interrupt of
/// nbscope's kernel ends every run that is shown. Safe from any thread.
///
/// @param <R> the result
public final class ShowRun<R> {
    private final UdfRun<R> run;
    private final RunModel model;
    private final Supplier<Bundle> bundle;

    private ShowRun(UdfRun<R> run, RunModel model, Supplier<Bundle> bundle) {
        this.run = run;
        this.model = model;
        this.bundle = bundle;
    }

    /// Starts one of the usual jobs over all frames, straight from the files.
    ///
    /// @param job `sum`, `sumsig`, `std`, `com`, `adf:8,32` or `bf:6`; see [AnalysisJob#parse]
    public static ShowRun<NdArray> of(DataSet data, String job) {
        return of(data, AnalysisJob.parse(job));
    }

    /// As [#of(DataSet, String)].
    public static ShowRun<NdArray> of(DataSet data, AnalysisJob job) {
        UdfRun<NdArray> run = UdfRunner.of(data).start(job.udf(data));
        return of(run, job.text() + " of " + data.name(), data.calibration(), true, () -> Bundle.load("showrun"));
    }

    /// A run that was started somewhere else.
    public static <R> ShowRun<R> of(UdfRun<R> run) {
        return of(run, run.name(), Calibration.none(), false, () -> Bundle.load("showrun"));
    }

    static <R> ShowRun<R> of(
            UdfRun<R> run, String title, Calibration calibration, boolean owns, Supplier<Bundle> bundle) {
        return new ShowRun<>(run, new RunModel(run, title, calibration, owns), bundle);
    }

    public ShowRun<R> title(String title) {
        model.title(title);
        return this;
    }

    /// Shows the widget below the cell that runs, and returns while the run goes on. Outside a kernel a line of text
    /// grows on System.out.
    public ShowRun<R> show() {
        return show(WidgetHost.find());
    }

    ShowRun<R> show(Optional<WidgetHost> host) {
        @Nullable WidgetHost found = host.orElse(null);
        if (found == null) {
            model.print(System.out);
        } else {
            model.show(found, bundle);
        }
        return this;
    }

    /// Waits for the end of the run.
    ///
    /// @throws CancellationException when the run was cancelled, or this thread is interrupted; then the run
    ///     ends too
    public R result() {
        try {
            return run.await();
        } catch (CancellationException e) {
            // Whoever stops a cell that waits for a run means the run.
            run.cancel();
            throw e;
        } finally {
            model.settled();
        }
    }

    /// Ends the run at its next tile.
    public void cancel() {
        run.cancel();
    }

    public UdfRun<R> run() {
        return run;
    }

    /// One sentence: what is computed, and how far it is.
    @Override
    public String toString() {
        return model.toString();
    }
}
