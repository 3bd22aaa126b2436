package nbscope.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import nbscope.compute.LiveSeries.Pending;
import nbscope.compute.internal.live.FolderBell;
import nbscope.io.dataset.Acquisition;
import org.jspecify.annotations.Nullable;

/// The thread of a [LiveSeries]: looks at the folder again and again, and loads what is complete.
final class Follower {
    /// How much longer files must be quiet whose master does not say how many frames there will be.
    private static final int UNPROMISED = 5;

    private final ArinaWatch watch;
    private final LiveSeries series;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;

    /// Masters that are frames.
    private final Set<Path> done = new HashSet<>();

    private final Map<Path, Seen> seen = new TreeMap<>();
    private int @Nullable [] shape;
    private boolean folderGone;

    /// What is known of a master that is no frame yet.
    private static final class Seen {
        private String key = "";
        private String why = "";
        private String told = "";
        private long changed;
        private long tried;
        private boolean failed;
        private boolean stuck;
    }

    Follower(ArinaWatch watch, LiveSeries series) {
        this.watch = watch;
        this.series = series;
        this.thread = Thread.ofPlatform().daemon().name("nbscope-watch").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean isStopped() {
        return stopped;
    }

    /// Waits until the thread has ended, unless it is the one that calls.
    void stop() {
        stopped = true;
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        thread.interrupt();
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (FolderBell bell = new FolderBell(watch.folder())) {
            while (!stopped) {
                look();
                // Events come in crowds; one look serves them all.
                if (bell.await(watch.every())) {
                    Thread.sleep(watch.every().dividedBy(10));
                }
            }
        } catch (InterruptedException | CancellationException e) {
            // Only stop() interrupts this thread.
            Thread.currentThread().interrupt();
        } finally {
            stopped = true;
            ended.countDown();
        }
    }

    private void look() throws InterruptedException {
        List<Path> masters = masters();
        seen.keySet().retainAll(Set.copyOf(masters));
        for (Path master : masters) {
            if (stopped || Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (done.contains(master)) {
                continue;
            }
            step(master, seen.computeIfAbsent(master, m -> new Seen()));
        }
        // Who is told of a problem finds it in the series already.
        series.pending(seen.entrySet().stream()
                .map(e -> new Pending(e.getKey(), e.getValue().why, e.getValue().stuck))
                .toList());
        seen.forEach(this::tell);
    }

    /// By name.
    private List<Path> masters() {
        try (Stream<Path> files = Files.list(watch.folder())) {
            List<Path> masters = files.filter(Acquisition::isMaster).sorted().toList();
            folderGone = false;
            return masters;
        } catch (IOException | UncheckedIOException e) {
            if (!folderGone) {
                folderGone = true;
                quietly(() -> watch.listener()
                        .problem(watch.folder(), watch.folder() + " cannot be read: " + e.getMessage()));
            }
            return List.of();
        }
    }

    /// Looks at an acquisition, which becomes a frame where it is complete.
    private void step(Path master, Seen now) {
        Acquisition found =
                Acquisition.look(master, Arina.file(master, watch.settings()).leavesFolder());
        long time = System.nanoTime();
        if (!found.key().equals(now.key)) {
            now.key = found.key();
            now.changed = time;
            now.stuck = false;
            now.failed = false;
        }
        now.stuck |= time - now.changed >= watch.patience().toNanos();
        if (!found.isComplete()) {
            now.why = found.waits();
            return;
        }
        Duration quiet = found.promised() < 0 ? watch.quiet().multipliedBy(UNPROMISED) : watch.quiet();
        boolean again = !now.failed
                || time - now.tried >= watch.quiet().multipliedBy(UNPROMISED).toNanos();
        if (time - now.changed < quiet.toNanos() || !again) {
            now.why = now.failed ? now.why : master + " is complete and may still change";
            return;
        }
        now.tried = time;
        now.why = load(master);
        now.failed = !now.why.isEmpty();
    }

    /// @return why it could not be loaded; empty where it was
    private String load(Path master) {
        while (true) {
            try {
                DeviceStack stack = Arina.file(master, watch.settings()).load();
                return take(master, stack);
            } catch (DeviceMemoryException e) {
                if (!watch.dropOldest() || !series.dropOldest()) {
                    return String.valueOf(e.getMessage());
                }
            } catch (CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                // Of whatever kind: the next acquisition may be sound.
                return e.getMessage() == null ? e.toString() : e.getMessage();
            }
        }
    }

    private String take(Path master, DeviceStack stack) {
        int[] found = {stack.scanRows(), stack.scanCols(), stack.detectorRows(), stack.detectorCols()};
        int[] first = shape;
        if (first != null && !Arrays.equals(first, found)) {
            stack.free();
            return master + " has a scan and patterns of " + Arrays.toString(found)
                    + ", the frames before it have " + Arrays.toString(first)
                    + "; a series has one shape, follow this one by itself";
        }
        shape = found;
        done.add(master);
        seen.remove(master);
        if (!series.add(master, stack)) {
            stack.free();
            throw new CancellationException("the series was closed");
        }
        quietly(() -> watch.listener().frame(series.frames() - 1, stack));
        return "";
    }

    private void tell(Path master, Seen now) {
        String state = (now.stuck ? "stuck: " : "") + now.why;
        if (state.equals(now.told)) {
            return;
        }
        now.told = state;
        quietly(() -> {
            if (now.stuck) {
                watch.listener().problem(master, now.why);
            } else {
                watch.listener().waiting(master, now.why);
            }
        });
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            System.getLogger(LiveSeries.class.getName())
                    .log(System.Logger.Level.WARNING, "a listener of a live series failed", e);
        }
    }
}
