package nbscope.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.Loader;
import nbscope.compute.internal.sums.Sums;
import nbscope.compute.internal.udf.StackTiles;
import nbscope.compute.internal.udf.TileSource;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// A 4D or 5D stack, resident on a device in its native dtype, one store per time frame.
///
/// Whoever loads a stack owns it and frees it. All methods are safe from any thread; several computations
/// run at once. `free()` waits for the computations that run (milliseconds), and every later call throws
/// [FreedStackException], on the stack and on every view of it. Images that were handed out stay valid.
///
/// Calls without a frame number use frame 0 of a series and say so in the result's notes; [#frame] makes a
/// view of another one.
public final class DeviceStack implements AutoCloseable {
    private final Resident resident;
    private final Imaging imaging;
    private final Deflection deflection;
    private final int first;
    private final int count;
    private final boolean view;

    /// All frames.
    private DeviceStack(Resident resident, int frames) {
        this.resident = resident;
        this.imaging =
                new Imaging(resident.geometry(), resident.loaded().findings().excluded());
        this.deflection = new Deflection(resident.geometry(), resident.calibration());
        this.first = 0;
        this.count = frames;
        this.view = false;
    }

    /// One frame of another stack.
    private DeviceStack(DeviceStack parent, int frame) {
        this.resident = parent.resident;
        this.imaging = parent.imaging;
        this.deflection = parent.deflection;
        this.first = parent.first + frame;
        this.count = 1;
        this.view = true;
    }

    /// Loads every frame on [Device#best()], with a progress bar when it takes longer than half a second.
    public static DeviceStack load(DataSet data) {
        return load(data, LoadOptions.standard());
    }

    /// As [#load(DataSet)] on a device.
    public static DeviceStack load(DataSet data, Device device) {
        return load(data, LoadOptions.standard().device(device));
    }

    /// As [#load(DataSet)] on a device, heard of by a listener.
    public static DeviceStack load(DataSet data, Device device, LoadProgress progress) {
        return load(data, LoadOptions.standard().device(device).progress(progress));
    }

    /// Loads every frame, frame by frame and region by region, binned and searched for bad pixels as the
    /// options say. The caller owns the stack and frees it. An interrupt of the calling thread ends the
    /// load.
    ///
    /// @throws DeviceMemoryException when the budget or the device has no room; checked before anything is
    ///     read, and again when binned sums need a larger type
    /// @throws java.util.concurrent.CancellationException when the thread was interrupted; nothing is kept
    public static DeviceStack load(DataSet data, LoadOptions options) {
        return load(data, options, Owner.ofProcess());
    }

    static DeviceStack load(DataSet data, Device device, LoadProgress progress, Owner owner) {
        return load(data, LoadOptions.standard().device(device).progress(progress), owner);
    }

    static DeviceStack load(DataSet data, LoadOptions options, Owner owner) {
        Device chosen = options.device();
        Device device = chosen == null ? Device.best() : chosen;
        var loaded = Loader.load(data, options.device(device).withMaskOf(data), owner);
        return new DeviceStack(new Resident(data, device, loaded, owner), data.frames());
    }

    /// One frame as a 4D stack: a view that shares the memory and takes no time. Freeing it frees nothing;
    /// when the stack is freed, so is the view.
    public DeviceStack frame(int frame) {
        check(frame);
        return new DeviceStack(this, frame);
    }

    public Device device() {
        return resident.device();
    }

    public String name() {
        return resident.name();
    }

    public DType dtype() {
        return geometry().dtype();
    }

    public Calibration calibration() {
        return resident.calibration();
    }

    /// What loading did to the data, a sentence each: bins and their type, what was dropped, bad pixels.
    /// Empty when the stack is as the file and no pixel is bad.
    public List<String> notes() {
        return resident.loaded().findings().notes();
    }

    /// The smallest and the largest value of all frames, found while loading; for one contrast of all of
    /// them. Bad pixels count unless they were repaired.
    public MinMax minMax() {
        return resident.loaded().findings().minMax();
    }

    /// The bad pixels, in the file's detector pixels.
    public BadPixels badPixels() {
        return resident.loaded().findings().bad();
    }

    public int frames() {
        return count;
    }

    public int scanRows() {
        return geometry().scanRows();
    }

    public int scanCols() {
        return geometry().scanCols();
    }

    public int detectorRows() {
        return geometry().detRows();
    }

    public int detectorCols() {
        return geometry().detCols();
    }

    /// Bytes of data on the device, of all frames of this stack or view.
    public long bytes() {
        return count * geometry().frameBytes();
    }

    /// The detector in pixels, with a centre and finite lengths, as this stack sums it.
    public Detector resolve(Detector detector) {
        return detector.resolve(calibration(), detectorRows(), detectorCols());
    }

    /// As [#virtualImage(int, Detector)] of frame 0.
    public Image virtualImage(Detector detector) {
        return first(virtualImage(0, detector));
    }

    /// Sums over the detector at every scan position of one frame.
    ///
    /// Integer data and whole-number weights: exact, U32 while every sum fits, else I64. Else float64:
    /// devices agree within 1e-12 of the sum of absolute values; a NaN inside the detector makes that
    /// position NaN. A detector without any pixel gives zeros.
    public Image virtualImage(int frame, Detector detector) {
        var selection = imaging.select(resolve(detector));
        return resident.reading(() -> imaging.image(store(frame), selection));
    }

    /// One image per detector, of frame 0.
    public List<Image> virtualImages(List<? extends Detector> detectors) {
        return detectors.stream().map(this::virtualImage).toList();
    }

    /// One image per frame.
    public List<Image> virtualImageOfEveryFrame(Detector detector) {
        var selection = imaging.select(resolve(detector));
        return IntStream.range(0, count)
                .mapToObj(f -> resident.reading(() -> imaging.image(store(f), selection)))
                .toList();
    }

    /// The detector's signal over a region of the scan, frame by frame. Integer data is summed exactly
    /// before it becomes float64.
    ///
    /// @param roi shapes in scan positions, see [#sumPattern(int, Detector)]
    public TimeTrace timeTrace(Detector detector, Detector roi) {
        long start = System.nanoTime();
        var weights = imaging.weights(resolve(detector));
        var positions = roi(roi);
        List<Image> patterns = new ArrayList<>();
        double[] sums = new double[count];
        for (int f = 0; f < count; f++) {
            int frame = f;
            var pattern = resident.reading(() -> imaging.sumPattern(store(frame), positions));
            patterns.add(pattern);
            sums[f] = Imaging.dot(pattern, weights);
        }
        long bytes =
                patterns.stream().mapToLong(p -> p.provenance().bytesTouched()).sum();
        var how = patterns.getFirst().provenance();
        return new TimeTrace(
                sums,
                positions.positions().count(),
                new Provenance(how.path(), bytes, System.nanoTime() - start, how.notes()));
    }

    /// As [#pattern(int, int, int)] of frame 0.
    public Image pattern(int row, int col) {
        return first(pattern(0, row, col));
    }

    /// The diffraction pattern at one scan position, native dtype.
    public Image pattern(int frame, int row, int col) {
        if (row < 0 || row >= scanRows() || col < 0 || col >= scanCols()) {
            throw new IndexOutOfBoundsException(
                    "position " + row + ", " + col + " lies outside the scan of " + scanRows() + " x " + scanCols());
        }
        return resident.reading(() -> imaging.pattern(store(frame), row * scanCols() + col));
    }

    /// As [#sumPattern(int)] of frame 0.
    public Image sumPattern() {
        return first(sumPattern(0));
    }

    /// The sum of all patterns of one frame; types as in [#virtualImage]. Kept after the first call.
    public Image sumPattern(int frame) {
        return resident.reading(() -> {
            var store = store(frame);
            return resident.sumPatterns()
                    .get(first + frame, () -> imaging.sumPattern(store, Imaging.Roi.all(geometry())));
        });
    }

    /// A frame as [nbscope.compute.udf.UdfRunner] reads it: tile by tile, each of which `free()` waits for.
    public TileSource tiles(int frame) {
        return new StackTiles(
                geometry(),
                store(frame),
                body -> resident.reading(() -> {
                    body.run();
                    return true;
                }));
    }

    /// The sum of the patterns at the scan positions of a region of interest; types as in [#virtualImage].
    ///
    /// @param roi shapes whose pixels are scan positions; without a centre of their own they lie about the
    ///            middle of the scan; weights multiply the patterns
    public Image sumPattern(int frame, Detector roi) {
        var positions = roi(roi);
        return resident.reading(() -> imaging.sumPattern(store(frame), positions));
    }

    /// As [#sumPattern(int, Detector)], divided by the sum of the weights (the number of positions);
    /// float64.
    ///
    /// @throws IllegalArgumentException when the region has no position
    public Image meanPattern(int frame, Detector roi) {
        var positions = roi(roi);
        return resident.reading(() -> imaging.meanPattern(store(frame), positions));
    }

    /// As [#centerOfMass(int, Detector)] of frame 0, over the whole detector.
    public VectorField centerOfMass() {
        var field = centerOfMass(0, everyPixel());
        return new VectorField(first(field.row()), first(field.col()), field.unit());
    }

    /// The centre of mass of every pattern of a frame over the pixels of a shape, from the detector's
    /// centre in mrad (in pixels where the data names no mrad per pixel). Turned by the scan rotation where
    /// the calibration gives one. Sums of integers are exact. NaN where the sum is 0.
    ///
    /// @throws IllegalArgumentException for a detector with weights
    public VectorField centerOfMass(int frame, Detector within) {
        var selection = imaging.select(resolve(within));
        if (selection.parts().size() != 1 || selection.parts().getFirst().weight() != 1) {
            throw new IllegalArgumentException(
                    "the centre of mass is taken over a plain set of pixels; found the weighted detector " + within);
        }
        var plan = selection.parts().getFirst().plan();
        return resident.reading(() -> deflection.centerOfMass(store(frame), plan));
    }

    /// Differential phase contrast of frame 0 by the first moment: the centre of mass of each pattern minus
    /// its mean over the scan. For the four signals of a segmented detector sum [Detector#quadrants].
    public VectorField dpc() {
        return deflection.dpc(centerOfMass());
    }

    /// Integrated DPC of frame 0: the potential whose gradient is nearest to [#dpc()], mean 0, by Fourier
    /// integration, with borders that repeat. In rad where mrad per pixel, scan step and voltage are known;
    /// the notes say so.
    public Image idpc() {
        return deflection.idpc(dpc());
    }

    /// The mean intensity of frame 0 by distance from the detector's centre, over all positions.
    public RadialProfile radialProfile() {
        return radialProfile(sumPattern(), (double) scanRows() * scanCols());
    }

    /// As [#radialProfile()] over the scan positions of a region of interest.
    public RadialProfile radialProfile(int frame, Detector roi) {
        return radialProfile(meanPattern(frame, roi), 1);
    }

    private RadialProfile radialProfile(Image pattern, double positions) {
        return deflection.radialProfile(pattern, positions, imaging.weights(resolve(everyPixel())));
    }

    /// The bright-field disk in the sum of all patterns of all frames; see [Centre].
    ///
    /// @throws IllegalArgumentException when no pixel is above zero
    public Centre detectCenter() {
        double[] sum = new double[detectorRows() * detectorCols()];
        for (int f = 0; f < count; f++) {
            var pattern = sumPattern(f);
            for (int p = 0; p < sum.length; p++) {
                sum[p] += pattern.value(p / detectorCols(), p % detectorCols());
            }
        }
        return Centre.find(Sums.image(detectorRows(), detectorCols(), sum));
    }

    /// Runs a function over every pattern of frame 0; [UdfRunner] has regions, corrections, several
    /// functions in one pass and partial results.
    public <R> R run(Udf<R> udf) {
        return UdfRunner.of(this).run(udf);
    }

    private Detector everyPixel() {
        return Detector.rectangle(2.0 * detectorRows() + 2, 2.0 * detectorCols() + 2)
                .at(detectorRows() / 2.0, detectorCols() / 2.0);
    }

    /// Gives the memory back; idempotent. Later calls throw FreedStackException. A view frees nothing.
    ///
    /// @return bytes released by this call: the data and what was cached of it
    public long free() {
        return view ? 0 : resident.free();
    }

    public boolean isFreed() {
        return resident.isFreed();
    }

    /// Runs `action` once when the stack is freed (at once when it already is). Widgets show "freed"
    /// through it. Runs on the thread that frees.
    public void onFree(Runnable action) {
        resident.onFree(action);
    }

    @Override
    public void close() {
        free();
    }

    private Geometry geometry() {
        return resident.geometry();
    }

    private Imaging.Roi roi(Detector roi) {
        return Imaging.Roi.of(roi.resolve(Calibration.none(), scanRows(), scanCols()), geometry());
    }

    private Image first(Image image) {
        return count == 1
                ? image
                : image.by(image.provenance().note("frame 0 of " + count + "; frame(t) is another one"));
    }

    private void check(int frame) {
        if (frame < 0 || frame >= count) {
            throw new IndexOutOfBoundsException("frame " + frame + " does not exist; \"" + name() + "\" has " + count
                    + (count == 1 ? " frame" : " frames") + ", counted from 0");
        }
    }

    private FrameStore store(int frame) {
        check(frame);
        return resident.loaded().frames().get(first + frame);
    }
}
