package nbscope.io.internal.czi.profile;

import java.util.List;
import java.util.function.ToLongFunction;
import nbscope.io.czi.profile.DiskUse;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.PhaseSummary;
import nbscope.io.czi.profile.ThreadUse;
import nbscope.io.czi.profile.TileTiming;

/// What the timings of a crew come to.
final class Passes {
    private Passes() {}

    static Pass of(String name, Crew.Done done, double cachedBefore, DiskUse disk) {
        long asked = sum(done, TileTiming::tiles);
        double tiles = Math.max(1, asked);
        double wall = Math.max(1, sum(done, TileTiming::wallNanos));
        long stitch = sum(done, TileTiming::stitchNanos);
        Spent spent = done.spent();
        double threadNanos = 1e9
                * done.threads().stream().mapToDouble(ThreadUse::wallSeconds).sum();
        double cpu = ThreadClock.measuresCpu() ? share(done, true, threadNanos) : Double.NaN;
        double delay = share(done, false, threadNanos);
        double blocked = Math.max(0, 1 - cpu - delay);
        double io = sum(done, TileTiming::ioNanos) / Math.max(1, threadNanos);
        double perPayload = spent.payload() * tiles / Math.max(1, spent.decoded());
        return new Pass(
                name,
                done.threads().size(),
                cachedBefore,
                done.seconds(),
                (int) asked,
                (wall - stitch) / tiles / 1e9,
                stitch / tiles / 1e9,
                (wall - stitch) / wall,
                sum(done, TileTiming::ioNanos) / wall,
                sum(done, t -> t.decompressNanos() + t.unpackNanos()) / wall,
                stitch / wall,
                sum(done, TileTiming::pixels) / 1e6 / Math.max(1e-9, done.seconds()),
                spent.decoded() / tiles,
                perPayload == 0 ? 0 : spent.bytesRead() / perPayload,
                cpu,
                delay,
                blocked,
                Math.max(0, blocked - io),
                disk,
                done.threads());
    }

    private static double share(Crew.Done done, boolean cpu, double threadNanos) {
        double seconds = done.threads().stream()
                .mapToDouble(t -> cpu ? t.cpuSeconds() : t.runDelaySeconds())
                .sum();
        return Math.clamp(seconds * 1e9 / Math.max(1, threadNanos), 0, 1);
    }

    private static long sum(Crew.Done done, ToLongFunction<TileTiming> part) {
        return done.tiles().stream().mapToLong(part).sum();
    }

    /// The phases of a pass, over all its tiles.
    static List<PhaseSummary> phases(List<TileTiming> tiles) {
        long whole = tiles.stream().mapToLong(TileTiming::wallNanos).sum();
        return List.of(
                phase("header", tiles, TileTiming::headerNanos, whole),
                phase("io", tiles, TileTiming::ioNanos, whole),
                phase("decompress", tiles, TileTiming::decompressNanos, whole),
                phase("unpack", tiles, TileTiming::unpackNanos, whole),
                phase("other", tiles, TileTiming::otherNanos, whole),
                phase("read", tiles, TileTiming::readNanos, whole),
                phase("stitch", tiles, TileTiming::stitchNanos, whole),
                phase("tile", tiles, TileTiming::wallNanos, whole));
    }

    private static PhaseSummary phase(
            String name, List<TileTiming> tiles, ToLongFunction<TileTiming> part, long whole) {
        return PhaseSummary.of(name, tiles.stream().mapToLong(part).toArray(), whole);
    }
}
