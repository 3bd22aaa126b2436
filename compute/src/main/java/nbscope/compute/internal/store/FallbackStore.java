package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import nbscope.compute.DeviceFailedException;
import nbscope.compute.DeviceMemoryException;
import nbscope.compute.internal.memory.Bytes;
import nbscope.compute.internal.opencl.ClException;
import nbscope.compute.internal.opencl.ClStore;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import nbscope.compute.internal.sums.WeightPlan;
import nbscope.compute.internal.sums.Work;
import org.jspecify.annotations.Nullable;

/// A frame on an OpenCL device, with Java behind it. A device that fails where the data lies in plain memory
/// anyway is left for Java for good; results are the same and their notes say so. Where the data lies on the device
/// alone a failure is an exception that says what to do.
final class FallbackStore implements FrameStore {
    private final Opening opening;
    private final int frame;
    private final @Nullable ClStore cl;

    private volatile FrameStore now;
    private volatile @Nullable String note;

    private FallbackStore(Opening opening, int frame, FrameStore now, @Nullable ClStore cl) {
        this.opening = opening;
        this.frame = frame;
        this.now = now;
        this.cl = cl;
    }

    static FallbackStore on(Opening opening, int frame, ClStore cl) {
        return new FallbackStore(opening, frame, cl, cl);
    }

    /// A frame that never gets to the device.
    ///
    /// @param why the end of a sentence
    static FallbackStore spilled(Opening opening, int frame, String why) {
        opening.moved(frame, why);
        var store = new FallbackStore(opening, frame, opening.java(frame, null), null);
        store.say(why);
        return store;
    }

    private void say(String why) {
        note = "computed by Java in plain memory: " + why;
    }

    /// A card that fails here ends the load; the loader begins anew without it.
    @Override
    public void fill(int row, int rows, RowReader reader) {
        now.fill(row, rows, reader);
    }

    @Override
    public void ready() {
        try {
            now.ready();
        } catch (ClException e) {
            if (now.host() == null) {
                throw e;
            }
            instead(e);
            now.ready();
        }
    }

    /// Java takes the frame over the same memory.
    private synchronized void instead(ClException e) {
        ClStore failed = cl;
        if (failed != null && now == failed) {
            String why = Opening.because(opening.device(), e);
            opening.moved(frame, why);
            now = opening.java(frame, failed.host());
            say(why);
        }
    }

    @Override
    public @Nullable HostChunks host() {
        return now.host();
    }

    /// On the device, after a failure for lack of memory once more without caches, then by Java.
    private <T> T compute(Function<FrameStore, T> operation) {
        FrameStore store = now;
        if (!(store instanceof ClStore on)) {
            return operation.apply(store);
        }
        ClException failure;
        try {
            return operation.apply(on);
        } catch (ClException e) {
            failure = e;
        }
        if (failure.isMemory()) {
            opening.relieve();
            on.relieve();
            try {
                return operation.apply(on);
            } catch (ClException e) {
                failure = e;
            }
        }
        if (on.host() == null) {
            throw typed(failure);
        }
        instead(failure);
        return operation.apply(now);
    }

    private RuntimeException typed(ClException e) {
        String name = opening.device().name();
        if (e.isMemory()) {
            return new DeviceMemoryException(
                    0,
                    opening.budget(),
                    opening.used(),
                    name + " has no memory left to compute on \"" + opening.stack() + "\" (" + e.getMessage()
                            + "); free another stack on it, or load this one on Device.java(). "
                            + Bytes.text(opening.used()) + " of plain memory are used");
        }
        return new DeviceFailedException(
                name + " failed on \"" + opening.stack() + "\": " + e.getMessage()
                        + ". Its data cannot be relied on any more; free the stack and load it on Device.java()",
                e);
    }

    private Work noted(Function<FrameStore, Work> operation) {
        Work work = compute(operation);
        String said = note;
        return said == null ? work : work.noting(said);
    }

    @Override
    public Work sums(Plan plan, long[] out) {
        return noted(s -> s.sums(plan, out));
    }

    @Override
    public Work sums(Plan plan, double[] out) {
        return noted(s -> s.sums(plan, out));
    }

    @Override
    public Work weighted(WeightPlan plan, double[] out) {
        return noted(s -> s.weighted(plan, out));
    }

    @Override
    public Work moments(Plan plan, long[] sum, long[] byRow, long[] byCol) {
        return noted(s -> s.moments(plan, sum, byRow, byCol));
    }

    @Override
    public Work moments(Plan plan, double[] sum, double[] byRow, double[] byCol) {
        return noted(s -> s.moments(plan, sum, byRow, byCol));
    }

    @Override
    public void pattern(int position, MemorySegment destination) {
        compute(s -> {
            s.pattern(position, destination);
            return true;
        });
    }

    @Override
    public Work patternSum(Runs positions, long[] out) {
        return noted(s -> s.patternSum(positions, out));
    }

    @Override
    public Work patternSum(Runs positions, double[] out) {
        return noted(s -> s.patternSum(positions, out));
    }

    @Override
    public Work patternSum(double[] weights, double[] out) {
        return noted(s -> s.patternSum(weights, out));
    }

    @Override
    public long dropCache() {
        return now.dropCache();
    }

    /// Java's store over the device's chunks has only a cache of its own.
    @Override
    public synchronized void close() {
        FrameStore last = now;
        ClStore on = cl;
        if (on == null) {
            last.close();
            return;
        }
        last.dropCache();
        on.close();
    }
}
