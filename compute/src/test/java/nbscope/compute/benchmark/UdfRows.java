package nbscope.compute.benchmark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Memory;
import nbscope.compute.udf.ApplyMasks;
import nbscope.compute.udf.CenterOfMass;
import nbscope.compute.udf.CenterOfMassResult;
import nbscope.compute.udf.NavValues;
import nbscope.compute.udf.PartialResult;
import nbscope.compute.udf.StdDev;
import nbscope.compute.udf.Sum;
import nbscope.compute.udf.SumSig;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRun;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.DType;

/// UDFs over a resident stack beside LiberTEM's MemoryDataSet and inline executor, which both hold a copy of the file.
final class UdfRows {
    private static final String PEER = "LiberTEM 0.16 inline";

    private final Bench bench;
    private final DataFile file;

    UdfRows(Bench bench) {
        this.bench = bench;
        this.file = bench.file(128, 128, DType.U16);
    }

    /// One UDF on both sides.
    ///
    /// @param op     of the peer
    /// @param values of ours, in the peer's order
    private record Case<R>(
            String name, String op, Udf<R> udf, Function<R, double[]> values, double tolerance, Goal goal) {
        void check(UdfRunner runner, double[] expected) {
            Check.equal(name, values.apply(runner.run(udf)), expected, tolerance);
        }
    }

    private List<Case<?>> cases() {
        double exact = 0;
        return List.of(
                new Case<>(row("sum"), "sum", new Sum(), Check::values, exact, Goal.ratio(5)),
                new Case<>(row("ADF"), "adf", adf(), UdfRows::values, exact, Goal.ratio(5)),
                new Case<>(
                        row("centre of mass"),
                        "com",
                        new CenterOfMass(),
                        UdfRows::centres,
                        Check.FLOATS,
                        Goal.ratio(4)),
                new Case<>(row("sum of each pattern"), "sumsig", new SumSig(), UdfRows::values, exact, Goal.NONE),
                new Case<>(row("four rings"), "adf4", ApplyMasks.of(fourRings()), UdfRows::values, exact, Goal.NONE),
                new Case<>(row("soft mask"), "soft", ApplyMasks.of(soft()), UdfRows::values, Check.FLOATS, Goal.NONE),
                new Case<>(
                        row("standard deviation"),
                        "stddev",
                        new StdDev(),
                        r -> Check.values(r.std()),
                        Check.FLOATS,
                        Goal.NONE));
    }

    private String row(String what) {
        return "UDF " + what + ", " + file.name() + ", Java";
    }

    void measure() {
        String first = row("ADF: first partial result");
        List<Case<?>> wanted = cases().stream().filter(c -> bench.wants(c.name)).toList();
        if (!wanted.isEmpty() || bench.wants(first)) {
            file.make(bench.peer());
            Memory.budget(2 * file.bytes());
            bench.peer().ask("libertem_hold", Map.of("path", file.path().toString()));
            try (DeviceStack stack = file.load(Device.java());
                    Limit limit = Limit.of(Device.java(), file.bytes())) {
                wanted.forEach(c -> measure(c, UdfRunner.of(stack), limit));
                if (bench.wants(first)) {
                    first(first, stack, limit);
                }
            } finally {
                bench.peer().drop();
            }
        }
        overhead();
    }

    private void measure(Case<?> c, UdfRunner runner, Limit limit) {
        bench.peer().seconds("libertem_run", Map.of("op", c.op));
        c.check(runner, bench.peer().last());
        Turns turns = Turns.together(
                bench.rounds(),
                Timed.of(() -> runner.run(c.udf)),
                List.of(() -> bench.peer().seconds("libertem_run", Map.of("op", c.op))),
                () -> limit.seconds(file.bytes()));
        bench.table().add(c.name, turns, 0, PEER, file.bytes(), file.bytes(), null, c.goal);
    }

    /// One channel after the other.
    static double[] values(NavValues values) {
        return IntStream.range(0, values.channels())
                .mapToObj(values::filled)
                .flatMapToDouble(DoubleStream::of)
                .toArray();
    }

    /// Rows of all centres, then their columns.
    static double[] centres(CenterOfMassResult r) {
        return DoubleStream.concat(
                        DoubleStream.of(Check.values(r.rawComY())), DoubleStream.of(Check.values(r.rawComX())))
                .toArray();
    }

    /// The ring from a quarter to half of the detector's side.
    private ApplyMasks adf() {
        return ApplyMasks.of(ring(file.detector(), file.detector() / 4.0, file.detector() / 2.0));
    }

    private boolean[][] fourRings() {
        double width = file.detector() / 8.0;
        return IntStream.range(0, 4)
                .mapToObj(i -> ring(file.detector(), i * width, (i + 1) * width))
                .toArray(boolean[][]::new);
    }

    static boolean[] ring(int side, double inner, double outer) {
        boolean[] ring = new boolean[side * side];
        for (int p = 0; p < ring.length; p++) {
            double r = Math.hypot(p / side - side / 2, p % side - side / 2);
            ring[p] = r >= inner && r < outer;
        }
        return ring;
    }

    private double[] soft() {
        return IntStream.range(0, file.detector() * file.detector())
                .mapToDouble(p -> 1.0 / (1 + p % 97))
                .toArray();
    }

    private void first(String name, DeviceStack stack, Limit limit) {
        UdfRunner runner = UdfRunner.of(stack);
        Turns turns = Turns.together(
                bench.rounds(),
                () -> first(runner),
                List.of(() -> bench.peer().seconds("libertem_first", Map.of("op", "adf"))),
                () -> limit.seconds(file.bytes()));
        bench.table().add(name, turns, 0, PEER, file.bytes(), 0, null, Goal.atMost(100));
    }

    /// Seconds until somebody who looks sees the first part of the result.
    private double first(UdfRunner runner) {
        long start = System.nanoTime();
        UdfRun<?> run = runner.start(adf());
        var seen = new First<Object>();
        subscribe(run, seen);
        double seconds = (seen.await() - start) / 1e9;
        run.await();
        return seconds;
    }

    @SuppressWarnings("unchecked")
    private static void subscribe(UdfRun<?> run, First<Object> seen) {
        ((UdfRun<Object>) run).partialResults().subscribe(seen);
    }

    private static final class First<R> implements Flow.Subscriber<PartialResult<R>> {
        private final CountDownLatch come = new CountDownLatch(1);
        private volatile long at;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(PartialResult<R> part) {
            // The result itself, not only the news of it.
            if (come.getCount() > 0 && part.result() != null) {
                at = System.nanoTime();
                come.countDown();
            }
        }

        @Override
        public void onError(Throwable problem) {
            come.countDown();
        }

        @Override
        public void onComplete() {
            come.countDown();
        }

        long await() {
            try {
                come.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (at == 0) {
                throw new IllegalStateException("the run ended without a partial result");
            }
            return at;
        }
    }

    /// What a run costs where there is nothing to compute.
    private void overhead() {
        DataFile tiny = new DataFile(bench.folder(), 0, 4, 16, DType.U16);
        String name = "UDF sum: fixed cost of a run, " + tiny.name() + ", Java";
        if (!bench.wants(name)) {
            return;
        }
        tiny.make(bench.peer());
        bench.peer().ask("libertem_hold", Map.of("path", tiny.path().toString()));
        try (DeviceStack stack = tiny.load(Device.java());
                Limit limit = Limit.of(Device.java(), 1 << 20)) {
            UdfRunner runner = UdfRunner.of(stack);
            Turns turns = Turns.together(
                    bench.rounds(),
                    () -> {
                        Timed one = Timed.of(() -> runner.run(new Sum()));
                        return Table.median(IntStream.range(0, 50)
                                .mapToDouble(i -> one.seconds())
                                .toArray());
                    },
                    List.of(() -> bench.peer().seconds("libertem_run", Map.of("op", "sum"))),
                    () -> limit.seconds(1 << 20));
            bench.table().add(name, turns, 0, PEER, 1 << 20, 0, null, Goal.atMost(2));
        } finally {
            bench.peer().drop();
        }
    }
}
