package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import nbscope.compute.Device;
import nbscope.compute.ProgressMeter;
import nbscope.compute.RoundDetector;
import nbscope.widgets.WidgetHost;
import org.jspecify.annotations.Nullable;

/// One Show4DSTEM: its settings, its stack as soon as it is loaded, and the model in the front end while it is shown.
///
/// The cell's thread loads and frees under this object's lock; the comm thread reads volatile fields without it, so
/// that the front end is answered while a load goes on.
public final class LiveModel implements AnyWidget.Behaviour, Answers.Channel, Answers.Current {
    /// Larger data is shown as "loading" first; smaller data is there before a person would see that, and its picture
    /// travels in the display bundle.
    static final long SHOWN_BEFORE_LOADED = 256L << 20;

    private static final double PROGRESS_STEP = 0.01;

    /// Loads the stack.
    public interface Loader {
        /// @param device   as chosen by the user, null for the fastest here
        /// @param progress is told the bytes that are loaded and all there are
        StackSource load(@Nullable Device device, Progress progress);
    }

    /// Hears how far a load is.
    public interface Progress {
        void loaded(long doneBytes, long totalBytes);
    }

    /// What the widget says about its data.
    private record Status(String name, String message, double progress) {
        static final Status LIVE = new Status("live", "", Double.NaN);

        void write(ObjectNode state) {
            state.put("status", name);
            state.put("message", message);
            Json.put(state, "progress", progress);
        }
    }

    private final StackSource.Facts facts;
    private final Settings settings;
    private final Loader loader;
    private final boolean owns;
    private final ProgressMeter meter = new ProgressMeter();
    private volatile @Nullable Device device;
    private volatile @Nullable StackSource stack;
    private volatile @Nullable Answers answers;
    private volatile @Nullable AnyWidget widget;
    private volatile boolean detached;
    private volatile Status status = new Status("not loaded", "", Double.NaN);

    /// @param owns whether [#free()] frees the stack or only lets go of it
    public LiveModel(StackSource.Facts facts, Loader loader, boolean owns) {
        this.facts = facts;
        this.settings = new Settings(facts);
        this.loader = loader;
        this.owns = owns;
    }

    public StackSource.Facts facts() {
        return facts;
    }

    public Settings settings() {
        return settings;
    }

    /// @throws IllegalStateException when the data lies somewhere already
    public synchronized void device(Device where) {
        if (stack != null || !owns) {
            throw new IllegalStateException("the data lies on a device already: choose it before show()");
        }
        device = where;
    }

    /// The stack, loaded at the first call.
    ///
    /// @throws IllegalStateException after free()
    public synchronized StackSource loaded() {
        StackSource source = stack;
        if (detached || (source != null && source.isFreed())) {
            throw new IllegalStateException(freed().message());
        }
        if (source == null) {
            meter.restart();
            source = loader.load(device, this::progress);
            stack = source;
            answers = new Answers(source, this, this);
            status(Status.LIVE);
            source.onFree(tellFreed(this));
        }
        return source;
    }

    /// Opens the model if it is not open, publishes a view of it, and loads the data.
    public void show(WidgetHost host, Supplier<Bundle> bundle, String text) {
        AnyWidget.beforeShow(host, widget);
        boolean later;
        AnyWidget view;
        synchronized (this) {
            later = stack == null && !detached && facts.bytes() >= SHOWN_BEFORE_LOADED;
            if (later) {
                status(new Status("loading", "loading " + facts.name(), 0));
            } else {
                loadedIfNotFreed();
            }
            view = widget;
            if (view == null || view.isClosed()) {
                view = new AnyWidget(host, "show4dstem", bundle.get(), this).open();
                widget = view;
            }
        }
        view.display(fallback(text));
        if (later) {
            try {
                loaded();
            } catch (RuntimeException | OutOfMemoryError failed) {
                status(new Status("error", Replies.sentence(failed), Double.NaN));
                throw failed;
            }
        }
    }

    private void loadedIfNotFreed() {
        StackSource source = stack;
        if (!detached && (source == null || !source.isFreed())) {
            loaded();
        }
    }

    /// What is shown where no live widget can be: text, and a picture when the data and the colour tables are there.
    private Map<String, String> fallback(String text) {
        var bundle = new LinkedHashMap<String, String>();
        bundle.put("text/plain", text);
        StackSource source = stack;
        if (source != null && !detached && !source.isFreed() && Luts.present()) {
            try {
                bundle.put("image/png", Pictures.preview(source, settings));
            } catch (RuntimeException failed) {
                // The widget itself will say what is wrong; without its picture the text still stands.
                return bundle;
            }
        }
        return bundle;
    }

    /// Sends one setting to the front end, which asks for what it then needs.
    public void changed(String key) {
        ObjectNode state = Json.object();
        settings.writeKey(state, key);
        update(state);
    }

    /// Releases what is owned, lets go of what is borrowed.
    ///
    /// @return bytes released
    public synchronized long free() {
        detached = true;
        StackSource source = stack;
        Answers current = answers;
        if (current != null) {
            current.forget();
        }
        long bytes = owns && source != null ? source.free() : 0;
        status(freed());
        return bytes;
    }

    public String status() {
        return status.name();
    }

    private void progress(long doneBytes, long totalBytes) {
        nbscope.compute.Progress now = meter.at(doneBytes, totalBytes);
        double share = now.share();
        // A stack of 100 GiB has thousands of regions; a bar has a hundred steps.
        if (share >= 1 || !(share - status.progress() < PROGRESS_STEP)) {
            status(new Status("loading", "loading " + facts.name() + ": " + now.text(), share));
        }
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
        state.put("device", source == null ? "" : source.device());
        status.write(state);
    }

    private void update(ObjectNode state) {
        AnyWidget view = widget;
        if (view != null) {
            view.update(state);
        }
    }

    private Status freed() {
        return new Status("freed", Answers.freedSentence(facts.name()), Double.NaN);
    }

    /// A borrowed stack outlives its widgets and must not hold them.
    private static Runnable tellFreed(LiveModel model) {
        var reference = new WeakReference<>(model);
        return () -> {
            LiveModel alive = reference.get();
            if (alive != null) {
                alive.stackFreed();
            }
        };
    }

    private void stackFreed() {
        Answers current = answers;
        if (current != null) {
            current.forget();
        }
        status(freed());
    }

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
            String message = status.message();
            Answers.refuse(this, content, message.isEmpty() ? "the data is not loaded yet" : message);
            return;
        }
        current.answer(content);
    }

    /// Data that nobody can see any more must not stand beside the same data loaded again.
    @Override
    public void replaced() {
        if (owns) {
            free();
        }
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
    public RoundDetector detector() {
        return settings.detector();
    }

    @Override
    public boolean sumSource() {
        return settings.sumPattern();
    }
}
