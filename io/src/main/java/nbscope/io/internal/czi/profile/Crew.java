package nbscope.io.internal.czi.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.profile.ProfileProgress;
import nbscope.io.czi.profile.ThreadUse;
import nbscope.io.czi.profile.TileTiming;
import org.jspecify.annotations.Nullable;

/// Threads that take pieces of work and time them.
final class Crew {
    /// What a crew did.
    ///
    /// @param nanos   from the beginning until the last thread was done
    /// @param tiles   every piece, in the order of its beginning
    /// @param threads each of them
    /// @param spent   by all threads, on these
    /// @param unreadable pieces that are damaged, with the reason; they are in none of the others
    record Done(long nanos, List<TileTiming> tiles, List<ThreadUse> threads, Spent spent, List<String> unreadable) {
        double seconds() {
            return nanos / 1e9;
        }
    }

    private record Mine(List<TileTiming> tiles, ThreadUse use, Spent spent, List<String> unreadable) {}

    private final TileAccess access;
    private final List<Piece> pieces;
    private final int batch;
    private final String what;
    private final ProfileProgress progress;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private long begin;

    private Crew(TileAccess access, List<Piece> pieces, int batch, String what, ProfileProgress progress) {
        this.access = access;
        this.pieces = pieces;
        this.batch = batch;
        this.what = what;
        this.progress = progress;
    }

    /// Works on the calling thread alone.
    static Done alone(TileAccess access, List<Piece> pieces, String what, ProfileProgress progress) {
        Crew crew = new Crew(access, pieces, 1, what, progress);
        crew.begin = System.nanoTime();
        Mine mine = crew.work(0, Thread.currentThread());
        return crew.done(List.of(mine));
    }

    /// Works on so many threads; each takes `batch` pieces at a time.
    ///
    /// @throws CancellationException when the calling thread is interrupted
    static Done together(
            TileAccess access, List<Piece> pieces, int threads, int batch, String what, ProfileProgress progress) {
        Crew crew = new Crew(access, pieces, batch, what, progress);
        Thread caller = Thread.currentThread();
        List<Mine> all = new ArrayList<>();
        List<Thread> started = new ArrayList<>();
        crew.begin = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            int number = i;
            started.add(Thread.ofPlatform().name("nbscope-czi-measure-" + i).start(() -> {
                try {
                    Mine mine = crew.work(number, caller);
                    synchronized (all) {
                        all.add(mine);
                    }
                } catch (RuntimeException | Error e) {
                    crew.failure.compareAndSet(null, e);
                }
            }));
        }
        started.forEach(thread -> crew.join(caller, thread));
        switch (crew.failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
        all.sort(Comparator.comparingInt(mine -> mine.use().thread()));
        return crew.done(all);
    }

    /// Waits also when the caller is interrupted: the memory that the threads write to must last as long
    /// as they. They see the caller's flag before each piece and end.
    private void join(Thread caller, Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                failure.compareAndSet(null, new CancellationException("the measurement was interrupted"));
            }
        }
        if (interrupted) {
            caller.interrupt();
        }
    }

    private Mine work(int number, Thread caller) {
        List<TileTiming> tiles = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        Spent spent = Spent.NOTHING;
        long from = System.nanoTime();
        long cpuFrom = access.cpuNanos();
        long delayFrom = access.runDelayNanos();
        Spent before = access.spent();
        long cpuBefore = cpuFrom;
        for (int at = next.getAndAdd(batch); at < pieces.size() && failure.get() == null; at = next.getAndAdd(batch)) {
            for (Piece piece : pieces.subList(at, Math.min(at + batch, pieces.size()))) {
                if (caller.isInterrupted()) {
                    throw new CancellationException("the measurement was interrupted");
                }
                long start = System.nanoTime();
                String damage = read(piece);
                long end = System.nanoTime();
                long cpu = access.cpuNanos();
                Spent now = access.spent();
                if (damage == null) {
                    Spent mine = now.minus(before);
                    spent = spent.plus(mine);
                    tiles.add(timing(piece, number, start - begin, end - begin, cpu - cpuBefore, mine));
                } else {
                    unreadable.add(damage);
                }
                before = now;
                cpuBefore = cpu;
                tell();
            }
        }
        long delay = access.runDelayNanos() - delayFrom;
        ThreadUse use = new ThreadUse(
                number,
                tiles.size(),
                (System.nanoTime() - from) / 1e9,
                (access.cpuNanos() - cpuFrom) / 1e9,
                delay / 1e9);
        return new Mine(tiles, use, spent, unreadable);
    }

    /// @return what is wrong with it, null when it was read
    private @Nullable String read(Piece piece) {
        try {
            access.read(piece);
            return null;
        } catch (MalformedDataException | UnsupportedDataException e) {
            return "tile " + piece.first() + ": " + e.getMessage();
        }
    }

    private void tell() {
        int done = finished.incrementAndGet();
        synchronized (this) {
            progress.accept(what, done, pieces.size());
        }
    }

    private static TileTiming timing(Piece piece, int thread, long start, long end, long cpu, Spent s) {
        return new TileTiming(
                piece.first(),
                piece.count(),
                piece.offset(),
                s.payload(),
                piece.pixels(),
                piece.x(),
                piece.y(),
                thread,
                start,
                end,
                s.header(),
                s.io(),
                s.decompress(),
                s.unpack(),
                s.stitch(),
                cpu,
                s.decoded());
    }

    private Done done(List<Mine> all) {
        long nanos = System.nanoTime() - begin;
        List<TileTiming> tiles = new ArrayList<>();
        List<ThreadUse> threads = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        Spent spent = Spent.NOTHING;
        for (Mine mine : all) {
            tiles.addAll(mine.tiles());
            unreadable.addAll(mine.unreadable());
            threads.add(mine.use());
            spent = spent.plus(mine.spent());
        }
        tiles.sort(Comparator.comparingLong(TileTiming::startNanos));
        return new Done(nanos, tiles, threads, spent, unreadable);
    }
}
