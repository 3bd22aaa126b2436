package nbscope.compute.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.LoadProgress;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.opencl.OpenCl;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.Loader;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Sums;
import nbscope.io.DataSet;

/// A detector that moves by a few pixels from image to image: whole images (plan, sums, result) with the row-prefix
/// index and without it, in turn, beside a pass of one core that reads as many bytes as the index does. And how
/// long the index takes, built by the asking thread alone.
final class DragBenchmark {
    private static final double CENTRE = 48;

    private DragBenchmark() {}

    static void run(DataSet data, int rounds) {
        var g = Geometry.of(data);
        var withIndex = Owner.indexFromTheStart(4L << 30, OpenCl::probe);
        var without = Owner.vectorFromTheStart(4L << 30, OpenCl::probe);
        var indexed = Loader.load(data, g, Device.java(), LoadProgress.SILENT, withIndex);
        var plain = Loader.load(data, g, Device.java(), LoadProgress.SILENT, without);
        try {
            System.out.println("Drag, " + Device.java().name());
            for (int i = 0; i < 20; i++) {
                image(plain.frames().getFirst(), g, Detector.disk(10), i);
            }
            double[] builds = new double[30];
            for (int i = 0; i < builds.length; i++) {
                withIndex.ledger().flush(null);
                builds[i] = image(indexed.frames().getFirst(), g, Detector.disk(10), i);
            }
            System.out.printf(
                    Locale.ROOT, "  %-40s   first %7.3f ms%n", "image and index, first of the JVM", builds[0]);
            print("image and index, later", Arrays.copyOfRange(builds, 10, 30));
            compare("disk of radius 10", Detector.disk(10), indexed, plain, g, rounds);
            compare("ring 24-60 mrad", Detector.annulus(24 / 2.089945, 60 / 2.089945), indexed, plain, g, rounds);
        } finally {
            indexed.release();
            plain.release();
        }
    }

    private static void compare(
            String name, Detector detector, Loader.Loaded indexed, Loader.Loaded plain, Geometry g, int rounds) {
        int cols = g.detCols();
        int[] spans = Plan.of(detector.at(CENTRE, CENTRE), g).spans();
        int planes = 0;
        for (int k = 0; k < spans.length; k += 2) {
            // Spans over whole rows count one plane per row.
            planes += spans[k] % cols == 0 ? Math.max(1, (spans[k + 1] - spans[k]) / cols) : 2;
        }
        var bytes = new int[planes * g.positions() / 2];
        IntToDoubleFunction byIndex = i -> image(indexed.frames().getFirst(), g, detector, i);
        IntToDoubleFunction byBlocks = i -> image(plain.frames().getFirst(), g, detector, i);
        var others = new int[16 << 20];
        for (boolean cold : new boolean[] {false, true}) {
            String where = cold ? " (cold caches)" : "";
            print(name + ", index" + where, measure(rounds, cold ? others : new int[0], byIndex));
            print(name + ", blocks" + where, measure(rounds, cold ? others : new int[0], byBlocks));
            print(name + ", read" + where, measure(rounds, cold ? others : new int[0], i -> read(bytes)));
        }
        print(name + ", plan alone", measure(rounds, new int[0], i -> plan(g, detector, i)));
    }

    /// @param others what is read between two rounds: more than the caches hold, as 16 ms of a browser's work would, or
    ///               nothing
    private static double[] measure(int rounds, int[] others, IntToDoubleFunction ms) {
        double[] all = new double[rounds];
        for (int i = -rounds; i < rounds; i++) {
            if (i >= 0) {
                read(others);
            }
            double took = ms.applyAsDouble(i + rounds);
            if (i >= 0) {
                all[i] = took;
            }
        }
        return all;
    }

    /// Milliseconds of one image, the detector a little aside.
    private static double image(FrameStore store, Geometry g, Detector detector, int i) {
        long start = System.nanoTime();
        var plan = Plan.of(detector.at(CENTRE + i % 5 - 2, CENTRE + i % 7 - 3), g);
        long[] sums = new long[g.positions()];
        store.sums(plan, sums);
        var image = Sums.image(g.scanRows(), g.scanCols(), sums);
        long end = System.nanoTime();
        if (image.max() < 0) {
            throw new IllegalStateException("a sum of counts is negative");
        }
        return (end - start) / 1e6;
    }

    private static double plan(Geometry g, Detector detector, int i) {
        long start = System.nanoTime();
        var plan = Plan.of(detector.at(CENTRE + i % 5 - 2, CENTRE + i % 7 - 3), g);
        return plan.count() < 0 ? 0 : (System.nanoTime() - start) / 1e6;
    }

    private static double read(int[] plain) {
        long start = System.nanoTime();
        int sum = 0;
        for (int value : plain) {
            sum += value;
        }
        return sum == 1 ? 0 : (System.nanoTime() - start) / 1e6;
    }

    private static void print(String name, double[] ms) {
        double[] sorted = ms.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "  %-40s  median %7.3f ms  p95 %7.3f ms  min %7.3f ms%n",
                name,
                sorted[sorted.length / 2],
                sorted[sorted.length * 95 / 100],
                sorted[0]);
    }
}
