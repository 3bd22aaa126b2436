package nbscope.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;
import nbscope.io.internal.filter.Filters;

/// Reading Blosc2 arrays beside python-blosc2, ours and the peer in turn: `./nbscope bench blosc2`. Both sides are
/// memory-mapped and warm, our output buffer is used again, Python makes a new array each time, as its API does.
///
/// Arguments: the folder of the data (made where missing), the JSON file, and parts of names to measure only those.
final class Blosc2Benchmark {
    private static final int WARM_UP = 4;
    private static final int RUNS = 7;
    private static final int PATCHES = 40;
    private static final String IMPORT = "import blosc2_bench as b; ";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// One line of the table: seconds of ours and of the peer.
    record Row(String name, String unit, double ours, double peer, double ratio, double spread, int runs) {}

    private record Variant(String name, Backend backend, int threads) {}

    private final PythonPeer python;
    private final Path folder;
    private final Predicate<String> wanted;
    private final List<Row> rows = new ArrayList<>();

    private Blosc2Benchmark(PythonPeer python, Path folder, Predicate<String> wanted) {
        this.python = python;
        this.folder = folder;
        this.wanted = wanted;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<String> names = List.of(args).subList(2, args.length);
        Predicate<String> wanted = name -> names.isEmpty() || names.stream().anyMatch(name::contains);
        try (PythonPeer python = PythonPeer.start()) {
            var benchmark = new Blosc2Benchmark(python, folder, wanted);
            JsonNode files = python.run(IMPORT + "result = b.make(folder)", Map.of("folder", folder.toString()));
            for (JsonNode file : files) {
                benchmark.decode(file.asText());
            }
            benchmark.patches("u2-mla-default.mla", 64, 64, 64);
            benchmark.patches("f4-zstd5-shuffle.b2nd", 64, 64, 64);
            benchmark.patches("u2-4dstem-zstd5-bitshuffle.b2nd", 1, 1, 128, 128);
            JSON.writeValue(Path.of(args[1]).toFile(), benchmark.rows);
        }
    }

    private void decode(String file) {
        List<Variant> variants = new ArrayList<>();
        for (int threads = 1; threads <= 2; threads++) {
            variants.add(new Variant("", Backend.best(), threads));
            variants.add(new Variant(", no natives", new Backend(false, Filters.best()), threads));
        }
        variants.add(new Variant(", no natives, no vectors", Backend.plain(), 1));
        variants.removeIf(v -> !wanted.test(decodeName(file, v)));
        if (variants.isEmpty()) {
            return;
        }
        String path = folder.resolve(file).toString();
        Map<String, double[]> seconds = new LinkedHashMap<>();
        for (int run = -WARM_UP; run < RUNS; run++) {
            for (int threads = 1; threads <= 2; threads++) {
                double peer = python.run(
                                IMPORT + "result = b.read(path, threads)", Map.of("path", path, "threads", threads))
                        .asDouble();
                keep(seconds, "peer" + threads, run, peer);
            }
            for (Variant v : variants) {
                keep(seconds, v.name + v.threads, run, read(path, v));
            }
        }
        for (Variant v : variants) {
            row(decodeName(file, v), seconds.get(v.name + v.threads), seconds.get("peer" + v.threads));
        }
    }

    private static String decodeName(String file, Variant v) {
        return "decode " + file.replaceAll("\\.\\w+$", "") + v.name + ", " + v.threads
                + (v.threads == 1 ? " thread" : " threads");
    }

    private final Map<String, MemorySegment> buffers = new LinkedHashMap<>();

    private double read(String path, Variant v) {
        try (NdArray array = B2ndFormat.open(Path.of(path), v.backend)) {
            Region whole = Region.whole(array.shape());
            long bytes = whole.elements() * array.dtype().bytes();
            MemorySegment out = buffer(v.threads, bytes);
            long start = System.nanoTime();
            array.read(whole, out);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /// A confined segment keeps a read on its thread.
    private MemorySegment buffer(int threads, long bytes) {
        return buffers.computeIfAbsent(
                threads + " " + bytes,
                k -> (threads == 1 ? Arena.ofConfined() : Arena.ofShared()).allocate(bytes, 2 << 20));
    }

    private void patches(String file, int... shape) {
        String name = "patch "
                + String.join(
                        "x", Arrays.stream(shape).mapToObj(Integer::toString).toList()) + " of "
                + file.replaceAll("\\.\\w+$", "");
        if (!wanted.test(name)) {
            return;
        }
        String path = folder.resolve(file).toString();
        try (NdArray array = B2ndFormat.open(Path.of(path), Backend.best())) {
            long[] lengths = Arrays.stream(shape).asLongStream().toArray();
            List<long[]> corners = corners(array.shape(), lengths);
            MemorySegment out = Arena.ofConfined()
                    .allocate(Region.whole(lengths).elements() * array.dtype().bytes(), 64);
            double[] ours = new double[PATCHES * RUNS];
            double[] peer = new double[ours.length];
            for (int run = -WARM_UP; run < RUNS; run++) {
                JsonNode theirs = python.run(
                        IMPORT + "result = b.patches(path, 1, corners, shape)",
                        Map.of("path", path, "corners", corners, "shape", shape));
                for (int i = 0; i < PATCHES; i++) {
                    long start = System.nanoTime();
                    array.read(new Region(corners.get(i), lengths), out);
                    double mine = (System.nanoTime() - start) / 1e9;
                    if (run >= 0) {
                        ours[run * PATCHES + i] = mine;
                        peer[run * PATCHES + i] = theirs.get(i).asDouble();
                    }
                }
                for (int warm = 0; run < 0 && warm < 20 * PATCHES; warm++) {
                    array.read(new Region(corners.get(warm % PATCHES), lengths), out);
                }
            }
            row(name, ours, peer);
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

    private static void keep(Map<String, double[]> all, String name, int run, double seconds) {
        if (run >= 0) {
            all.computeIfAbsent(name, k -> new double[RUNS])[run] = seconds;
        }
    }

    private void row(String name, double[] ours, double[] peer) {
        double mine = median(ours);
        double theirs = median(peer);
        double[] sorted = ours.clone();
        Arrays.sort(sorted);
        double spread = (sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4]) / mine;
        rows.add(new Row(name, "ms", 1e3 * mine, 1e3 * theirs, theirs / mine, spread, ours.length));
        System.out.printf(
                java.util.Locale.ROOT,
                "%-64s %8.2f ms  peer %8.2f ms  %5.2fx  (best %.2f / %.2f)%n",
                name,
                1e3 * mine,
                1e3 * theirs,
                theirs / mine,
                1e3 * Arrays.stream(ours).min().orElse(0),
                1e3 * Arrays.stream(peer).min().orElse(0));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
