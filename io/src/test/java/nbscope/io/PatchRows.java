package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;

/// Patches at random corners, one after the other, each read on one thread or two.
final class PatchRows {
    private static final int PATCHES = 40;

    /// Reads for each patch before the first run: short reads are compiled after thousands, not after four.
    private static final int WARM_READS = 100;

    private final Bench bench;

    PatchRows(Bench bench) {
        this.bench = bench;
    }

    void measure(String file, long... shape) {
        for (int threads = 1; threads <= 2; threads++) {
            measure(file, threads, shape);
        }
    }

    private void measure(String file, int threads, long[] shape) {
        String name = "patch "
                + Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x")) + " of "
                + Bench.stem(file) + ", " + threads + (threads == 1 ? " thread" : " threads");
        if (!bench.wanted().test(name)) {
            return;
        }
        try (NdArray array = B2ndFormat.open(Path.of(bench.path(file)), Backend.best());
                Arena arena = threads == 1 ? Arena.ofConfined() : Arena.ofShared()) {
            List<long[]> corners = corners(array.shape(), shape);
            MemorySegment out = arena.allocate(
                    Region.whole(shape).elements() * array.dtype().bytes(), 64);
            for (int i = 0; i < WARM_READS * PATCHES; i++) {
                array.read(new Region(corners.get(i % PATCHES), shape), out);
            }
            double[] ours = new double[PATCHES * Bench.RUNS];
            double[] peer = new double[ours.length];
            for (int run = -Bench.WARM_UP; run < Bench.RUNS; run++) {
                JsonNode theirs = bench.ask(
                        "patches(path, threads, corners, shape)",
                        Map.of("path", bench.path(file), "threads", threads, "corners", corners, "shape", shape));
                for (int i = 0; i < PATCHES; i++) {
                    long start = System.nanoTime();
                    array.read(new Region(corners.get(i), shape), out);
                    int at = Math.max(run, 0) * PATCHES + i;
                    ours[at] = (System.nanoTime() - start) / 1e9;
                    peer[at] = theirs.get(i).asDouble();
                }
            }
            bench.table().seconds(name, ours, peer, Bench.PEER);
        }
    }

    private static List<long[]> corners(long[] shape, long[] patch) {
        Random random = new Random(20261121);
        List<long[]> corners = new ArrayList<>();
        for (int i = 0; i < PATCHES; i++) {
            long[] corner = new long[shape.length];
            for (int k = 0; k < corner.length; k++) {
                corner[k] = random.nextLong(shape[k] - patch[k] + 1);
            }
            corners.add(corner);
        }
        return corners;
    }
}
