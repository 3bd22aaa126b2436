package nbscope.compute.benchmark;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import nbscope.compute.Detector;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.compute.internal.sums.Extremes;
import nbscope.compute.internal.sums.Patterns;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.ScalarSums;
import nbscope.compute.internal.sums.SumKernel;
import nbscope.compute.internal.sums.VectorSums;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Every kernel as a fraction of a pass that only reads the same bytes, in turn in each round.
///
/// Arguments: pixel type as NumPy names it, side of the scan, side of the detector, rounds, and names of the
/// kernels (all when there are none). `-Dkernel=scalar` takes the plain loops.
public final class KernelBenchmark {
    private final Geometry g;
    private final HostChunks chunks;
    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
    private final SumKernel kernel =
            "scalar".equals(System.getProperty("kernel")) ? new ScalarSums() : new VectorSums();

    private KernelBenchmark(Geometry g) {
        this.g = g;
        this.chunks = new HostChunks(g, Long.MAX_VALUE);
    }

    public static void main(String[] args) {
        DType dtype = Arrays.stream(DType.values())
                .filter(d -> d.numpy().equals(args[0]))
                .findFirst()
                .orElseThrow();
        int scan = Integer.parseInt(args[1]);
        int detector = Integer.parseInt(args[2]);
        var bench = new KernelBenchmark(new Geometry(dtype, scan, scan, detector, detector));
        bench.fill();
        bench.run(Integer.parseInt(args[3]), List.of(args).subList(4, args.length));
    }

    private void fill() {
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            workers.run(chunks.positions(i), g.patternBytes(), (from, to) -> {
                var random = RandomGenerator.of("L64X128MixRandom");
                for (long p = (long) from * g.pixels(); p < (long) to * g.pixels(); p++) {
                    int count = random.nextInt() >>> 28;
                    switch (g.dtype().bytes()) {
                        case 1 -> chunk.set(ValueLayout.JAVA_BYTE, p, (byte) count);
                        case 2 -> chunk.set(Pixels.I16, 2 * p, (short) count);
                        case 4 ->
                            chunk.set(Pixels.I32, 4 * p, g.dtype() == DType.F32 ? Float.floatToIntBits(count) : count);
                        default -> chunk.set(Pixels.F64, 8 * p, count);
                    }
                }
            });
        }
    }

    private void run(int rounds, List<String> wanted) {
        Map<String, Runnable> all = new LinkedHashMap<>();
        double side = g.detRows();
        all.put("read", this::read);
        all.put("all", sum(Detector.disk(10 * side)));
        all.put("disc 0.48", sum(Detector.disk(side * 0.48)));
        all.put("BF", sum(Detector.disk(side * 20 / 192)));
        all.put("ADF", sum(Detector.annulus(side * 20 / 192, side * 40 / 192)));
        all.put("HAADF", sum(Detector.annulus(side * 40 / 192, side * 80 / 192)));
        all.put("extremes", this::extremes);
        all.keySet().removeIf(k -> !k.equals("read") && !wanted.isEmpty() && !wanted.contains(k));
        List<String> names = new ArrayList<>(all.keySet());
        List<Runnable> kernels = new ArrayList<>(all.values());
        double[][] ms = new double[names.size()][rounds];
        double[][] part = new double[names.size()][rounds];
        for (int r = -rounds; r < rounds; r++) {
            for (int k = 0; k < names.size(); k++) {
                long start = System.nanoTime();
                kernels.get(k).run();
                if (r >= 0) {
                    ms[k][r] = (System.nanoTime() - start) / 1e6;
                    part[k][r] = ms[0][r] / ms[k][r];
                }
            }
        }
        double gb = g.frameBytes() / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s %dx%d, %d patterns, %.2f GB%n",
                g.dtype(),
                g.detRows(),
                g.detCols(),
                g.positions(),
                gb);
        for (int k = 0; k < names.size(); k++) {
            Arrays.sort(ms[k]);
            Arrays.sort(part[k]);
            System.out.printf(
                    Locale.ROOT,
                    "  %-14s median %8.2f ms  min %8.2f  %6.1f GB/s  of the read pass: median %.2f (%.2f to %.2f)%n",
                    names.get(k),
                    ms[k][rounds / 2],
                    ms[k][0],
                    gb / ms[k][rounds / 2] * 1e3,
                    part[k][rounds / 2],
                    part[k][rounds / 4],
                    part[k][rounds * 3 / 4]);
        }
    }

    private interface Part {
        void run(MemorySegment chunk, int from, int n, int at);
    }

    private void each(long bytesPerPattern, Part part) {
        for (int i = 0; i < chunks.count(); i++) {
            var chunk = chunks.chunk(i);
            int first = chunks.firstPosition(i);
            workers.run(
                    chunks.positions(i), bytesPerPattern, (from, to) -> part.run(chunk, from, to - from, first + from));
        }
    }

    private Runnable sum(Detector detector) {
        var plan = Plan.of(detector.at(0.5 * g.detRows(), 0.5 * g.detCols()), g);
        long[] sums = new long[g.positions()];
        double[] floats = new double[g.positions()];
        return () -> each(plan.bytesTouched(), (chunk, from, n, at) -> {
            if (g.dtype().isInteger()) {
                kernel.sum(new Patterns(g.dtype(), chunk, g.patternBytes(), from, n), plan, sums, at);
            } else {
                kernel.sum(new Patterns(g.dtype(), chunk, g.patternBytes(), from, n), plan, floats, at);
            }
        });
    }

    private void extremes() {
        each(
                g.patternBytes(),
                (chunk, from, n, at) ->
                        Extremes.of(g.dtype(), chunk, (long) from * g.patternBytes(), (long) n * g.patternBytes()));
    }

    private void read() {
        var total = new LongAdder();
        each(g.patternBytes(), (chunk, from, n, at) -> {
            long end = (long) (from + n) * g.patternBytes();
            for (long b = (long) from * g.patternBytes(); b < end; b += 16384) {
                total.add(read(chunk, b, Math.min(end, b + 16384)));
            }
        });
    }

    private static long read(MemorySegment s, long from, long to) {
        var species = LongVector.SPECIES_PREFERRED;
        int size = species.vectorByteSize();
        var a = LongVector.zero(species);
        var b = LongVector.zero(species);
        for (long at = from; at <= to - 2L * size; at += 2L * size) {
            a = a.add(LongVector.fromMemorySegment(species, s, at, ByteOrder.LITTLE_ENDIAN));
            b = b.add(LongVector.fromMemorySegment(species, s, at + size, ByteOrder.LITTLE_ENDIAN));
        }
        return a.add(b).reduceLanes(VectorOperators.XOR);
    }
}
