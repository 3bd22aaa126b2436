package nbscope.compute;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.Bytes;
import nbscope.compute.internal.opencl.ClException;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.Loader;
import nbscope.compute.internal.store.SumPatterns;
import nbscope.io.Calibration;
import nbscope.io.DataSet;

/// What a stack and the views of it share: the loaded frames, and the guard that keeps computations and
/// `free` apart. Safe from any thread.
final class Resident {
    private static final StackWalker STACK = StackWalker.getInstance();

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

    Resident(DataSet data, Device device, Loader.Loaded loaded, Owner owner) {
        this.name = data.name();
        this.device = device;
        this.geometry = loaded.findings().geometry();
        this.calibration = loaded.findings().calibration();
        this.loaded = loaded;
        this.sumPatterns = new SumPatterns(name, loaded.frames().size(), owner.ledger());
        owner.cleaner().register(this, new Forgotten(name, maker(), loaded, sumPatterns));
    }

    String name() {
        return name;
    }

    Device device() {
        return device;
    }

    Geometry geometry() {
        return geometry;
    }

    Calibration calibration() {
        return calibration;
    }

    Loader.Loaded loaded() {
        return loaded;
    }

    SumPatterns sumPatterns() {
        return sumPatterns;
    }

    /// Runs a computation; the memory stays until it has ended.
    ///
    /// @throws FreedStackException when the stack was freed
    <T> T reading(Supplier<T> action) {
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

    /// @return bytes released by this call
    long free() {
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

    boolean isFreed() {
        return freed;
    }

    void onFree(Runnable action) {
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

    /// The line that asked for the stack: the first one outside this library.
    private static String maker() {
        return STACK.walk(frames -> frames.filter(f -> !f.getClassName().startsWith("nbscope.")
                        && !f.getClassName().startsWith("java.")
                        && !f.getClassName().startsWith("jdk."))
                .findFirst()
                .map(Object::toString)
                .orElse("this library"));
    }

    /// A safety net, not the mechanism: gives back what nobody freed, and says so in the log. Holds no
    /// reference to the stack.
    private record Forgotten(String name, String maker, Loader.Loaded loaded, SumPatterns sumPatterns)
            implements Runnable {
        @Override
        public void run() {
            long bytes = loaded.release() + sumPatterns.release();
            if (bytes > 0) {
                System.getLogger(DeviceStack.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "the stack \"" + name + "\", loaded by " + maker + ", was never freed; its "
                                        + Bytes.text(bytes)
                                        + " are given back now. Call free(), or use it in a try block.");
            }
        }
    }
}
