package nbscope.compute.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import nbscope.compute.udf.ApplyMasks;
import nbscope.compute.udf.CenterOfMass;
import nbscope.compute.udf.EmbeddedExecutor;
import nbscope.compute.udf.Sum;
import nbscope.compute.udf.SumSig;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;

/// From file to result: UDFs straight over files beside LiberTEM's inline executor and its threads.
final class FileRows {
    static final List<String> PEERS = List.of("LiberTEM 0.16 inline", "LiberTEM 0.16 threads");

    private final Bench bench;

    FileRows(Bench bench) {
        this.bench = bench;
    }

    /// One calculation on both sides.
    ///
    /// @param op     of the peer
    /// @param values of ours, in the peer's order
    private record Case<R>(String op, Udf<R> udf, Function<R, double[]> values, double[] goals, double limit) {}

    void measure() {
        DataFile counts = bench.file(128, 128, DType.U16);
        DataFile floats = bench.file(128, 128, DType.F32);
        plain(
                counts,
                List.of(
                        new Case<>("sum", new Sum(), Check::values, new double[] {5, 3.5}, 0.75),
                        new Case<>("adf", ring(counts), UdfRows::values, new double[] {5, 3.5}, 0.6),
                        new Case<>("com", new CenterOfMass(), UdfRows::centres, new double[] {4, 3}, 0.4),
                        new Case<>("sumsig", new SumSig(), UdfRows::values, new double[] {0, 0}, Double.NaN)));
        plain(
                floats,
                List.of(
                        new Case<>("sum", new Sum(), Check::values, new double[] {1, 1}, 0.85),
                        new Case<>("adf", ring(floats), UdfRows::values, new double[] {1, 1}, 0.85),
                        new Case<>("com", new CenterOfMass(), UdfRows::centres, new double[] {2.5, 2.5}, Double.NaN),
                        new Case<>("adf4", fourRings(floats), UdfRows::values, new double[] {2, 2}, Double.NaN)));
        bigEndian(counts);
        region(counts);
        scaling(counts);
    }

    private void plain(DataFile file, List<Case<?>> cases) {
        List<Case<?>> wanted = cases.stream()
                .filter(c -> bench.wants("file " + c.op + ", " + file.name()))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        file.make(bench.peer());
        Map<String, Object> how = Map.of("filetype", "npy", "path", file.path().toString());
        try (DataSet data = DataSet.open(file.path())) {
            UdfRunner runner = UdfRunner.of(data);
            compare(wanted, file, "", runner, 0, how, file.bytes());
        }
    }

    private void bigEndian(DataFile file) {
        String kind = ", big endian";
        if (!bench.wants("file sum, " + file.name() + kind)) {
            return;
        }
        file.make(bench.peer());
        var path = file.path().resolveSibling(file.name().replace(' ', '-') + "-big.raw");
        bench.peer().ask("make_big_endian", Map.of("source", file.path().toString(), "path", path.toString()));
        int scan = file.scan();
        int side = file.detector();
        Map<String, Object> how = new LinkedHashMap<>(Map.of(
                "filetype",
                "raw",
                "path",
                path.toString(),
                "dtype",
                ">u2",
                "nav_shape",
                List.of(scan, scan),
                "sig_shape",
                List.of(side, side)));
        var options = DataSetOptions.none()
                .format("raw")
                .nav(scan, scan)
                .sig(side, side)
                .dtype(">u2");
        try (DataSet data = DataSet.open(path, options)) {
            var sum = new Case<>("sum", new Sum(), Check::values, new double[] {1.5, 1.5}, Double.NaN);
            compare(List.of(sum), file, kind, UdfRunner.of(data), 0, how, file.bytes());
        }
    }

    private void region(DataFile file) {
        String kind = ", every third position";
        if (!bench.wants("file sum, " + file.name() + kind)) {
            return;
        }
        file.make(bench.peer());
        boolean[] roi = new boolean[file.positions()];
        for (int p = 0; p < roi.length; p += 3) {
            roi[p] = true;
        }
        Map<String, Object> how = Map.of("filetype", "npy", "path", file.path().toString());
        try (DataSet data = DataSet.open(file.path())) {
            var sum = new Case<>("sum", new Sum(), Check::values, new double[] {1.5, 1.5}, Double.NaN);
            compare(List.of(sum), file, kind, UdfRunner.of(data).roi(roi), 3, how, file.bytes() / 3);
        }
    }

    private void compare(
            List<? extends Case<?>> cases,
            DataFile file,
            String kind,
            UdfRunner runner,
            int every,
            Map<String, Object> how,
            long bytes) {
        for (String executor : List.of("inline", "threads")) {
            bench.peer()
                    .ask(
                            "libertem_open",
                            Map.of("name", executor, "executor", executor, "every", every, "parameters", how));
        }
        try (Limit limit = Limit.of(file.path())) {
            for (Case<?> c : cases) {
                one(c, "file " + c.op + ", " + file.name() + kind, runner, bytes, limit);
            }
        } finally {
            bench.peer().drop();
        }
    }

    private <R> void one(Case<R> c, String name, UdfRunner runner, long bytes, Limit limit) {
        bench.peer().seconds("libertem_run", Map.of("op", c.op, "name", "inline"));
        Check.equal(name, c.values.apply(runner.run(c.udf)), bench.peer().last(), Check.FLOATS);
        Turns turns = Turns.together(
                bench.rounds(),
                Timed.of(() -> runner.run(c.udf)),
                List.of(
                        () -> bench.peer().seconds("libertem_run", Map.of("op", c.op, "name", "inline")),
                        () -> bench.peer().seconds("libertem_run", Map.of("op", c.op, "name", "threads"))),
                () -> limit.seconds(bytes));
        for (int peer = 0; peer < 2; peer++) {
            Goal goal = Goal.ratio(c.goals[peer]);
            goal = peer == 0 && !Double.isNaN(c.limit) ? goal.ofLimit(c.limit) : goal;
            bench.table().add(name, turns, peer, PEERS.get(peer), bytes, bytes, null, goal);
        }
    }

    /// One thread and two.
    private void scaling(DataFile file) {
        String name = "file sum, " + file.name() + ", 2 threads beside 1";
        if (!bench.wants(name)) {
            return;
        }
        file.make(bench.peer());
        try (DataSet data = DataSet.open(file.path());
                var one = new EmbeddedExecutor(1);
                var two = new EmbeddedExecutor(2);
                Limit limit = Limit.of(file.path())) {
            UdfRunner runner = UdfRunner.of(data);
            Turns turns = Turns.together(
                    bench.rounds(),
                    Timed.of(() -> runner.executor(two).run(new Sum())),
                    List.of(Timed.of(() -> runner.executor(one).run(new Sum()))),
                    () -> limit.seconds(file.bytes()));
            bench.table().add(name, turns, 0, "ours, 1 thread", file.bytes(), file.bytes(), null, Goal.ratio(1.6));
        }
    }

    private static ApplyMasks ring(DataFile file) {
        return ApplyMasks.of(ring(file, file.detector() / 4.0, file.detector() / 2.0));
    }

    private static ApplyMasks fourRings(DataFile file) {
        double width = file.detector() / 8.0;
        return ApplyMasks.of(IntStream.range(0, 4)
                .mapToObj(i -> ring(file, i * width, (i + 1) * width))
                .toArray(boolean[][]::new));
    }

    private static boolean[] ring(DataFile file, double inner, double outer) {
        return UdfRows.ring(file.detector(), inner, outer);
    }
}
