package nbscope.io.internal.czi.profile;

import static nbscope.io.internal.czi.profile.Diagnosing.millis;
import static nbscope.io.internal.czi.profile.Diagnosing.percent;
import static nbscope.io.internal.czi.profile.Diagnosing.time;
import static nbscope.io.internal.czi.profile.Diagnosing.times;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.profile.DiskUse;
import nbscope.io.czi.profile.Finding;
import nbscope.io.czi.profile.Pass;
import nbscope.io.czi.profile.SpeedClass;

/// The further things that figures say: known issues with their remedies, and the system's thresholds.
final class Findings {
    private static final double BUSY_DEVICE = 80;
    private static final double LONG_WAIT_MILLIS = 20;
    private static final double FEW_READS = 10;

    /// Less is a difference that chance does not give.
    private static final double SLOWER = 0.95;

    private final Diagnosing given;
    private final List<Finding> found = new ArrayList<>();

    Findings(Diagnosing given) {
        this.given = given;
    }

    List<Finding> all() {
        threads();
        slowTiles();
        memory();
        variance();
        oneTime();
        caching();
        device(given.first());
        network();
        busyMachine();
        return found;
    }

    private void add(String name, String evidence, List<String> causes, List<String> remedies) {
        found.add(new Finding(name, evidence, causes, remedies));
    }

    private void threads() {
        Pass parallel = given.parallel();
        if (given.speedUp() >= 1.2) {
            return;
        }
        boolean slower = given.speedUp() < SLOWER;
        add(
                slower ? "threads are slower than one" : "threads gain little",
                parallel.threads() + " threads are " + times(given.speedUp()) + " as fast as one; they compute "
                        + percent(parallel.cpuShare()) + " of their time, wait " + percent(parallel.blockedShare())
                        + " and stand ready without a processor " + percent(parallel.runDelayShare()),
                List.of(
                        "a lock in the reader or in the interpreter above it, where threads wait",
                        "storage that serves one read at a time or is busy, where they wait in reading bytes",
                        "fewer processors (" + given.system().cpus() + ") than threads, or processors busy with other "
                                + "programs, where they stand ready",
                        "too few or too small tiles, where starting threads costs more than they bring"),
                List.of(
                        "as many threads as processors, fewer on storage that serves one at a time",
                        "processes instead of threads where a lock is the cause",
                        "a copy of the file on a local disk where a network file system is the cause"));
    }

    private void slowTiles() {
        Pass first = given.first();
        if (SpeedClass.ofRead(first.readSeconds()) != SpeedClass.SLOW) {
            return;
        }
        add(
                "very slow tile reads",
                "a tile takes " + millis(first.readSeconds()) + " to read, " + percent(first.readShare())
                        + " of its time; slow begins at 50 ms. " + percent(first.ioShare())
                        + " is the way from the file to memory, " + percent(first.decodeShare()) + " decoding",
                List.of(
                        "a network file system (this one is " + given.system().fileSystem() + ")",
                        "compression that is expensive to undo ("
                                + String.join(", ", given.image().compression()) + ")",
                        "reads that jump about in the file, or read more than was asked for"),
                List.of(
                        "copy the file to a local disk first",
                        "several threads, so that reading and decoding overlap",
                        "convert to an uncompressed file or to OME-Zarr where the file is read often"));
    }

    private void memory() {
        Pass first = given.first();
        if (first.stitchSeconds() > first.readSeconds()) {
            add(
                    "stitching takes longer than reading",
                    "stitching takes " + millis(first.stitchSeconds()) + " per tile, reading "
                            + millis(first.readSeconds()),
                    List.of(
                            "memory that is being swapped to the disk",
                            "first use of fresh memory",
                            "very large tiles"),
                    List.of("reuse the output", "read regions, or fewer tiles at a time"));
        }
        double plane = (double) given.image().width() * given.image().height() * bytesPerPixel();
        long free = given.system().freeBytes();
        if (free > 0 && plane > 0.5 * free) {
            add(
                    "memory",
                    String.format(
                            Locale.ROOT,
                            "the plane needs %.1f GB, %.1f GB of memory are free",
                            plane / 1e9,
                            free / 1e9),
                    List.of("an image larger than memory", "other programs that hold memory"),
                    List.of(
                            "2 to 4 threads instead of 8",
                            "batches of 10 to 25 tiles instead of 50",
                            "smaller parts: --max-tiles, or regions of the mosaic"));
        }
    }

    private int bytesPerPixel() {
        return Arrays.stream(CziPixelType.values())
                .filter(type -> type.toString().equals(given.image().pixelType()))
                .mapToInt(CziPixelType::bytes)
                .findFirst()
                .orElse(2);
    }

    private void variance() {
        var tile = given.tile();
        if (tile.count() >= 10 && tile.p95() > 3 * tile.median()) {
            add(
                    "tiles differ much",
                    "half of the tiles take " + millis(tile.median()) + " or less, one in twenty over "
                            + millis(tile.p95()) + " (spread " + millis(tile.spread()) + ")",
                    List.of("some tiles lie in the page cache and others do not", "tiles of different compression"),
                    List.of(
                            "read in the order of the file",
                            "look at time against offset in the file: steps are the cache, levels are the codec"));
        }
    }

    private void oneTime() {
        double tiles = given.first().seconds()
                / Math.max(1, given.first().tiles())
                * given.image().tiles();
        if (given.once().total() > 0.1 * tiles) {
            add(
                    "opening counts",
                    "opening and metadata take " + time(given.once().total()) + ", all tiles of the plane "
                            + time(tiles),
                    List.of("a file of many sub-blocks, or few tiles to read from it"),
                    List.of("keep the file open and read several planes from it"));
        }
    }

    private void caching() {
        double cold = given.first().readSeconds();
        double warm = given.again().readSeconds();
        if (cold > 1.5 * warm) {
            add(
                    "the page cache matters",
                    "a tile takes " + millis(cold) + " at first and " + millis(warm) + " when the system has it in "
                            + "memory",
                    List.of("storage that is slower than decoding"),
                    List.of("read a file once and keep the result", "read ahead, or with several threads"));
        }
    }

    private void device(Pass pass) {
        DiskUse disk = pass.disk();
        String where = "while " + pass.name() + " was read, the device " + disk.device() + " ";
        if (disk.utilisation() > BUSY_DEVICE) {
            add(
                    "the disk is saturated",
                    where
                            + String.format(
                                    Locale.ROOT, "was busy %.0f %% of the time (limit 80 %%)", disk.utilisation()),
                    List.of("more bytes than the disk can deliver, or another program that uses it"),
                    List.of("a format of which less has to be read", "a faster disk; more threads will not help"));
        }
        if (disk.waitMillis() > LONG_WAIT_MILLIS) {
            add(
                    "reads wait long",
                    where + String.format(Locale.ROOT, "took %.1f ms for a read (limit 20 ms)", disk.waitMillis()),
                    List.of("seeking, or a queue before the disk"),
                    List.of("read in the order of the file", "fewer and larger reads: downsampling, batches"));
        }
        if (disk.reads() > 0 && disk.readsPerSecond() < FEW_READS && pass.ioShare() > 0.5) {
            add(
                    "few reads a second",
                    where + String.format(Locale.ROOT, "served %.1f reads a second (limit 10)", disk.readsPerSecond()),
                    List.of("reads that wait for each other"),
                    List.of("read ahead, or several threads, so that more reads are under way"));
        }
    }

    private void network() {
        if (!given.system().network()) {
            return;
        }
        add(
                "a network file system",
                "the file lies on " + given.system().fileSystem() + " and is read "
                        + given.system().access()
                        + "; a tile takes " + millis(given.first().readSeconds()) + ", "
                        + percent(given.first().ioShare()) + " of it on the way from the file to memory",
                List.of("a round trip for each read", "bandwidth that is shared with others"),
                List.of(
                        "copy the file to a local disk of the machine that computes, and read it there",
                        "open it once and read many tiles: opening and looking up cost round trips too",
                        "large reads (positional reads bring a tile at once), several threads, or read-ahead",
                        "fewer bytes: downsampling from a pyramid"));
    }

    private void busyMachine() {
        double delay = given.first().runDelayShare();
        if (delay > 0.2) {
            add(
                    "the machine is busy",
                    "one thread stood ready without a processor " + percent(delay) + " of its time; the load is "
                            + String.format(Locale.ROOT, "%.1f", given.system().load()) + " on "
                            + given.system().cpus() + " processors",
                    List.of("other programs"),
                    List.of("measure again when they are done: all times here are too long"));
        }
    }
}
