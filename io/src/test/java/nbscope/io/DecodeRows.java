package nbscope.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;
import nbscope.io.internal.filter.Filters;

/// Whole arrays: one and two threads, a buffer that is used again and a new one, and what is left without native codecs
/// and without the Vector API.
final class DecodeRows {
    private static final Backend JAVA = new Backend(false, Filters.best());
    private static final List<Variant> VARIANTS = List.of(
            new Variant("", Backend.best(), 1, false),
            new Variant("", Backend.best(), 2, false),
            new Variant(", fresh output", Backend.best(), 1, true),
            new Variant(", no natives", JAVA, 1, false),
            new Variant(", no natives", JAVA, 2, false),
            new Variant(", no natives, no vectors", Backend.plain(), 1, false));

    private record Variant(String name, Backend backend, int threads, boolean fresh) {
        String row(String file) {
            return "decode " + Bench.stem(file) + name + ", " + threads + (threads == 1 ? " thread" : " threads");
        }
    }

    private final Bench bench;
    private final Map<Long, MemorySegment> confined = new HashMap<>();
    private final Map<Long, MemorySegment> shared = new HashMap<>();

    DecodeRows(Bench bench) {
        this.bench = bench;
    }

    void measure(String file) {
        List<Variant> variants =
                VARIANTS.stream().filter(v -> bench.wanted().test(v.row(file))).toList();
        List<NdArray> arrays = variants.stream()
                .<NdArray>map(v -> B2ndFormat.open(Path.of(bench.path(file)), v.backend))
                .toList();
        double[][] ours = new double[variants.size()][Bench.RUNS];
        double[][] peer = new double[2][Bench.RUNS];
        for (int run = variants.isEmpty() ? Bench.RUNS : -Bench.WARM_UP; run < Bench.RUNS; run++) {
            int at = Math.max(run, 0);
            for (int threads = 1; threads <= 2; threads++) {
                peer[threads - 1][at] = bench.ask(
                                "read(path, threads)", Map.of("path", bench.path(file), "threads", threads))
                        .asDouble();
            }
            for (int i = 0; i < variants.size(); i++) {
                ours[i][at] = read(arrays.get(i), variants.get(i));
            }
        }
        for (int i = 0; i < variants.size(); i++) {
            Variant v = variants.get(i);
            bench.table().seconds(v.row(file), ours[i], peer[v.threads - 1], Bench.PEER);
            arrays.get(i).close();
        }
    }

    private double read(NdArray array, Variant v) {
        Region whole = Region.whole(array.shape());
        if (v.fresh) {
            // Python frees its array outside the measurement as well.
            try (Arena arena = Arena.ofConfined()) {
                long start = System.nanoTime();
                array.read(whole, arena);
                return (System.nanoTime() - start) / 1e9;
            }
        }
        MemorySegment out = buffer(v.threads, whole.elements() * array.dtype().bytes());
        long start = System.nanoTime();
        array.read(whole, out);
        return (System.nanoTime() - start) / 1e9;
    }

    /// A confined segment keeps a read on its thread.
    private MemorySegment buffer(int threads, long bytes) {
        return threads == 1
                ? confined.computeIfAbsent(bytes, n -> Arena.ofConfined().allocate(n, 2 << 20))
                : shared.computeIfAbsent(bytes, n -> Arena.ofShared().allocate(n, 2 << 20));
    }
}
