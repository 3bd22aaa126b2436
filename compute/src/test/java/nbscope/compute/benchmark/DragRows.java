package nbscope.compute.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import nbscope.compute.ComputePath;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Memory;
import nbscope.compute.OpenClDevice;
import nbscope.compute.RoundDetector;

/// A detector whose centre moves by a few pixels from image to image, before there is an index and with it; and how
/// long the index takes. A figure is the median (or the 95th percentile) of a run of images, of three runs in
/// succession.
final class DragRows {
    private static final int RUNS = 3;
    private static final int BUILDS = 4;

    /// Too little for an index.
    private static final long BESIDE_DATA = 16 << 20;

    /// Times the data: enough for one.
    private static final double WITH_INDEX = 3;

    private final Bench bench;
    private final DataFile file;

    DragRows(Bench bench, DataFile file) {
        this.bench = bench;
        this.file = file;
    }

    private record Drag(String name, RoundDetector detector, boolean indexed, Goal median, Goal p95) {}

    void measure() {
        for (Device device : bench.devices()) {
            boolean java = !(device instanceof OpenClDevice);
            String where = ", " + file.name() + ", " + Bench.name(device);
            if (java) {
                measure(device, before(where), 30, BESIDE_DATA + file.bytes());
            }
            // An OpenCL CPU has no index of its own and Java beside it.
            if (java || device.isGpu()) {
                measure(device, after(where, java), 200, (long) (WITH_INDEX * file.bytes()));
            }
        }
    }

    private List<Drag> before(String where) {
        String when = ", before the index" + where;
        return List.of(
                new Drag("drag BF r20" + when, disk(20), false, Goal.atMost(30), Goal.NONE),
                new Drag("drag ring 20-40" + when, ring(20, 40), false, Goal.atMost(130), Goal.NONE),
                new Drag("drag ring 40-80" + when, ring(40, 80), false, Goal.atMost(130), Goal.NONE),
                new Drag("drag all pixels" + when, disk(400), false, Goal.atMost(130), Goal.NONE));
    }

    private List<Drag> after(String where, boolean indexed) {
        String when = (indexed ? ", index ready" : ", with read-back") + where;
        Goal median = Goal.atMost(indexed ? 6 : 3);
        Goal p95 = Goal.atMost(16);
        return List.of(
                new Drag("drag BF r20" + when, disk(20), indexed, median, p95),
                new Drag("drag ring 20-40" + when, ring(20, 40), indexed, median, p95),
                new Drag("drag ring 40-80" + when, ring(40, 80), indexed, median, p95));
    }

    private RoundDetector disk(double radius) {
        return Detector.disk(file.scaled(radius));
    }

    private RoundDetector ring(double inner, double outer) {
        return Detector.annulus(file.scaled(inner), file.scaled(outer));
    }

    private void measure(Device device, List<Drag> drags, int images, long budget) {
        List<Drag> wanted = drags.stream().filter(d -> bench.wants(d.name)).toList();
        if (wanted.isEmpty()) {
            return;
        }
        file.make(bench.peer());
        Memory.budget(budget);
        bench.peer().hold(file, Peer.Form.MAPPED);
        try (DeviceStack stack = file.load(device)) {
            if (budget >= WITH_INDEX * file.bytes() && !device.isGpu()) {
                Index.make(stack);
            }
            for (Drag drag : wanted) {
                measure(stack, drag, bench.quick() ? images / 2 : images);
            }
        } finally {
            bench.peer().drop();
        }
    }

    private void measure(DeviceStack stack, Drag drag, int images) {
        double[] medians = new double[RUNS];
        double[] p95s = new double[RUNS];
        double[] peers = new double[RUNS];
        for (int i = 0; i < images; i++) {
            image(stack, drag.detector, i);
        }
        for (int run = 0; run < RUNS; run++) {
            RoundDetector moved = moved(drag.detector, run);
            peers[run] = 1e3 * bench.peer().seconds("take", arguments(moved));
            Check.equal(drag.name, stack.virtualImage(moved), bench.peer().last(), 0);
            Turns.pause(Turns.SPIN_MILLIS);
            double[] ms = new double[images];
            image(stack, drag.detector, 0);
            for (int i = 0; i < images; i++) {
                ms[i] = image(stack, drag.detector, i);
            }
            medians[run] = Table.median(ms);
            p95s[run] = Table.quantile(ms, 0.95);
        }
        ComputePath path =
                stack.virtualImage(moved(drag.detector, 1)).provenance().path();
        if (drag.indexed == (path == ComputePath.DENSE || path == ComputePath.BLOCK_SPARSE)) {
            throw new IllegalStateException(drag.name + " was computed by " + path);
        }
        String note = "by " + path + ", runs " + text(medians);
        bench.table().add(drag.name, "ms", medians, peers, "NumPy take", note, drag.median);
        if (!drag.p95.equals(Goal.NONE)) {
            bench.table().add(drag.name + ", p95", "ms", p95s, "runs " + text(p95s), drag.p95);
        }
    }

    private Map<String, Object> arguments(RoundDetector detector) {
        return Map.of("name", Peer.Form.MAPPED.key(), "detector", file.describe(detector));
    }

    /// Milliseconds of one image.
    private double image(DeviceStack stack, RoundDetector detector, int i) {
        RoundDetector moved = moved(detector, i);
        long start = System.nanoTime();
        var image = stack.virtualImage(moved);
        double ms = (System.nanoTime() - start) / 1e6;
        if (image.max() < 0) {
            throw new IllegalStateException("a sum of counts is negative");
        }
        return ms;
    }

    /// By a few pixels, differently for `i` in succession.
    private RoundDetector moved(RoundDetector detector, int i) {
        int middle = file.detector() / 2;
        return detector.at(middle + i * 5 % 17 - 8, middle - i * 3 % 13 + 6);
    }

    private static String text(double[] ms) {
        return Arrays.stream(ms)
                .mapToObj(v -> String.format(Locale.ROOT, "%.2f", v))
                .collect(Collectors.joining(", "));
    }

    /// How fast the index is made once its code is compiled: dropped and made anew.
    void measureBuild() {
        String name = "index build, " + file.name() + ", Java";
        if (!bench.wants(name)) {
            return;
        }
        file.make(bench.peer());
        Memory.budget((long) (WITH_INDEX * file.bytes()));
        List<Double> rates = new ArrayList<>();
        try (DeviceStack stack = file.load(Device.java())) {
            double first = Index.make(stack);
            for (int i = 0; i < BUILDS; i++) {
                Memory.flushCache();
                rates.add(stack.bytes() / 1e9 / Index.make(stack));
            }
            double[] warm = rates.stream().skip(1).mapToDouble(r -> r).toArray();
            String note = String.format(Locale.ROOT, "the first of the JVM %.2f", stack.bytes() / 1e9 / first);
            bench.table().add(name, "GB/s", warm, note, Goal.atLeast(2.5));
        }
    }
}
