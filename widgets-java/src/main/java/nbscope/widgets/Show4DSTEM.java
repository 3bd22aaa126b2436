package nbscope.widgets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Image;
import nbscope.io.DataSet;
import nbscope.widgets.internal.Answers;
import nbscope.widgets.internal.AnyWidget;
import nbscope.widgets.internal.Bundle;
import nbscope.widgets.internal.Json;
import nbscope.widgets.internal.Luts;
import nbscope.widgets.internal.Replies;
import nbscope.widgets.internal.Settings;
import nbscope.widgets.internal.StackSource;
import org.jspecify.annotations.Nullable;

/// A diffraction pattern and a virtual image side by side: drag the detector, and the image follows.
///
/// ```java
/// var show = Show4DSTEM.of(data).detector(Detector.annulus(24, 60).mrad()).show();
/// ```
///
/// [#of(DataSet)] loads a stack at the first use and owns it: [#free()] gives its memory back. [#of(DeviceStack)]
/// borrows: `free()` only detaches, and `stack.free()` shows "freed" in every widget on it. Detectors are pixels of
/// the pattern, positions are whole scan rows and columns, frames count from 0.
///
/// Setters may be called before and after [#show()], from any thread; a shown widget follows. What a person does in
/// the widget is seen by the getters once the gesture ends.
public final class Show4DSTEM {
    private final StackSource.Facts facts;
    private final Function<Device, StackSource> loader;
    private final boolean owns;
    private final Supplier<Bundle> bundle;
    private final Settings settings;
    private volatile Device device = Device.best();
    private final Model model = new Model();
    // Written under the lock of this widget; the comm thread reads them without it while a load goes on.
    private volatile @Nullable StackSource stack;
    private volatile @Nullable Answers answers;
    private volatile @Nullable AnyWidget widget;
    private volatile boolean detached;
    private volatile Status status = Status.live();

    /// What the widget says about its data.
    private record Status(String name, String message, double progress) {
        static Status live() {
            return new Status("live", "", Double.NaN);
        }

        void write(ObjectNode state) {
            state.put("status", name);
            state.put("message", message);
            if (Double.isNaN(progress)) {
                state.putNull("progress");
            } else {
                state.put("progress", progress);
            }
        }
    }

    Show4DSTEM(StackSource.Facts facts, Function<Device, StackSource> loader, boolean owns, Supplier<Bundle> bundle) {
        this.facts = facts;
        this.loader = loader;
        this.owns = owns;
        this.bundle = bundle;
        this.settings = new Settings(facts);
    }

    /// A widget that loads the data into a stack of its own at the first use.
    public static Show4DSTEM of(DataSet data) {
        return new Show4DSTEM(
                StackSource.Facts.of(data),
                device -> StackSource.of(DeviceStack.load(data, device)),
                true,
                () -> Bundle.load("show4dstem"));
    }

    /// A widget on a stack that stays the caller's.
    public static Show4DSTEM of(DeviceStack stack) {
        StackSource source = StackSource.of(stack);
        return new Show4DSTEM(source.facts(), device -> source, false, () -> Bundle.load("show4dstem"));
    }

    /// Where the data is loaded to.
    ///
    /// @throws IllegalStateException when the data is loaded already
    public synchronized Show4DSTEM device(Device where) {
        if (stack != null || !owns) {
            throw new IllegalStateException("the data lies on a device already; choose it before show()");
        }
        device = where;
        return this;
    }

    /// @throws IllegalArgumentException when it is given in angles and the data has no calibration
    public Show4DSTEM detector(Detector detector) {
        settings.detector(detector);
        return changed("detector");
    }

    /// The detector as the widget has it now: in pixels, with its centre.
    public Detector detector() {
        return settings.detector();
    }

    /// The scan position whose pattern is shown.
    public Show4DSTEM probe(int row, int col) {
        settings.probe(row, col);
        return changed("probe");
    }

    /// `{row, column}`.
    public int[] probe() {
        return settings.probe();
    }

    /// The time frame.
    public Show4DSTEM frame(int frame) {
        settings.frame(frame);
        return changed("frame");
    }

    public int frame() {
        return settings.frame();
    }

    /// Shows the sum of all patterns (true) or the pattern at the probe (false).
    public Show4DSTEM sumPattern(boolean sum) {
        settings.sumPattern(sum);
        return changed("pattern_source");
    }

    public Show4DSTEM title(String title) {
        settings.title(title);
        return changed("title");
    }

    public String title() {
        return settings.title();
    }

    /// Colours of the diffraction pattern.
    public Show4DSTEM diffraction(Display display) {
        Luts.check(display.lut());
        settings.diffraction(display);
        return changed("display");
    }

    public Display diffraction() {
        return settings.diffraction();
    }

    /// Colours of the virtual image.
    public Show4DSTEM virtual(Display display) {
        Luts.check(display.lut());
        settings.virtual(display);
        return changed("display");
    }

    public Display virtual() {
        return settings.virtual();
    }

    /// Exact sums over the detector at every scan position of the current frame.
    public Image virtualImage() {
        return loaded().virtualImage(settings.frame(), settings.detector());
    }

    /// The pattern that the widget shows: of the probe, or the sum.
    public Image pattern() {
        int[] probe = settings.probe();
        return settings.sumPattern()
                ? loaded().sumPattern(settings.frame())
                : loaded().pattern(settings.frame(), probe[0], probe[1]);
    }

    /// Shows the widget below the cell that runs.
    ///
    /// @return this widget
    public Show4DSTEM show() {
        return show(WidgetHost.current());
    }

    Show4DSTEM show(WidgetHost host) {
        AnyWidget view;
        synchronized (this) {
            if (widget == null || widget.isClosed()) {
                if (stack == null) {
                    status = new Status("loading", "loading " + facts.name(), 0);
                }
                widget = new AnyWidget(host, "show4dstem", bundle.get(), model).open();
            }
            view = widget;
        }
        view.display(Map.of("text/plain", toString()));
        try {
            loaded();
        } catch (RuntimeException | OutOfMemoryError failed) {
            status(new Status("error", Replies.sentence(failed), Double.NaN));
            throw failed;
        }
        return this;
    }

    /// Releases the data if the widget owns it, else lets go of it. The widget stays and says so; idempotent.
    ///
    /// @return bytes released by this call
    public synchronized long free() {
        detached = true;
        long bytes = owns && stack != null ? stack.free() : 0;
        if (answers != null) {
            answers.forget();
        }
        status(freed());
        return bytes;
    }

    /// One sentence: name, shape, type, place.
    @Override
    public String toString() {
        String frames = facts.frames() == 1 ? "" : facts.frames() + " × ";
        return String.format(
                Locale.ROOT,
                "Show4DSTEM %s · %s%d×%d × %d×%d %s · %s",
                settings.title(),
                frames,
                facts.scanRows(),
                facts.scanCols(),
                facts.detectorRows(),
                facts.detectorCols(),
                facts.dtype().wireName(),
                status.name());
    }

    private synchronized StackSource loaded() {
        if (detached || (stack != null && stack.isFreed())) {
            throw new IllegalStateException(freed().message());
        }
        StackSource source = stack;
        if (source == null) {
            source = loader.apply(device);
            stack = source;
            answers = new Answers(source, model, model);
            status(Status.live());
            source.onFree(tellFreed(this));
        }
        return source;
    }

    /// A borrowed stack outlives its widgets and must not hold them.
    private static Runnable tellFreed(Show4DSTEM widget) {
        var reference = new WeakReference<>(widget);
        return () -> {
            Show4DSTEM alive = reference.get();
            if (alive != null) {
                alive.status(alive.freed());
            }
        };
    }

    private Status freed() {
        return new Status("freed", Answers.freedSentence(facts.name()), Double.NaN);
    }

    private Show4DSTEM changed(String key) {
        ObjectNode state = Json.object();
        settings.writeKey(state, key);
        update(state);
        return this;
    }

    private void status(Status value) {
        status = value;
        sendStatus();
    }

    private void sendStatus() {
        ObjectNode state = Json.object();
        writeStatus(state);
        update(state);
    }

    private void writeStatus(ObjectNode state) {
        StackSource source = stack;
        state.put("bytes", source == null || source.isFreed() ? 0 : source.bytes());
        state.put("device", source == null ? device.name() : source.device());
        status.write(state);
    }

    private void update(ObjectNode state) {
        AnyWidget view = widget;
        if (view != null) {
            view.update(state);
        }
    }

    /// The Java end of the model.
    private final class Model implements AnyWidget.Behaviour, Answers.Channel, Answers.Current {
        @Override
        public void writeState(ObjectNode state) {
            settings.write(state);
            writeStatus(state);
        }

        @Override
        public ObjectNode changed(ObjectNode changes) {
            return settings.apply(changes);
        }

        @Override
        public void custom(JsonNode content) {
            if (content.path("kind").asText().equals("ready")) {
                sendStatus();
                return;
            }
            Answers current = answers;
            if (current == null || detached) {
                Status now = status;
                String why = now.message().isEmpty() ? "the data is not loaded yet" : now.message();
                Answers.refuse(this, content, why);
                return;
            }
            current.answer(content);
        }

        @Override
        public void send(String content, List<ByteBuffer> buffers) {
            AnyWidget view = widget;
            if (view != null) {
                view.send(content, buffers);
            }
        }

        @Override
        public int[] probe() {
            return settings.probe();
        }

        @Override
        public Detector detector() {
            return settings.detector();
        }

        @Override
        public boolean sumSource() {
            return settings.sumPattern();
        }
    }
}
