package nbscope.compute.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.LongAdder;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.udf.Scratch;
import nbscope.compute.internal.udf.TileSource;
import nbscope.compute.udf.ApplyMasks;
import nbscope.compute.udf.CenterOfMass;
import nbscope.compute.udf.PartialResult;
import nbscope.compute.udf.StdDev;
import nbscope.compute.udf.Sum;
import nbscope.compute.udf.SumSig;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// Milliseconds of the built-in UDFs on a resident stack, each beside a pass that reads the same bytes in
/// the same
/// round: first run in a new JVM, time to the first partial result, median, fraction of the read limit;
/// the overhead
/// of a run over one frame.
///
/// From the module's folder: `java --add-modules jdk.incubator.vector
/// --enable-native-access=ALL-UNNAMED -cp <test class path> nbscope.compute.benchmark.UdfBenchmark
/// [rounds] [side] [U16|F32|...]`; the stack has side^4 pixels.
public final class UdfBenchmark {
    private UdfBenchmark() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int side = args.length > 1 ? Integer.parseInt(args[1]) : 128;
        DType dtype = args.length > 2 ? DType.valueOf(args[2]) : DType.U16;
        var data = DataSet.of(SyntheticArray.counts(dtype, side, side, side, side), 2);
        try (var stack = DeviceStack.load(data, Device.java())) {
            measure(stack, rounds);
            overhead(stack, rounds);
        }
    }

    private static Map<String, Udf<?>> udfs(int side) {
        Map<String, Udf<?>> udfs = new LinkedHashMap<>();
        udfs.put("sum", new Sum());
        udfs.put("sumsig", new SumSig());
        udfs.put("adf", ApplyMasks.of(ring(side, side / 4.0, side / 2.0)));
        boolean[][] four = new boolean[4][];
        for (int i = 0; i < 4; i++) {
            four[i] = ring(side, i * side / 8.0, (i + 1) * side / 8.0);
        }
        udfs.put("adf4", ApplyMasks.of(four));
        double[] soft = new double[side * side];
        for (int i = 0; i < soft.length; i++) {
            soft[i] = 1.0 / (1 + i % 97);
        }
        udfs.put("soft mask", ApplyMasks.of(soft));
        udfs.put("com", new CenterOfMass());
        udfs.put("com disk", new CenterOfMass().ring(0, side / 2.0));
        udfs.put("stddev", new StdDev());
        return udfs;
    }

    private static boolean[] ring(int side, double inner, double outer) {
        boolean[] ring = new boolean[side * side];
        for (int p = 0; p < ring.length; p++) {
            double r = Math.hypot(Math.floorDiv(p, side) - side / 2.0, p % side - side / 2.0);
            ring[p] = r >= inner && r < outer;
        }
        return ring;
    }

    private static void measure(DeviceStack stack, int rounds) {
        var runner = UdfRunner.of(stack);
        var tiles = stack.tiles(0);
        System.out.printf(
                Locale.ROOT,
                "%s, %d cores, %.0f MB of %s%n",
                stack.device().name(),
                Runtime.getRuntime().availableProcessors(),
                stack.bytes() / 1e6,
                stack.dtype());
        var udfs = udfs(stack.detectorRows());
        udfs.forEach(
                (name, udf) -> System.out.printf(Locale.ROOT, "  first run: %-12s %s%n", name, first(runner, udf)));
        Map<String, double[]> ms = new LinkedHashMap<>();
        udfs.keySet().forEach(name -> ms.put(name, new double[rounds]));
        double[] limit = new double[rounds];
        long sink = 0;
        for (int round = -rounds / 2 - 3; round < rounds; round++) {
            long begin = System.nanoTime();
            sink += read(tiles);
            put(limit, round, begin);
            for (var udf : udfs.entrySet()) {
                long start = System.nanoTime();
                sink += runner.run(udf.getValue()).hashCode();
                put(java.util.Objects.requireNonNull(ms.get(udf.getKey())), round, start);
            }
        }
        double bound = median(limit);
        System.out.printf(
                Locale.ROOT,
                "  %-12s median %7.2f ms  min %7.2f  max %7.2f  %5.1f GB/s (check %d)%n",
                "read pass",
                bound,
                Arrays.stream(limit).min().orElse(0),
                Arrays.stream(limit).max().orElse(0),
                stack.bytes() / bound / 1e6,
                sink & 1);
        ms.forEach((name, times) -> System.out.printf(
                Locale.ROOT,
                "  %-12s median %7.2f ms  min %7.2f  max %7.2f  %5.1f %% of the read pass%n",
                name,
                median(times),
                Arrays.stream(times).min().orElse(0),
                Arrays.stream(times).max().orElse(0),
                100 * bound / median(times)));
    }

    private static void put(double[] times, int round, long start) {
        if (round >= 0) {
            times[round] = (System.nanoTime() - start) / 1e6;
        }
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// Milliseconds to the first partial result and to the last, and how many there were.
    private static <R> String first(UdfRunner runner, Udf<R> udf) {
        List<Double> seen = new ArrayList<>();
        long start = System.nanoTime();
        var run = runner.start(udf);
        var done = new java.util.concurrent.CountDownLatch(1);
        run.partialResults().subscribe(new Flow.Subscriber<PartialResult<R>>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(PartialResult<R> item) {
                seen.add((System.nanoTime() - start) / 1e6);
            }

            @Override
            public void onError(Throwable e) {
                e.printStackTrace();
                done.countDown();
            }

            @Override
            public void onComplete() {
                done.countDown();
            }
        });
        run.await();
        double all = (System.nanoTime() - start) / 1e6;
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return String.format(
                Locale.ROOT,
                "first partial result after %.1f ms, %d in all, end after %.1f ms",
                seen.getFirst(),
                seen.size(),
                all);
    }

    /// A run over a single position.
    private static void overhead(DeviceStack stack, int rounds) {
        boolean[] one = new boolean[stack.scanRows() * stack.scanCols()];
        one[0] = true;
        var runner = UdfRunner.of(stack).roi(one);
        double[] ms = new double[10 * rounds];
        for (int i = -ms.length; i < ms.length; i++) {
            long start = System.nanoTime();
            runner.run(new Sum());
            put(ms, i, start);
        }
        double[] sorted = ms.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "  overhead of a run: median %.3f ms, p95 %.3f ms%n",
                sorted[sorted.length / 2],
                sorted[sorted.length * 95 / 100]);
    }

    /// The stack's own bytes, read once by all cores with independent sums.
    private static long read(TileSource tiles) {
        var total = new LongAdder();
        var g = tiles.geometry();
        int bytes = g.patternBytes();
        try (var scratch = new Scratch()) {
            Owner.ofProcess().workers().run(g.positions() / 16, 16L * bytes, (from, to) -> {
                for (int i = from; i < to; i++) {
                    total.add(ReadPass.sum(tiles.patterns(16 * i, 16, scratch), 16L * bytes));
                }
            });
        }
        return total.sum();
    }
}
