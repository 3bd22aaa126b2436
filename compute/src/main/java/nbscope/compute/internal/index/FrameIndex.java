package nbscope.compute.internal.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.compute.ComputePath;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Work;
import org.jspecify.annotations.Nullable;

/// What is made of one frame so that drags are fast, and the choice among it. After the frame's first image
/// its planes are made in the background, [RowPrefixIndex] for integers and [PixelPlanes] for floats; while
/// a radius is dragged, a [RadialCube] about the centre. Each has an entry of its own in the ledger, may be
/// dropped at any time, and goes with the frame. Safe from any thread.
public final class FrameIndex {
    /// Rings of so many different radii about one centre are a drag of the radius.
    private static final int RADII = 3;

    private final HostChunks chunks;
    private final Indexer indexer;
    private final Slot.Place place;
    private final Slot<RowPrefixIndex> rows;
    private final Slot<PixelPlanes> planes;

    /// The one about the last centre, and those about earlier ones that are on their way out.
    private volatile @Nullable Slot<RadialCube> rings;

    private final List<Slot<RadialCube>> retired = new ArrayList<>();
    private boolean closed;
    private Plan.@Nullable Ring lastRing;
    private int radii;

    /// Sums from the data itself.
    public interface Blocks<A> {
        /// Fills `out`.
        Work sum(Plan plan, A out);
    }

    /// @param stack  the stack's name
    /// @param device the device's name
    public FrameIndex(HostChunks chunks, Indexer indexer, String stack, int frame, String device) {
        this.chunks = chunks;
        this.indexer = indexer;
        this.place = new Slot.Place(stack, frame, device);
        this.rows = new Slot<>(new RowPrefixIndex.Making(chunks, indexer.kernels()), indexer, place);
        this.planes = new Slot<>(new PixelPlanes.Making(chunks), indexer, place);
    }

    /// Asks for what would have helped with an image. Returns at once; called after the image is there.
    public void ask(Plan plan) {
        rows.ask();
        planes.ask();
        askForSeed(plan);
        Plan.Ring ring = plan.ring();
        if (ring != null && isDragged(ring)) {
            var slot = ringsOf(ring);
            if (slot != null) {
                slot.ask();
            }
        }
    }

    private synchronized boolean isDragged(Plan.Ring ring) {
        Plan.Ring last = lastRing;
        lastRing = ring;
        if (last == null
                || last.row() != ring.row()
                || last.col() != ring.col()
                || !Arrays.equals(last.excluded(), ring.excluded())) {
            radii = 1;
        } else if (last.inner() != ring.inner() || last.outer() != ring.outer()) {
            radii++;
        }
        return radii >= RADII;
    }

    /// The cube of an earlier centre is given back by the indexes' thread: that may have to wait for sums.
    private synchronized @Nullable Slot<RadialCube> ringsOf(Plan.Ring ring) {
        Slot<RadialCube> old = rings;
        if (closed) {
            return null;
        }
        if (old != null && serves(old, ring)) {
            return old;
        }
        var slot = new Slot<>(new RadialCube.Making(chunks, ring), indexer, place);
        rings = slot;
        if (old != null) {
            retired.add(old);
            indexer.later(() -> {
                old.close();
                synchronized (this) {
                    retired.remove(old);
                }
            });
        }
        return slot;
    }

    private static boolean serves(Slot<RadialCube> slot, Plan.Ring ring) {
        return slot.recipe() instanceof RadialCube.Making making && making.serves(ring);
    }

    private void askForSeed(Plan plan) {
        PixelPlanes ready = planes.borrow();
        if (ready == null) {
            return;
        }
        try {
            if (ready.wantsSeed(plan)) {
                indexer.later(() -> seed(plan));
            }
        } finally {
            planes.giveBack();
        }
    }

    private void seed(Plan plan) {
        PixelPlanes ready = planes.borrow();
        if (ready != null) {
            try {
                ready.seed(plan, planes.steps());
            } finally {
                planes.giveBack();
            }
        }
    }

    /// Exact sums by the cheapest way that is ready.
    ///
    /// @param blocks the way that always is
    public Work sum(Plan plan, Workers workers, long[] out, Blocks<long[]> blocks) {
        RowPrefixIndex index = rows.borrow();
        Slot<RadialCube> slot = ringsFor(plan);
        RadialCube cube = slot == null ? null : slot.borrow();
        try {
            List<Way> ways = new ArrayList<>();
            ways.add(blocks(plan, () -> blocks.sum(plan, out)));
            if (index != null) {
                int[] ends = index.ends(plan.spans());
                ways.add(
                        new Way(ComputePath.ROW_PREFIX, index.bytesTouched(ends), () -> index.sum(ends, workers, out)));
            }
            Plan.Ring ring = plan.ring();
            if (cube != null && ring != null) {
                ways.add(new RingSums(chunks.geometry(), cube, ring).way(index, workers, out, blocks));
            }
            return Way.take(ways, chunks.geometry().positions());
        } finally {
            if (slot != null && cube != null) {
                slot.giveBack();
            }
            if (index != null) {
                rows.giveBack();
            }
        }
    }

    /// As above for floats, within 1e-12 of the sum of absolute values.
    public Work sum(Plan plan, Workers workers, double[] out, Blocks<double[]> blocks) {
        PixelPlanes index = planes.borrow();
        PixelPlanes.Step step = index == null ? null : index.begin(plan);
        Slot<RadialCube> slot = ringsFor(plan);
        RadialCube cube = slot == null ? null : slot.borrow();
        try {
            List<Way> ways = new ArrayList<>();
            ways.add(blocks(plan, () -> blocks.sum(plan, out)));
            if (index != null && step != null) {
                ways.add(new Way(ComputePath.PLANES, index.bytes(step.planes()), () -> index.go(step, workers, out)));
            }
            Plan.Ring ring = plan.ring();
            if (cube != null && ring != null) {
                ways.add(new RingSums(chunks.geometry(), cube, ring).way(index, workers, out, blocks));
            }
            return Way.take(ways, chunks.geometry().positions());
        } finally {
            if (slot != null && cube != null) {
                slot.giveBack();
            }
            if (index != null) {
                if (step != null) {
                    index.done();
                }
                planes.giveBack();
            }
        }
    }

    private static Way blocks(Plan plan, Runnable run) {
        return new Way(plan.dense() ? ComputePath.DENSE : ComputePath.BLOCK_SPARSE, plan.bytesTouched(), run);
    }

    /// The cube's place, where it is one for this ring.
    private @Nullable Slot<RadialCube> ringsFor(Plan plan) {
        Slot<RadialCube> slot = rings;
        Plan.Ring ring = plan.ring();
        return slot != null && ring != null && serves(slot, ring) ? slot : null;
    }

    /// Drops everything; the next images ask for it again. Waits for sums that use it and stops a build,
    /// which takes milliseconds at most.
    ///
    /// @return bytes given back
    public long drop() {
        long bytes = rows.drop() + planes.drop();
        for (Slot<RadialCube> slot : allRings()) {
            bytes += slot.drop();
        }
        return bytes;
    }

    /// Drops everything for good; the frame may go afterwards. Idempotent.
    ///
    /// @return bytes given back
    public long close() {
        long bytes = rows.close() + planes.close();
        for (Slot<RadialCube> slot : allRingsForGood()) {
            bytes += slot.close();
        }
        return bytes;
    }

    private synchronized List<Slot<RadialCube>> allRingsForGood() {
        closed = true;
        return allRings();
    }

    private synchronized List<Slot<RadialCube>> allRings() {
        List<Slot<RadialCube>> all = new ArrayList<>(retired);
        Slot<RadialCube> now = rings;
        if (now != null) {
            all.add(now);
        }
        return all;
    }
}
