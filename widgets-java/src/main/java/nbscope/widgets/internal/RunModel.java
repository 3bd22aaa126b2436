package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import nbscope.compute.LoadProgress;
import nbscope.compute.Progress;
import nbscope.compute.ProgressMeter;
import nbscope.compute.udf.UdfRun;
import nbscope.io.Calibration;
import nbscope.widgets.WidgetHost;
import org.jspecify.annotations.Nullable;

/// One ShowRun: what its run tells about itself, and the model in the front end while it is shown.
///
/// A thread of its own looks at the run eight times a second and sends how far it is, a few hundred bytes. Pictures
/// are made when the front end asks, so that a slow page slows nothing. The comm thread only hands requests on.
public final class RunModel implements AnyWidget.Behaviour {
    private static final Duration PAUSE = Duration.ofMillis(120);

    /// Runs shorter than this show their picture at once, and it travels in the display bundle.
    private static final Duration SHORT = Duration.ofMillis(250);

    /// Silence of the front end after which a line of text says how far the run is.
    private static final double SILENT_SECONDS = 3;

    /// What tells the end of a run may hold up a cell only so long.
    private static final long PATIENCE_SECONDS = 2;

    /// How the run stands.
    private enum Condition {
        RUNNING("running"),
        DONE("done"),
        CANCELLED("cancelled"),
        ERROR("error");

        private final String wire;

        Condition(String wire) {
            this.wire = wire;
        }
    }

    private record Status(Condition condition, String message, double progress) {
        void write(ObjectNode state) {
            state.put("status", condition.wire);
            state.put("message", message);
            Json.put(state, "progress", progress);
        }
    }

    private final UdfRun<?> run;
    private final boolean owns;
    private final Calibration calibration;
    private final RunPictures pictures;
    private final ProgressMeter meter = new ProgressMeter();
    private final CountDownLatch watched = new CountDownLatch(1);

    // Guarded by this.
    private String title;
    private Status status = new Status(Condition.RUNNING, "starting", 0);
    private long seen = -1;
    private boolean watching;

    private volatile @Nullable AnyWidget widget;
    private volatile String displayed = "";

    /// @param owns whether running the cell again ends the run
    public RunModel(UdfRun<?> run, String title, Calibration calibration, boolean owns) {
        this.run = run;
        this.title = title;
        this.calibration = calibration;
        this.owns = owns;
        this.pictures = new RunPictures(run);
    }

    public void title(String value) {
        synchronized (this) {
            title = value;
        }
        ObjectNode state = Json.object();
        state.put("title", value);
        update(state);
    }

    /// Opens the model if it is not open, and publishes a view of it.
    ///
    /// @throws CancellationException when the thread is interrupted; then the run ends too
    public void show(WidgetHost host, Supplier<Bundle> bundle) {
        AnyWidget.beforeShow(host, widget);
        boolean over = pause();
        look(over);
        AnyWidget view;
        synchronized (this) {
            view = widget;
            if (view == null || view.isClosed()) {
                view = new AnyWidget(host, "showrun", bundle.get(), this).open();
                widget = view;
            }
        }
        displayed = view.display(fallback());
        if (!over) {
            watch(LoadProgress.bar(title(), System.out));
        } else {
            watched.countDown();
        }
    }

    /// A line of text that grows, for where no kernel is.
    public void print(PrintStream out) {
        watch(LoadProgress.bar(title(), out));
    }

    private boolean pause() {
        try {
            return run.await(SHORT);
        } catch (InterruptedException e) {
            run.cancel();
            Thread.currentThread().interrupt();
            throw new CancellationException(title() + " was interrupted");
        }
    }

    /// Waits until the end of the run was told, for whoever goes on with its result.
    public void settled() {
        boolean waits;
        synchronized (this) {
            waits = watching;
        }
        try {
            if (waits && run.isDone() && !watched.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(RunModel.class.getName())
                        .log(System.Logger.Level.DEBUG, "the end of a run was not told in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(LoadProgress bar) {
        synchronized (this) {
            if (watching) {
                return;
            }
            watching = true;
        }
        // Belongs to the cell that runs now, as threads inherit it.
        Thread.ofVirtual().name("nbscope-run-watch").start(() -> {
            try {
                follow(bar);
            } finally {
                watched.countDown();
            }
        });
    }

    private void follow(LoadProgress bar) {
        bar.started();
        boolean silent = false;
        try {
            do {
                look(false);
                silent = silent();
                if (silent) {
                    bar.loaded(run.bytesRead(), run.bytesTotal());
                }
            } while (!run.await(PAUSE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Status end = look(true);
        if (silent) {
            bar.loaded(run.bytesRead(), run.bytesTotal());
        }
        bar.ended();
        if (silent && end.condition() != Condition.DONE) {
            System.out.println(title() + ": " + end.message());
        }
        AnyWidget view = widget;
        if (view != null) {
            // The notebook that is saved keeps the picture.
            view.refresh(fallback(), displayed);
        }
    }

    private boolean silent() {
        AnyWidget view = widget;
        return view == null
                || (!view.isAnswered() && meter.at(run.bytesRead(), -1).seconds() > SILENT_SECONDS);
    }

    /// Reads the state of the run and sends what is new.
    private Status look(boolean over) {
        long bytes = run.bytesRead();
        Progress progress = meter.at(bytes, run.bytesTotal());
        Status now = over ? end(progress) : new Status(Condition.RUNNING, progress.text(), progress.share());
        boolean named = pictures.named();
        boolean news;
        synchronized (this) {
            news = bytes != seen || over;
            seen = bytes;
            status = now;
        }
        if (news) {
            pictures.grow();
        }
        ObjectNode state = Json.object();
        now.write(state);
        pictures.writeStep(state);
        if (!named && pictures.named()) {
            pictures.write(state);
        }
        update(state);
        return now;
    }

    private Status end(Progress progress) {
        try {
            run.await();
            return new Status(Condition.DONE, progress.summary(), 1);
        } catch (CancellationException e) {
            return new Status(
                    Condition.CANCELLED, "cancelled after " + (int) (100 * progress.share()) + " %", progress.share());
        } catch (RuntimeException | Error e) {
            return new Status(Condition.ERROR, Replies.sentence(e), progress.share());
        }
    }

    /// What is shown where no live widget can be: text, and the pictures of a run that has ended.
    private Map<String, String> fallback() {
        var bundle = new LinkedHashMap<String, String>();
        bundle.put("text/plain", toString());
        String png = run.isDone() && Luts.present() ? pictures.png() : "";
        if (!png.isEmpty()) {
            bundle.put("image/png", png);
        }
        return bundle;
    }

    private void update(ObjectNode state) {
        AnyWidget view = widget;
        if (view != null) {
            view.update(state);
        }
    }

    private synchronized String title() {
        return title;
    }

    @Override
    public synchronized void writeState(ObjectNode state) {
        state.put("title", title);
        status.write(state);
        ObjectNode scales = state.putObject("calibration");
        Json.put(scales, "mrad_per_pixel", calibration.mradPerPixel());
        Json.put(scales, "scan_step_A", calibration.scanStepAngstrom());
        pictures.writeStep(state);
        pictures.write(state);
    }

    @Override
    public ObjectNode changed(ObjectNode changes) {
        return pictures.changed(changes);
    }

    @Override
    public void custom(JsonNode content) {
        switch (content.path("kind").asText()) {
            case "ready" -> {
                ObjectNode state = Json.object();
                writeState(state);
                update(state);
            }
            case "cancel" -> run.cancel();
            default -> answer(content);
        }
    }

    /// A finished run answers at once; making pictures of one that goes on may take longer than a gesture may wait.
    private void answer(JsonNode content) {
        AnyWidget view = widget;
        if (view == null) {
            return;
        }
        if (run.isDone()) {
            pictures.answer(content, view::send);
        } else {
            Thread.ofVirtual().name("nbscope-run-pictures").start(() -> pictures.answer(content, view::send));
        }
    }

    /// A run that nobody can see any more must not go on beside the same run started again.
    @Override
    public void replaced() {
        if (owns) {
            run.cancel();
        }
    }

    @Override
    public void interrupted() {
        run.cancel();
    }

    @Override
    public synchronized String toString() {
        return title + " · " + status.condition().wire + " · " + status.message();
    }
}
