package nbscope.compute.benchmark;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import nbscope.compute.BadPixelSearch;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.LoadOptions;
import nbscope.compute.LoadProgress;
import nbscope.compute.Memory;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.internal.sums.Extremes;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.io.Region;

/// The smallest and the largest value: of a stack in memory, and found on the way by loading a file that the system
/// has in memory.
final class LoadRows {
    private static final long BESIDE_DATA = 16 << 20;
    private static final LoadOptions PLAIN =
            LoadOptions.standard().progress(LoadProgress.SILENT).badPixels(BadPixelSearch.NONE);

    private final Bench bench;
    private final DataFile file;

    LoadRows(Bench bench, DataFile file) {
        this.bench = bench;
        this.file = file;
    }

    void measure() {
        String kernel = "min and max, " + file.name() + ", Java";
        if (bench.wants(kernel)) {
            measureKernel(kernel);
        }
        for (Device device : bench.devices()) {
            String end = file.name() + ", " + Bench.name(device);
            measure("load with min and max, " + end, PLAIN.device(device), Goal.ratio(1.5));
            measure(
                    "load with min and max and bad pixels, " + end,
                    PLAIN.device(device).badPixels(BadPixelSearch.FIND),
                    Goal.NONE);
        }
    }

    private void measureKernel(String name) {
        file.make(bench.peer());
        bench.peer().hold(file, Peer.Form.MAPPED);
        Map<String, Object> arguments = Map.of("name", Peer.Form.MAPPED.key());
        var workers = new Workers(Runtime.getRuntime().availableProcessors());
        int piece = 512 << 10;
        try (var arena = Arena.ofShared();
                var data = NdArray.open(file.path());
                var limit = ReadLimit.of(file.bytes())) {
            var pixels = OffHeap.allocate(arena, file.bytes());
            data.read(Region.whole(data.shape()), pixels);
            bench.peer().seconds("min_max", arguments);
            double[] expected = bench.peer().last();
            Timed ours = () -> {
                long start = System.nanoTime();
                var all = new AtomicReference<>(Extremes.NONE);
                workers.run(Math.toIntExact(Math.ceilDiv(file.bytes(), piece)), piece, (from, to) -> {
                    long first = (long) from * piece;
                    long bytes = Math.min(file.bytes(), (long) to * piece) - first;
                    all.accumulateAndGet(Extremes.of(file.dtype(), pixels, first, bytes), Extremes::merge);
                });
                double seconds = (System.nanoTime() - start) / 1e9;
                Check.equal(name, new double[] {all.get().min(), all.get().max()}, expected, 0);
                return seconds;
            };
            Turns turns = Turns.together(
                    bench.rounds(),
                    ours,
                    List.of(() -> bench.peer().seconds("min_max", arguments)),
                    () -> limit.seconds(file.bytes()));
            bench.table().add(name, turns, 0, "NumPy min, max", file.bytes(), file.bytes(), "", Goal.ratio(1.5));
        } finally {
            bench.peer().drop();
        }
    }

    private void measure(String name, LoadOptions options, Goal goal) {
        if (!bench.wants(name)) {
            return;
        }
        file.make(bench.peer());
        Memory.budget(file.bytes() + BESIDE_DATA);
        bench.peer().hold(file, Peer.Form.MAPPED);
        Map<String, Object> arguments = Map.of("name", Peer.Form.MAPPED.key());
        try (Limit limit = Limit.of(Objects.requireNonNull(options.device()), file.bytes())) {
            bench.peer().seconds("load_min_max", arguments);
            double[] expected = bench.peer().last();
            String first = String.format(Locale.ROOT, "the first here %.0f ms", 1e3 * ours(name, options, expected));
            Turns turns = Turns.together(
                    bench.rounds(),
                    () -> ours(name, options, expected),
                    List.of(() -> bench.peer().seconds("load_min_max", arguments)),
                    () -> limit.seconds(file.bytes()));
            bench.table().add(name, turns, 0, "NumPy copy, min, max", file.bytes(), file.bytes(), first, goal);
        } finally {
            bench.peer().drop();
        }
    }

    private double ours(String name, LoadOptions options, double[] expected) {
        long start = System.nanoTime();
        try (DataSet data = DataSet.open(file.path());
                DeviceStack stack = DeviceStack.load(data, options)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            var found = stack.minMax();
            Check.equal(name, new double[] {found.min(), found.max()}, expected, 0);
            return seconds;
        }
    }
}
