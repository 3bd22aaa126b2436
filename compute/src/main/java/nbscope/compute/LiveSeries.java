package nbscope.compute;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nbscope.io.DataSet;

/// A folder into which a detector writes: each acquisition becomes a frame of a series when it is
/// complete, a stack of its own that stays on the device. Those that were there at the start come
/// first, by name; after that the one that is complete first is first, and a frame keeps its number.
///
/// What is half there waits: a master without its files, files that grow or cannot be opened yet, files
/// that are renamed into place. Files that are no master files are left alone.
///
/// All methods are safe from any thread. The series owns the stacks: [#close] frees them, [#stop] does
/// not.
public final class LiveSeries implements AutoCloseable {
    private final ArinaWatch watch;
    private final Follower follower;

    /// Guarded by `this`, and so are the fields below.
    private final List<Frame> frames = new ArrayList<>();

    private List<Pending> pending = List.of();
    private boolean closed;

    /// An acquisition that is not a frame yet.
    ///
    /// @param why   what is missing, a sentence
    /// @param stuck whether it has not changed for longer than the watch's patience
    public record Pending(Path master, String why, boolean stuck) {}

    private record Frame(Path master, DeviceStack stack) {}

    LiveSeries(ArinaWatch watch) {
        this.watch = watch;
        this.follower = new Follower(watch, this);
        follower.start();
    }

    /// Acquisitions that became frames so far, also those that had to make room since.
    public synchronized int frames() {
        return frames.size();
    }

    /// A frame as a stack of one scan; freed with the series.
    public synchronized DeviceStack frame(int index) {
        return at(index).stack;
    }

    /// The master file of a frame.
    public synchronized Path file(int index) {
        return at(index).master;
    }

    private Frame at(int index) {
        if (index < 0 || index >= frames.size()) {
            throw new IndexOutOfBoundsException("frame " + index + " is not there yet; " + watch.folder() + " has "
                    + frames.size() + " complete acquisitions so far, counted from 0");
        }
        return frames.get(index);
    }

    /// What is in the folder and not a frame yet, by name.
    public synchronized List<Pending> pending() {
        return pending;
    }

    /// Waits until there are so many frames.
    ///
    /// @return false when the time is over, or the series was stopped, before
    public synchronized boolean await(int count, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (frames.size() < count && !closed && !follower.isStopped()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return frames.size() >= count;
    }

    /// The sum over a detector of each frame that is there now; those that had to make room are left
    /// out.
    public List<Image> virtualImages(Detector detector) {
        List<Frame> now;
        synchronized (this) {
            now = List.copyOf(frames);
        }
        return now.stream().flatMap(frame -> image(frame.stack, detector)).toList();
    }

    /// Nothing of a stack that makes room in this moment.
    private static Stream<Image> image(DeviceStack stack, Detector detector) {
        try {
            return Stream.of(stack.virtualImage(detector));
        } catch (FreedStackException e) {
            return Stream.empty();
        }
    }

    /// The frames so far as one data set of five axes, straight from their files: it does not grow, ask
    /// again for a larger one. The caller closes it.
    ///
    /// @throws IllegalStateException when there is no frame yet
    public DataSet data() {
        List<Path> masters;
        synchronized (this) {
            masters = frames.stream().map(Frame::master).toList();
        }
        if (masters.isEmpty()) {
            throw new IllegalStateException(watch.folder() + " has no complete acquisition yet");
        }
        return Arina.open(masters, watch.settings());
    }

    /// @return false when the series was closed meanwhile; the caller frees the stack
    synchronized boolean add(Path master, DeviceStack stack) {
        if (closed) {
            return false;
        }
        frames.add(new Frame(master, stack));
        pending = pending.stream().filter(p -> !p.master().equals(master)).toList();
        notifyAll();
        return true;
    }

    /// Frees the oldest frame that still has memory.
    ///
    /// @return whether there was one
    boolean dropOldest() {
        Frame oldest;
        synchronized (this) {
            oldest = frames.stream().filter(f -> !f.stack.isFreed()).findFirst().orElse(null);
        }
        return oldest != null && oldest.stack.free() > 0;
    }

    synchronized void pending(List<Pending> now) {
        pending = List.copyOf(now);
        notifyAll();
    }

    /// Follows the folder no longer; the frames stay. A load that is under way ends first, and frees
    /// what it took. Idempotent.
    public void stop() {
        follower.stop();
        synchronized (this) {
            notifyAll();
        }
    }

    /// [#stop], and frees all frames. Idempotent.
    @Override
    public void close() {
        List<Frame> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(frames);
            notifyAll();
        }
        stop();
        all.forEach(frame -> frame.stack.free());
    }
}
