package nbscope.compute.internal.store;

import java.util.ArrayList;
import java.util.List;
import nbscope.compute.BadPixels;
import nbscope.compute.Device;
import nbscope.compute.DeviceMemoryException;
import nbscope.compute.LoadOptions;
import nbscope.compute.LoadProgress;
import nbscope.compute.MinMax;
import nbscope.compute.OpenClDevice;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.Bytes;
import nbscope.compute.internal.memory.Ledger;
import nbscope.compute.internal.opencl.ClException;
import nbscope.io.Calibration;
import nbscope.io.DataSet;

/// Brings a data set onto a device: budget first, then memory, then bytes ([Loading]).
public final class Loader {
    private static final int[] FACTORS = {1, 2, 4, 8};

    private Loader() {}

    /// What a load found out.
    ///
    /// @param geometry    the sizes of a loaded frame, binned, in the type of its values
    /// @param calibration of the loaded stack
    /// @param notes       sentences for people
    /// @param bad         in the file's pixels
    /// @param excluded    in the loaded stack's pixels; empty when there are none
    public record Findings(
            Geometry geometry,
            Calibration calibration,
            List<String> notes,
            MinMax minMax,
            BadPixels bad,
            boolean[] excluded) {
        public Findings {
            notes = List.copyOf(notes);
        }

        Findings note(String sentence) {
            List<String> more = new ArrayList<>();
            more.add(sentence);
            more.addAll(notes);
            return new Findings(geometry, calibration, more, minMax, bad, excluded);
        }
    }

    /// Stores and the ledger's entries for them; released together.
    public static final class Loaded {
        private final List<FrameStore> frames;
        private final Ledger.Held held;
        private final long bytes;
        private final Findings findings;
        private boolean released;

        Loaded(List<FrameStore> frames, Ledger.Held held, long bytes, Findings findings) {
            this.frames = List.copyOf(frames);
            this.held = held;
            this.bytes = bytes;
            this.findings = findings;
        }

        public List<FrameStore> frames() {
            return frames;
        }

        public long bytes() {
            return bytes;
        }

        public Findings findings() {
            return findings;
        }

        private Loaded note(String sentence) {
            return new Loaded(frames, held, bytes, findings.note(sentence));
        }

        /// Closes every store. Nobody may compute on them any more. Idempotent.
        ///
        /// @return bytes given back: the data and what was cached of it
        public synchronized long release() {
            if (released) {
                return 0;
            }
            released = true;
            long cached = 0;
            RuntimeException failure = null;
            for (FrameStore frame : frames) {
                try {
                    cached += frame.dropCache();
                    frame.close();
                } catch (RuntimeException e) {
                    // The others are given back all the same.
                    failure = failure == null ? e : failure;
                }
            }
            long back = cached + held.release();
            if (failure != null) {
                throw failure;
            }
            return back;
        }
    }

    /// As [#load(DataSet, LoadOptions, Owner)] of all data as it is.
    public static Loaded load(DataSet data, Geometry geometry, Device device, LoadProgress progress, Owner owner) {
        return load(data, LoadOptions.standard().device(device).progress(progress), owner);
    }

    /// @throws DeviceMemoryException when the budget, the system or the device has no room; nothing is kept then
    public static Loaded load(DataSet data, LoadOptions options, Owner owner) {
        Device chosen = options.device();
        Device device = chosen == null ? Device.best() : chosen;
        options.progress().started();
        try {
            return options.detectorBin() == LoadOptions.AUTO
                    ? smallestBin(data, options, device, owner)
                    : load(data, options, device, owner);
        } finally {
            options.progress().ended();
        }
    }

    /// A bin that fits may turn out not to when its sums need a larger type; then the next one is tried.
    private static Loaded smallestBin(DataSet data, LoadOptions options, Device device, Owner owner) {
        var raw = Geometry.of(data);
        long room = owner.ledger().room(pool(device, owner.ledger()));
        DeviceMemoryException refused = null;
        for (int bin : FACTORS) {
            var fixed = options.detectorBin(bin);
            if (!binning(fixed).suits(raw) || (bin < 8 && bytes(data, raw, binning(fixed)) > room)) {
                continue;
            }
            try {
                var loaded = load(data, fixed, device, owner);
                return bin == 1
                        ? loaded
                        : loaded.note("the detector is binned by " + bin
                                + ", the smallest factor that fits the budget (" + Bytes.text(loaded.bytes()) + ")");
            } catch (DeviceMemoryException e) {
                refused = e;
            }
        }
        if (refused == null) {
            return load(data, options.detectorBin(1), device, owner);
        }
        throw refused;
    }

    /// A device that fails on the way is left, and everything is read again for Java.
    private static Loaded load(DataSet data, LoadOptions options, Device device, Owner owner) {
        try {
            return load(data, options, device, owner, "");
        } catch (ClException e) {
            return load(data, options, device, owner, Opening.because(device, e));
        }
    }

    /// @param instead why Java takes the device's place; empty when it does not
    private static Loaded load(DataSet data, LoadOptions options, Device device, Owner owner, String instead) {
        var ledger = owner.ledger();
        String pool = pool(device, ledger);
        var binning = binning(options);
        try {
            return new Loading(
                            data,
                            options,
                            device,
                            owner,
                            binning,
                            pool,
                            instead,
                            (opening, g) -> opening.take(
                                    claims(data, g, device, pool),
                                    "the stack \"" + data.name() + "\"",
                                    room -> advice(data, options, g.dtype().bytes(), room)))
                    .run();
        } catch (OutOfMemoryError e) {
            throw noMemory(data, options, device, ledger, pool);
        }
    }

    private static Binning binning(LoadOptions options) {
        return new Binning(options.detectorBin(), options.scanBin(), options.average());
    }

    /// Devices that share the host's memory share its budget.
    private static String pool(Device device, Ledger ledger) {
        if (device instanceof OpenClDevice cl && !cl.unifiedMemory()) {
            ledger.defaultBudget(cl.name(), (long) (0.9 * cl.globalBytes()));
            return cl.name();
        }
        return Ledger.HOST;
    }

    private static List<Ledger.Claim> claims(DataSet data, Geometry g, Device device, String pool) {
        List<Ledger.Claim> claims = new ArrayList<>();
        for (int f = 0; f < data.frames(); f++) {
            claims.add(
                    new Ledger.Claim(data.name(), "frame " + f, g.dtype(), device.name(), pool, g.frameBytes(), null));
        }
        return claims;
    }

    private static long bytes(DataSet data, Geometry raw, Binning binning) {
        return data.frames() * binning.of(raw, data.name()).frameBytes();
    }

    /// What the user can do: the detector's bin shrinks a stack without losing scan positions, so it comes first.
    ///
    /// @param valueBytes of the type that the values need
    private static String advice(DataSet data, LoadOptions options, int valueBytes, long free) {
        var raw = Geometry.of(data);
        for (int scan = options.scanBin(); scan <= 8; scan *= 2) {
            for (int bin = Math.max(1, options.detectorBin()); bin <= 8; bin *= 2) {
                var binning = new Binning(bin, scan, options.average());
                if (!binning.suits(raw)) {
                    continue;
                }
                var g = binning.of(raw, data.name());
                long bytes = data.frames()
                        * g.frameBytes()
                        / g.dtype().bytes()
                        * Math.max(valueBytes, g.dtype().bytes());
                if (bytes <= free) {
                    return fits(binning, options, bytes);
                }
            }
        }
        return "free another stack, or raise Memory.budget(...)";
    }

    private static String fits(Binning binning, LoadOptions options, long bytes) {
        boolean scans = binning.scan() > options.scanBin();
        return "with the detector binned by " + binning.detector()
                + (scans ? " and the scan by " + binning.scan() : "")
                + " (" + Bytes.text(bytes) + ") it fits: DeviceStack.load(data, LoadOptions.standard().detectorBin("
                + binning.detector() + ")"
                + (binning.scan() > 1 ? ".scanBin(" + binning.scan() + ")" : "")
                + (options.average() ? ".mean()" : "")
                + "); or free another stack, or raise Memory.budget(...)";
    }

    private static DeviceMemoryException noMemory(
            DataSet data, LoadOptions options, Device device, Ledger ledger, String pool) {
        long wanted = bytes(data, Geometry.of(data), binning(options));
        long used = ledger.used(pool);
        return new DeviceMemoryException(
                wanted,
                ledger.budget(pool),
                used,
                "the stack \"" + data.name() + "\" needs " + Bytes.text(wanted) + " but " + device.name()
                        + " has no more memory to give (" + Bytes.text(used) + " used); "
                        + advice(data, options, 1, wanted / 2) + ledger.inWords());
    }
}
