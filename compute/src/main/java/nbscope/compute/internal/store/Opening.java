package nbscope.compute.internal.store;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import nbscope.compute.Device;
import nbscope.compute.DeviceMemoryException;
import nbscope.compute.DeviceStack;
import nbscope.compute.JavaDevice;
import nbscope.compute.OpenClDevice;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.Ledger;
import nbscope.compute.internal.opencl.ClException;
import nbscope.compute.internal.opencl.ClShared;
import nbscope.compute.internal.opencl.ClStore;
import org.jspecify.annotations.Nullable;

/// Opens the frames of one stack on a device. Where an OpenCL device has no room or fails, a frame stays in plain
/// memory and Java computes it: caches are dropped and the device is asked once more before that; the ledger, the log
/// (once per stack) and the notes of every result say it. One thread at a time, closed when the stack is loaded.
public final class Opening implements AutoCloseable {
    private final String stack;
    private final Geometry geometry;
    private final Device device;
    private final Owner owner;
    private final String instead;
    private final AtomicBoolean warned = new AtomicBoolean();
    private Ledger.@Nullable Held held;
    private @Nullable ClShared shared;

    /// Frames from here on have no place in the device's budget.
    private int spilledFrom = Integer.MAX_VALUE;

    /// @param stack the stack's name
    /// @param instead why Java takes the device's place from the start; empty when it does not
    Opening(String stack, Geometry geometry, Device device, Owner owner, String instead) {
        this.stack = stack;
        this.geometry = geometry;
        this.device = device;
        this.owner = owner;
        this.instead = instead;
    }

    /// Takes the claims of all frames, one for each. What a device with memory of its own has no budget for is taken
    /// from the budget of plain memory.
    ///
    /// @throws DeviceMemoryException when that has no room either
    Ledger.Held take(List<Ledger.Claim> claims, String subject, LongFunction<String> advice) {
        Ledger ledger = owner.ledger();
        Ledger.Held all;
        if (!instead.isEmpty()) {
            all = ledger.take(spilled(claims), subject, advice);
            held = all;
            warn(instead);
            return all;
        }
        try {
            all = ledger.take(claims, subject, advice);
        } catch (DeviceMemoryException e) {
            String pool = claims.getFirst().pool();
            if (pool.equals(Ledger.HOST)) {
                throw e;
            }
            int fit = (int) Math.min(
                    claims.size() - 1, Math.max(0, ledger.budget(pool) - ledger.used(pool)) / geometry.frameBytes());
            all = ledger.take(spilled(claims.subList(fit, claims.size())), subject, advice);
            try {
                all = fit == 0
                        ? all
                        : ledger.take(claims.subList(0, fit), subject, advice).and(all);
            } catch (DeviceMemoryException late) {
                all.release();
                throw late;
            }
            spilledFrom = fit;
            warn(noRoom(device));
        }
        held = all;
        return all;
    }

    private List<Ledger.Claim> spilled(List<Ledger.Claim> claims) {
        return claims.stream().map(c -> c.at(Ledger.HOST, spilledName())).toList();
    }

    /// An empty frame.
    ///
    /// @throws DeviceMemoryException when nothing has room for it
    /// @throws OutOfMemoryError when the system has none
    FrameStore open(int frame) {
        return switch (device) {
            case JavaDevice java -> new JavaStore(geometry, java, owner, stack, frame);
            case OpenClDevice cl -> openCl(cl, frame);
        };
    }

    private FrameStore openCl(OpenClDevice cl, int frame) {
        if (!instead.isEmpty() || frame >= spilledFrom) {
            return FallbackStore.spilled(this, frame, instead.isEmpty() ? noRoom(device) : instead);
        }
        try {
            return FallbackStore.on(this, frame, retried(() -> new ClStore(shared(cl))));
        } catch (ClException e) {
            return FallbackStore.spilled(this, frame, because(device, e));
        }
    }

    private interface Attempt {
        ClStore make();
    }

    private ClStore retried(Attempt attempt) {
        try {
            return attempt.make();
        } catch (ClException e) {
            if (!e.isMemory()) {
                throw e;
            }
            owner.ledger().flush(null);
            return attempt.make();
        }
    }

    private ClShared shared(OpenClDevice cl) {
        ClShared known = shared;
        if (known == null) {
            known = new ClShared(geometry, cl, owner.openCl().queue(cl));
            shared = known;
        }
        return known;
    }

    /// The frame counts against plain memory from now on.
    ///
    /// @throws DeviceMemoryException when that has no room
    void moved(int frame, String why) {
        Ledger.Held h = held;
        if (h != null) {
            h.move(
                    frame,
                    Ledger.HOST,
                    spilledName(),
                    "frame " + frame + " of \"" + stack + "\", which " + device.name() + " cannot take,");
        }
        warn(why);
    }

    /// A store in plain memory.
    ///
    /// @param chunks its data where there is some already
    JavaStore java(int frame, @Nullable HostChunks chunks) {
        var java = new JavaDevice(JavaDevice.vectorModulePresent());
        return chunks == null
                ? new JavaStore(geometry, java, owner, stack, frame)
                : new JavaStore(chunks, java, owner, stack, frame);
    }

    void relieve() {
        owner.ledger().flush(null);
    }

    long used() {
        return owner.ledger().used(Ledger.HOST);
    }

    long budget() {
        return owner.ledger().budget(Ledger.HOST);
    }

    String stack() {
        return stack;
    }

    Device device() {
        return device;
    }

    /// What a failure means for the stack, the middle of a sentence.
    static String because(Device device, ClException e) {
        return e.isMemory() ? noRoom(device) : device.name() + " failed (" + e.getMessage() + ")";
    }

    private static String noRoom(Device device) {
        return device.name() + " has no room for it";
    }

    private String spilledName() {
        return "Java, instead of " + device.name();
    }

    private void warn(String why) {
        if (warned.compareAndSet(false, true)) {
            System.getLogger(DeviceStack.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the stack \"" + stack
                                    + "\", or a part of it, stays in plain memory and is computed by Java: " + why
                                    + ". Results are the same. Memory.report() shows which frames.");
        }
    }

    /// The ring of pinned memory goes; frames keep what they need.
    @Override
    public void close() {
        ClShared s = shared;
        shared = null;
        if (s != null) {
            s.loaded();
            s.release();
        }
    }
}
