package nbscope.compute.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.compute.Arina;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.LoadProgress;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.memory.OffHeap;
import nbscope.compute.udf.ApplyMasks;
import nbscope.compute.udf.Sum;
import nbscope.compute.udf.SumSig;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.NdArray;
import nbscope.io.Region;

/// Files as detectors write them: loading a Dectris acquisition beside the decoder alone, calculations
/// straight over it beside LiberTEM's HDF5 and h5py, raw frames of 12 bit beside LiberTEM.
final class DetectorRows {
    private static final int SIDE = 192;
    private static final int MERLIN_SIDE = 256;
    private static final int DECODED = 256 << 20;

    private final Bench bench;
    private final int rows;
    private final int cols;
    private final Path master;

    DetectorRows(Bench bench) {
        this.bench = bench;
        rows = bench.small() ? 26 : 130;
        cols = bench.small() ? 20 : 200;
        master = bench.folder().resolve("arina-" + frames()).resolve("scan_master.h5");
    }

    private int frames() {
        return rows * cols;
    }

    private long bytes() {
        return 2L * frames() * SIDE * SIDE;
    }

    private String title() {
        return "arina " + frames() + "x" + SIDE + "x" + SIDE + " u2";
    }

    void measure() {
        loads();
        image();
        region();
        twelveBits();
    }

    private void make() {
        bench.peer().ask("make_acquisition", Map.of("master", master.toString(), "frames", frames(), "size", SIDE));
    }

    private Arina arina() {
        return Arina.file(master)
                .scan(rows, cols)
                .detBin(2)
                .device(Device.java())
                .progress(LoadProgress.SILENT);
    }

    /// All bytes as stored, in memory, and decoded by all cores frame by frame to memory that is used
    /// again and far larger than the caches: what the decoder can do.
    private void loads() {
        String name = title() + ", load, detector by 2";
        String hot = name + ", hot pixels";
        if (!bench.wants(name) && !bench.wants(hot)) {
            return;
        }
        make();
        try (Arena arena = Arena.ofShared();
                DataSet data = arina().open();
                Limit limit = Limit.of(Device.java(), bytes())) {
            NdArray all = data.array();
            Region whole = Region.whole(all.shape());
            MemorySegment stored = OffHeap.allocate(arena, all.fetchBytes(whole));
            Timed decoder = decoder(all.fetch(whole, stored).sequential(), arena);
            check();
            row(name, decoder, () -> arina().load(), limit);
            row(hot, decoder, () -> arina().hotPixels(true).load(), limit);
        }
    }

    private interface Load {
        DeviceStack stack();
    }

    private void row(String name, Timed decoder, Load load, Limit limit) {
        if (bench.wants(name)) {
            Timed ours = () -> {
                long start = System.nanoTime();
                DeviceStack stack = load.stack();
                double seconds = (System.nanoTime() - start) / 1e9;
                stack.free();
                return seconds;
            };
            Turns turns = Turns.together(bench.rounds(), ours, List.of(decoder), () -> limit.seconds(bytes()));
            String note = String.format(Locale.ROOT, "%.2f GB/s decoded", gigabytes(turns.ours()));
            bench.table().add(name, turns, 0, "ours, decoder alone", bytes(), 0, note, Goal.ratio(0.8));
        }
    }

    private double gigabytes(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return bytes() / sorted[sorted.length / 2] / 1e9;
    }

    private Timed decoder(NdArray stored, Arena arena) {
        var workers = Owner.ofProcess().workers();
        int frame = 2 * SIDE * SIDE;
        int places = Math.min(frames(), DECODED / frame);
        MemorySegment decoded = OffHeap.allocate(arena, (long) places * frame);
        return Timed.of(() -> workers.run(frames(), frame, (from, to) -> {
            for (int i = from; i < to; i++) {
                long[] start = {i / cols, i % cols, 0, 0};
                MemorySegment place = decoded.asSlice((long) (i % places) * frame, frame);
                stored.read(new Region(start, new long[] {1, 1, SIDE, SIDE}), place);
            }
        }));
    }

    /// Sums over the whole detector, masked pixels among them, are those of LiberTEM, which knows no
    /// mask.
    private void check() {
        bench.peer()
                .ask("libertem_open", Map.of("name", "inline", "executor", "inline", "every", 0, "parameters", all()));
        bench.peer().seconds("libertem_run", Map.of("op", "sumsig", "name", "inline"));
        try (DeviceStack stack = arina().load()) {
            Check.equal(
                    title(),
                    UdfRows.values(UdfRunner.of(stack).run(new SumSig())),
                    bench.peer().last(),
                    Check.FLOATS);
        } finally {
            bench.peer().drop();
        }
    }

    private Map<String, Object> all() {
        return Map.of(
                "filetype",
                "hdf5",
                "path",
                master.resolveSibling("scan_all.h5").toString(),
                "ds_path",
                "/entry/data/data");
    }

    private void image() {
        String name = title() + ", virtual image";
        if (!bench.wants(name)) {
            return;
        }
        make();
        ApplyMasks ring = ApplyMasks.of(UdfRows.ring(SIDE, SIDE / 4.0, SIDE / 2.0));
        try (DataSet data = arina().open()) {
            UdfRunner runner = UdfRunner.of(data);
            double[] found = UdfRows.values(runner.run(ring));
            beside(name, runner, ring, "adf", found, 0, all(), bytes(), 2, bytes());
        }
    }

    /// Every third position, of chunks of one frame.
    private void region() {
        String name = title() + ", sum of every third position";
        if (!bench.wants(name)) {
            return;
        }
        make();
        boolean[] roi = new boolean[frames()];
        for (int p = 0; p < roi.length; p += 3) {
            roi[p] = true;
        }
        try (DataSet data = arina().open()) {
            UdfRunner runner = UdfRunner.of(data).roi(roi);
            beside(
                    name,
                    runner,
                    new Sum(),
                    "sum",
                    Check.values(runner.run(new Sum())),
                    3,
                    all(),
                    bytes() / 3,
                    1.5,
                    bytes());
            Map<String, Object> how =
                    Map.of("path", master.resolveSibling("scan_all.h5").toString(), "every", 3);
            try (Limit limit = Limit.of(Device.java(), bytes())) {
                Turns turns = Turns.together(
                        bench.rounds(),
                        Timed.of(() -> runner.run(new Sum())),
                        List.of(() -> bench.peer().seconds("h5py_every", how)),
                        () -> limit.seconds(bytes() / 3));
                Check.equal(
                        name, Check.values(runner.run(new Sum())), bench.peer().last(), 0);
                bench.table().add(name, turns, 0, "h5py + hdf5plugin", bytes() / 3, 0, null, Goal.NONE);
            }
        }
    }

    private void twelveBits() {
        int scan = bench.small() ? 24 : 64;
        String name = scan + "x" + scan + "x" + MERLIN_SIDE + "x" + MERLIN_SIDE + " Merlin raw 12 bit, sum";
        if (!bench.wants(name)) {
            return;
        }
        Path path = bench.folder().resolve("merlin-" + scan + ".mib");
        bench.peer().ask("make_merlin", Map.of("path", path.toString(), "frames", scan * scan, "size", MERLIN_SIDE));
        Map<String, Object> how = new LinkedHashMap<>(
                Map.of("filetype", "mib", "path", path.toString(), "nav_shape", List.of(scan, scan)));
        how.put("disable_glob", true);
        long bytes = 2L * scan * scan * MERLIN_SIDE * MERLIN_SIDE;
        try (DataSet data = DataSet.open(path, DataSetOptions.none().nav(scan, scan))) {
            UdfRunner runner = UdfRunner.of(data);
            beside(name, runner, new Sum(), "sum", Check.values(runner.run(new Sum())), 0, how, bytes, 1.5, bytes);
        }
    }

    private void beside(
            String name,
            UdfRunner runner,
            Udf<?> udf,
            String op,
            double[] found,
            int every,
            Map<String, Object> how,
            long touched,
            double goal,
            long file) {
        for (String executor : List.of("inline", "threads")) {
            bench.peer()
                    .ask(
                            "libertem_open",
                            Map.of("name", executor, "executor", executor, "every", every, "parameters", how));
        }
        try (Limit limit = Limit.of(Device.java(), file)) {
            bench.peer().seconds("libertem_run", Map.of("op", op, "name", "inline"));
            Check.equal(name, found, bench.peer().last(), Check.FLOATS);
            Turns turns = Turns.together(
                    bench.rounds(),
                    Timed.of(() -> runner.run(udf)),
                    List.of(
                            () -> bench.peer().seconds("libertem_run", Map.of("op", op, "name", "inline")),
                            () -> bench.peer().seconds("libertem_run", Map.of("op", op, "name", "threads"))),
                    () -> limit.seconds(touched));
            for (int peer = 0; peer < 2; peer++) {
                String who = FileRows.PEERS.get(peer);
                bench.table().add(name, turns, peer, who, touched, touched, null, Goal.ratio(goal));
            }
        } finally {
            bench.peer().drop();
        }
    }
}
