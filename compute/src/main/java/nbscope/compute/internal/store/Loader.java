package nbscope.compute.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import nbscope.compute.Device;
import nbscope.compute.DeviceMemoryException;
import nbscope.compute.LoadProgress;
import nbscope.compute.OpenClDevice;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.Bytes;
import nbscope.compute.internal.memory.Ledger;
import nbscope.compute.internal.opencl.ClException;
import nbscope.io.DataSet;
import nbscope.io.Region;

/// Brings a data set onto a device: budget first, then memory, then bytes, one frame after another.
public final class Loader {
    /// A region is a power of two of scan rows within this size, so that it lines up with the chunks of chunked files
    /// and each of them is decoded once.
    private static final long REGION_BYTES = 32L << 20;

    private Loader() {}

    /// Stores and the ledger's entries for them; released together.
    public static final class Loaded {
        private final List<FrameStore> frames;
        private final Ledger.Held held;
        private final long bytes;
        private boolean released;

        Loaded(List<FrameStore> frames, Ledger.Held held, long bytes) {
            this.frames = List.copyOf(frames);
            this.held = held;
            this.bytes = bytes;
        }

        public List<FrameStore> frames() {
            return frames;
        }

        public long bytes() {
            return bytes;
        }

        /// Closes every store. Nobody may compute on them any more. Idempotent.
        ///
        /// @return bytes given back: the data and what was cached of it
        public synchronized long release() {
            long cached = 0;
            if (!released) {
                released = true;
                for (FrameStore frame : frames) {
                    cached += frame.dropCache();
                    frame.close();
                }
            }
            return cached + held.release();
        }
    }

    /// @throws DeviceMemoryException when the budget, the system or the device has no room; nothing is kept then
    public static Loaded load(DataSet data, Geometry geometry, Device device, LoadProgress progress, Owner owner) {
        String pool = pool(device, owner.ledger());
        var opening = new Opening(data.name(), geometry, device, owner);
        var held = opening.take(claims(data, geometry, device, pool), subject(data), room -> advice(data, room));
        List<FrameStore> stores = new ArrayList<>();
        boolean complete = false;
        try {
            long total = data.frames() * geometry.frameBytes();
            for (int f = 0; f < data.frames(); f++) {
                FrameStore store = opening.open(f);
                stores.add(store);
                fill(data, geometry, f, store, total, progress);
                store.ready();
            }
            complete = true;
            return new Loaded(stores, held, total);
        } catch (OutOfMemoryError e) {
            throw noMemory(data, geometry, device, owner.ledger(), pool);
        } catch (ClException e) {
            if (e.isMemory()) {
                throw noMemory(data, geometry, device, owner.ledger(), pool);
            }
            throw new IllegalStateException(
                    device.name() + " failed while loading \"" + data.name() + "\": " + e.getMessage()
                            + "; Device.java() works without OpenCL",
                    e);
        } finally {
            opening.close();
            if (!complete) {
                stores.forEach(FrameStore::close);
                held.release();
            }
        }
    }

    /// Devices that share the host's memory share its budget.
    private static String pool(Device device, Ledger ledger) {
        if (device instanceof OpenClDevice cl && !cl.unifiedMemory()) {
            ledger.defaultBudget(cl.name(), (long) (0.9 * cl.globalBytes()));
            return cl.name();
        }
        return Ledger.HOST;
    }

    private static void fill(DataSet data, Geometry g, int frame, FrameStore store, long total, LoadProgress progress) {
        int step = Math.max(1, Integer.highestOneBit((int) Math.min(g.scanRows(), REGION_BYTES / g.rowBytes())));
        for (int row = 0; row < g.scanRows(); row += step) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("loading \"" + data.name() + "\" was interrupted at frame " + frame
                        + ", scan row " + row + "; nothing of it is kept");
            }
            int rows = Math.min(step, g.scanRows() - row);
            store.fill(
                    row,
                    rows,
                    (first, n, destination) -> data.array().read(region(data, g, frame, first, n), destination));
            progress.loaded(frame * g.frameBytes() + (row + rows) * g.rowBytes(), total);
        }
    }

    private static Region region(DataSet data, Geometry g, int frame, int row, int rows) {
        int rank = data.array().shape().length;
        long[] start = new long[rank];
        long[] shape = new long[rank];
        if (rank == 5) {
            start[0] = frame;
            shape[0] = 1;
        }
        start[rank - 4] = row;
        shape[rank - 4] = rows;
        shape[rank - 3] = g.scanCols();
        shape[rank - 2] = g.detRows();
        shape[rank - 1] = g.detCols();
        return new Region(start, shape);
    }

    private static List<Ledger.Claim> claims(DataSet data, Geometry g, Device device, String pool) {
        List<Ledger.Claim> claims = new ArrayList<>();
        for (int f = 0; f < data.frames(); f++) {
            claims.add(
                    new Ledger.Claim(data.name(), "frame " + f, g.dtype(), device.name(), pool, g.frameBytes(), null));
        }
        return claims;
    }

    private static String subject(DataSet data) {
        return "the stack \"" + data.name() + "\"";
    }

    /// Binning the detector is what shrinks a stack without losing scan positions.
    private static String advice(DataSet data, long free) {
        var g = Geometry.of(data);
        for (int bin = 2; bin <= Math.min(g.detRows(), g.detCols()); bin *= 2) {
            long bytes = (long) data.frames()
                    * g.positions()
                    * (g.detRows() / bin)
                    * (g.detCols() / bin)
                    * g.dtype().bytes();
            if (bytes <= free) {
                return "with the detector binned by " + bin + " (" + Bytes.text(bytes)
                        + ") it fits; or free another stack, or raise Memory.budget(...)";
            }
        }
        return "free another stack, or raise Memory.budget(...)";
    }

    private static DeviceMemoryException noMemory(DataSet data, Geometry g, Device device, Ledger ledger, String pool) {
        long wanted = data.frames() * g.frameBytes();
        long used = ledger.used(pool) - wanted;
        return new DeviceMemoryException(
                wanted,
                ledger.budget(pool),
                used,
                subject(data) + " needs " + Bytes.text(wanted) + " but " + device.name()
                        + " has no more memory to give (" + Bytes.text(used) + " used); " + advice(data, wanted / 2));
    }
}
