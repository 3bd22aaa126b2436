package nbscope.compute;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.Bytes;
import nbscope.compute.internal.opencl.ClException;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.Loader;
import nbscope.compute.internal.store.SumPatterns;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Sums;
import nbscope.compute.internal.udf.StackTiles;
import nbscope.compute.internal.udf.TileSource;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// A 4D or 5D stack, resident on a device in its native dtype, one store per time frame.
///
/// Whoever loads a stack owns it and frees it. All methods are safe from any thread; several computations run at once.
/// `free()` waits for the computations that run (milliseconds), and every later call throws [FreedStackException].
/// Images that were handed out stay valid.
public final class DeviceStack implements AutoCloseable {
    private final String name;
    private final Device device;
    private final Geometry geometry;
    private final Calibration calibration;
    private final Loader.Loaded loaded;
    private final SumPatterns sumPatterns;
    private final List<Runnable> onFree = new ArrayList<>();

    /// Computations share it, `free` takes it alone.
    private final ReadWriteLock guard = new ReentrantReadWriteLock();

    private volatile boolean freed;

    private DeviceStack(DataSet data, Device device, Geometry geometry, Loader.Loaded loaded, Owner owner) {
        this.name = data.name();
        this.device = device;
        this.geometry = geometry;
        this.calibration = data.calibration();
        this.loaded = loaded;
        this.sumPatterns = new SumPatterns(name, loaded.frames().size(), owner.ledger());
        owner.cleaner().register(this, new Forgotten(name, loaded, sumPatterns));
    }

    /// Loads every frame on [Device#best()].
    public static DeviceStack load(DataSet data) {
        return load(data, Device.best());
    }

    /// Loads every frame. The caller owns the stack and frees it.
    public static DeviceStack load(DataSet data, Device device) {
        return load(data, device, LoadProgress.SILENT);
    }

    /// Loads every frame, frame by frame and region by region. An interrupt of the calling thread ends the load.
    ///
    /// @throws DeviceMemoryException when the budget or the device has no room; checked before anything is read
    /// @throws java.util.concurrent.CancellationException when the thread was interrupted; nothing is kept
    public static DeviceStack load(DataSet data, Device device, LoadProgress progress) {
        return load(data, device, progress, Owner.ofProcess());
    }

    static DeviceStack load(DataSet data, Device device, LoadProgress progress, Owner owner) {
        var geometry = Geometry.of(data);
        return new DeviceStack(data, device, geometry, Loader.load(data, geometry, device, progress, owner), owner);
    }

    public Device device() {
        return device;
    }

    public String name() {
        return name;
    }

    public DType dtype() {
        return geometry.dtype();
    }

    public Calibration calibration() {
        return calibration;
    }

    public int frames() {
        return loaded.frames().size();
    }

    public int scanRows() {
        return geometry.scanRows();
    }

    public int scanCols() {
        return geometry.scanCols();
    }

    public int detectorRows() {
        return geometry.detRows();
    }

    public int detectorCols() {
        return geometry.detCols();
    }

    /// Bytes of data on the device.
    public long bytes() {
        return loaded.bytes();
    }

    /// The detector in pixels, with a centre and finite radii, as this stack sums it.
    public Detector resolve(Detector detector) {
        return detector.resolve(calibration, geometry.detRows(), geometry.detCols());
    }

    /// Exact sums over the detector at every scan position of one frame.
    ///
    /// Integers: U32 while every sum fits, else I64. Floats: float64, devices agree within 1e-12 of the sum of
    /// absolute values; a NaN inside the detector makes that position NaN. A detector without any pixel
    /// gives zeros.
    public Image virtualImage(int frame, Detector detector) {
        var plan = Plan.of(resolve(detector), geometry);
        return reading(() -> {
            var store = frame(frame);
            if (dtype().isInteger()) {
                long[] sums = new long[geometry.positions()];
                store.sums(plan, sums);
                return Sums.image(scanRows(), scanCols(), sums);
            }
            double[] sums = new double[geometry.positions()];
            store.sums(plan, sums);
            return Sums.image(scanRows(), scanCols(), sums);
        });
    }

    /// The diffraction pattern at one scan position, native dtype.
    public Image pattern(int frame, int row, int col) {
        if (row < 0 || row >= scanRows() || col < 0 || col >= scanCols()) {
            throw new IndexOutOfBoundsException(
                    "position " + row + ", " + col + " lies outside the scan of " + scanRows() + " x " + scanCols());
        }
        return reading(() -> {
            MemorySegment pixels = switch (dtype().bytes()) {
                case 1 -> MemorySegment.ofArray(new byte[geometry.pixels()]);
                case 2 -> MemorySegment.ofArray(new short[geometry.pixels()]);
                case 4 -> MemorySegment.ofArray(new int[geometry.pixels()]);
                default -> MemorySegment.ofArray(new long[geometry.pixels()]);
            };
            frame(frame).pattern(row * scanCols() + col, pixels);
            return Image.of(detectorRows(), detectorCols(), dtype(), pixels);
        });
    }

    /// The sum of all patterns of one frame; types as in [#virtualImage]. Kept after the first call.
    public Image sumPattern(int frame) {
        return reading(() -> {
            var store = frame(frame);
            return sumPatterns.get(frame, () -> {
                if (dtype().isInteger()) {
                    long[] sums = new long[geometry.pixels()];
                    store.patternSum(sums);
                    return Sums.image(detectorRows(), detectorCols(), sums);
                }
                double[] sums = new double[geometry.pixels()];
                store.patternSum(sums);
                return Sums.image(detectorRows(), detectorCols(), sums);
            });
        });
    }

    /// A frame as [nbscope.compute.udf.UdfRunner] reads it: tile by tile, each of which `free()` waits for.
    public TileSource tiles(int frame) {
        return new StackTiles(
                geometry,
                frame(frame),
                body -> reading(() -> {
                    body.run();
                    return true;
                }));
    }

    /// Gives the memory back; idempotent. Later calls throw FreedStackException.
    ///
    /// @return bytes released by this call: the data and what was cached of it
    public long free() {
        long bytes;
        List<Runnable> actions;
        guard.writeLock().lock();
        try {
            if (freed) {
                return 0;
            }
            freed = true;
            bytes = loaded.release() + sumPatterns.release();
            actions = List.copyOf(onFree);
            onFree.clear();
        } finally {
            guard.writeLock().unlock();
        }
        actions.forEach(Runnable::run);
        return bytes;
    }

    public boolean isFreed() {
        return freed;
    }

    /// Runs `action` once when the stack is freed (at once when it already is). Widgets show "freed" through it. Runs
    /// on the thread that frees.
    public void onFree(Runnable action) {
        guard.writeLock().lock();
        try {
            if (!freed) {
                onFree.add(action);
                return;
            }
        } finally {
            guard.writeLock().unlock();
        }
        action.run();
    }

    @Override
    public void close() {
        free();
    }

    private FrameStore frame(int frame) {
        if (frame < 0 || frame >= frames()) {
            throw new IndexOutOfBoundsException("frame " + frame + " does not exist; \"" + name + "\" has " + frames()
                    + (frames() == 1 ? " frame" : " frames") + ", counted from 0");
        }
        return loaded.frames().get(frame);
    }

    private <T> T reading(Supplier<T> action) {
        guard.readLock().lock();
        try {
            if (freed) {
                throw new FreedStackException(name);
            }
            return action.get();
        } catch (ClException e) {
            throw new IllegalStateException(
                    device.name() + " failed on \"" + name + "\": " + e.getMessage()
                            + "; load the stack on Device.java() to go on without OpenCL",
                    e);
        } finally {
            guard.readLock().unlock();
            // Else the garbage collector may call the stack forgotten while its last computation runs.
            Reference.reachabilityFence(this);
        }
    }

    /// A safety net, not the mechanism: gives back what nobody freed, and says so in the log. Holds no reference to
    /// the stack.
    private record Forgotten(String name, Loader.Loaded loaded, SumPatterns sumPatterns) implements Runnable {
        @Override
        public void run() {
            long bytes = loaded.release() + sumPatterns.release();
            if (bytes > 0) {
                System.getLogger(DeviceStack.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "the stack \"" + name + "\" was never freed; its " + Bytes.text(bytes)
                                        + " are given back now. Call free(), or use it in a try block.");
            }
        }
    }
}
