package nbscope.widgets;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Image;
import nbscope.compute.RoundDetector;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.widgets.internal.Bundle;
import nbscope.widgets.internal.LiveModel;
import nbscope.widgets.internal.Luts;
import nbscope.widgets.internal.Pictures;
import nbscope.widgets.internal.Settings;
import nbscope.widgets.internal.StackSource;
import nbscope.widgets.internal.StaticPage;

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
    private final LiveModel model;
    private final Settings settings;
    private final Supplier<Bundle> bundle;

    Show4DSTEM(StackSource.Facts facts, LiveModel.Loader loader, boolean owns, Supplier<Bundle> bundle) {
        this.model = new LiveModel(facts, loader, owns);
        this.settings = model.settings();
        this.bundle = bundle;
    }

    /// A widget that loads the data into a stack of its own at the first use.
    public static Show4DSTEM of(DataSet data) {
        return new Show4DSTEM(
                StackSource.Facts.of(data),
                (device, progress) -> StackSource.of(
                        DeviceStack.load(data, device == null ? Device.best() : device, progress::loaded)),
                true,
                () -> Bundle.load("show4dstem"));
    }

    /// A widget on an array of 4 axes (scan rows, scan columns, detector rows, detector columns) or 5 (frames first).
    ///
    /// @throws IllegalArgumentException for another number of axes
    public static Show4DSTEM of(NdArray array) {
        int axes = array.shape().length;
        if (axes != 4 && axes != 5) {
            throw new IllegalArgumentException("Show4DSTEM shows arrays of 4 axes (scan rows, scan columns, detector"
                    + " rows, detector columns) or 5 (frames first); " + array.name() + " has " + axes);
        }
        return of(DataSet.of(array, axes - 2));
    }

    /// A widget on a stack that stays the caller's.
    public static Show4DSTEM of(DeviceStack stack) {
        StackSource source = StackSource.of(stack);
        return new Show4DSTEM(source.facts(), (device, progress) -> source, false, () -> Bundle.load("show4dstem"));
    }

    /// Where the data is loaded to.
    ///
    /// @throws IllegalStateException when the data is loaded already
    public Show4DSTEM device(Device device) {
        model.device(device);
        return this;
    }

    /// @throws IllegalArgumentException when it is given in angles and the data has no calibration
    public Show4DSTEM detector(RoundDetector detector) {
        settings.detector(detector);
        return changed("detector");
    }

    /// The detector as the widget has it now: in pixels, with its centre.
    public RoundDetector detector() {
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
        return model.loaded().virtualImage(settings.frame(), settings.detector());
    }

    /// The pattern that the widget shows: of the probe, or the sum.
    public Image pattern() {
        int[] probe = settings.probe();
        return settings.sumPattern()
                ? model.loaded().sumPattern(settings.frame())
                : model.loaded().pattern(settings.frame(), probe[0], probe[1]);
    }

    /// Shows the widget below the cell that runs.
    ///
    /// @return this widget
    /// @throws IllegalStateException outside a kernel
    public Show4DSTEM show() {
        return show(WidgetHost.current());
    }

    Show4DSTEM show(WidgetHost host) {
        model.show(host, bundle, toString());
        return this;
    }

    /// Writes the virtual image as PNG, with its colours and a scale bar; works without a notebook.
    ///
    /// @throws IllegalArgumentException when the name does not end with .png
    /// @throws java.io.UncheckedIOException when the file cannot be written; then nothing of it is there
    public Show4DSTEM saveImage(Path file) {
        return saveImage(file, Panel.VIRTUAL);
    }

    /// Writes one panel or both as PNG, enlarged to about 512 pixels, with colours and scale bars.
    public Show4DSTEM saveImage(Path file, Panel panel) {
        Pictures.save(file, model.loaded(), settings, panel, false);
        return this;
    }

    /// Writes one panel or both as PNG with exactly one pixel per value and nothing drawn over it.
    public Show4DSTEM savePixels(Path file, Panel panel) {
        Pictures.save(file, model.loaded(), settings, panel, true);
        return this;
    }

    /// Writes a page that shows this widget without a kernel and without a network: contrast, colours and zoom work,
    /// the presets show their image, other detectors do not.
    ///
    /// @throws IllegalArgumentException when the name does not end with .html
    /// @throws java.io.UncheckedIOException when the file cannot be written; then nothing of it is there
    public Show4DSTEM saveHtml(Path file) {
        StaticPage.save(file, model.loaded(), settings, bundle.get());
        return this;
    }

    /// Releases the data if the widget owns it, else lets go of it. The widget stays and says so; idempotent.
    ///
    /// @return bytes released by this call
    public long free() {
        return model.free();
    }

    /// One sentence: name, shape, type, state.
    @Override
    public String toString() {
        StackSource.Facts facts = model.facts();
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
                model.status());
    }

    private Show4DSTEM changed(String key) {
        model.changed(key);
        return this;
    }
}
