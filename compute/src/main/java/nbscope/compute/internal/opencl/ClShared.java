package nbscope.compute.internal.opencl;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import nbscope.compute.OpenClDevice;
import nbscope.compute.internal.store.Geometry;
import org.jspecify.annotations.Nullable;

/// What the frames of one stack share on a device: room for results, the last plans, and while the stack is loaded a
/// ring of pinned memory. A few hundred kilobytes, so not in the ledger. Goes with the last of its holders.
///
/// Results, plans and the ring are used by one thread at a time, who holds the queue's monitor.
public final class ClShared {
    /// A drag comes back to the detector it had; several widgets may look at one stack.
    private static final int PLANS_KEPT = 6;

    private final OpenClDevice device;
    private final ClQueue queue;
    private final Geometry geometry;
    private final ClProgram program;
    private final Deque<Uploaded> plans = new ArrayDeque<>();
    private @Nullable ClRing ring;
    private @Nullable Room room;
    private int holders = 1;

    /// A plan on the device.
    ///
    /// @param key     whose plan it is
    /// @param cells   as cells, else as blocks
    /// @param buffers entries, then masks or weights
    record Uploaded(Object key, boolean cells, ClPlan plan, List<ClQueue.Buffer> buffers) {}

    /// Where results are made and where they arrive.
    private record Room(ClQueue.Buffer device, ClQueue.Pinned host) {}

    /// Builds the kernels. The caller is the first holder.
    ///
    /// @throws ClException when the driver cannot
    public ClShared(Geometry geometry, OpenClDevice device, ClQueue queue) {
        if (!geometry.dtype().isInteger() && !device.doubles()) {
            throw new IllegalArgumentException(device.name() + " cannot compute in float64, which sums of "
                    + geometry.dtype() + " data need; use Device.java()");
        }
        this.device = device;
        this.queue = queue;
        this.geometry = geometry;
        this.program = ClProgram.of(geometry, device);
        queue.build(program);
    }

    OpenClDevice device() {
        return device;
    }

    ClQueue queue() {
        return queue;
    }

    Geometry geometry() {
        return geometry;
    }

    ClProgram program() {
        return program;
    }

    ClRing ring() {
        ClRing known = ring;
        if (known == null) {
            known = new ClRing(queue, geometry);
            ring = known;
        }
        return known;
    }

    /// The plan's buffers, kept while the plan is among the last few; owned by this object.
    Uploaded plan(Object key, boolean cells, Supplier<ClPlan> make) {
        for (Uploaded u : plans) {
            if (u.cells == cells && ClPlan.same(u.key, key)) {
                plans.remove(u);
                plans.addFirst(u);
                return u;
            }
        }
        var plan = make.get();
        var made = new Uploaded(key, cells, plan, plan.upload(queue));
        plans.addFirst(made);
        if (plans.size() > PLANS_KEPT) {
            plans.removeLast().buffers.forEach(queue::release);
        }
        return made;
    }

    /// Room for results on the device, until the next call.
    ClQueue.Buffer results(long bytes) {
        return room(bytes).device;
    }

    /// Waits for the results and shows them, until the next call.
    MemorySegment read(long bytes) {
        var r = room(bytes);
        var host = r.host.host().asSlice(0, bytes);
        queue.read(r.device, 0, host);
        return host;
    }

    private Room room(long bytes) {
        Room known = room;
        if (known != null && known.host.host().byteSize() >= bytes) {
            return known;
        }
        drop(known);
        room = null;
        var buffer = queue.allocate(bytes);
        try {
            known = new Room(buffer, queue.pin(bytes));
        } catch (RuntimeException e) {
            quietly(() -> queue.release(buffer));
            throw e;
        }
        room = known;
        return known;
    }

    private void drop(@Nullable Room old) {
        if (old != null) {
            quietly(() -> queue.release(old.device));
            quietly(() -> queue.release(old.host));
        }
    }

    /// Drops what can be made again.
    void flush() {
        synchronized (queue) {
            for (Uploaded u : plans) {
                u.buffers.forEach(b -> quietly(() -> queue.release(b)));
            }
            plans.clear();
            drop(room);
            room = null;
        }
    }

    /// Everything is loaded, the ring goes.
    public void loaded() {
        synchronized (queue) {
            if (ring != null) {
                ring.close();
                ring = null;
            }
        }
    }

    void hold() {
        synchronized (queue) {
            holders++;
        }
    }

    /// One holder less.
    public void release() {
        synchronized (queue) {
            holders--;
            if (holders == 0) {
                loaded();
                flush();
            }
        }
    }

    /// A release that fails leaves nothing to do: the driver has the buffer, or is lost with it.
    static void quietly(Runnable release) {
        try {
            release.run();
        } catch (ClException e) {
            System.getLogger(ClShared.class.getName()).log(System.Logger.Level.DEBUG, e.getMessage());
        }
    }

    /// Releases every buffer, whatever happens.
    static void releaseAll(ClQueue queue, List<ClQueue.Buffer> buffers) {
        for (ClQueue.Buffer b : new ArrayList<>(buffers)) {
            quietly(() -> queue.release(b));
        }
        buffers.clear();
    }
}
