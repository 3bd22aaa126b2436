package nbscope.compute.internal.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceFailedException;
import nbscope.compute.DeviceMemoryException;
import nbscope.compute.LoadProgress;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.store.FrameStore;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.Loader;
import nbscope.compute.internal.sums.Plan;
import nbscope.compute.internal.sums.Runs;
import nbscope.compute.internal.sums.WeightPlan;
import nbscope.compute.internal.sums.Work;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;

/// A stack's life: two frames of several chunks are loaded, everything is computed on each, all is given back.
final class Scenario {
    private static final DataSet DATA = DataSet.of(NdArray.of(pixels(), DType.U16, 2, 8, 8, 8, 8), 3);
    private static final Geometry GEOMETRY = Geometry.of(DATA);
    private static final Plan PLAN = Plan.of(Detector.disk(2.7).at(3.2, 4.1), GEOMETRY);
    private static final WeightPlan WEIGHTS = WeightPlan.of(ramp(64), 2);
    private static final Runs REGION = new Runs(new int[] {3, 9, 17, 31});

    /// What the computations of both frames give on the scalar path.
    private static final List<Map<Operation, double[]>> EXPECTED = expected();

    /// Sentences that came instead of results.
    final List<String> failures = new ArrayList<>();

    /// Sentences that came with results.
    final List<String> notes = new ArrayList<>();

    private Scenario() {}

    /// Does everything; fails the test when a result is wrong, an exception is none of ours, or something is left.
    static Scenario run(Device device, Owner owner, FakeCl driver) {
        var scenario = new Scenario();
        Loader.Loaded loaded = null;
        try {
            loaded = Loader.load(DATA, GEOMETRY, device, LoadProgress.SILENT, owner);
        } catch (DeviceMemoryException e) {
            scenario.failures.add(e.getMessage());
        }
        if (loaded != null) {
            for (int f = 0; f < 2; f++) {
                scenario.compute(loaded.frames().get(f), EXPECTED.get(f));
            }
            assertThat(loaded.release()).isGreaterThanOrEqualTo(loaded.bytes());
        }
        assertThat(driver.alive()).as("buffers after " + driver.calls()).isZero();
        assertThat(owner.ledger().report().total()).isZero();
        return scenario;
    }

    private static List<Map<Operation, double[]>> expected() {
        var loaded = Loader.load(DATA, GEOMETRY, Device.javaScalar(), LoadProgress.SILENT, new Owner(1 << 20, () -> {
            throw new AssertionError("no OpenCL is needed");
        }));
        List<Map<Operation, double[]>> all = new ArrayList<>();
        for (FrameStore frame : loaded.frames()) {
            Map<Operation, double[]> results = new EnumMap<>(Operation.class);
            for (Operation o : Operation.values()) {
                results.put(o, o.on(frame, new ArrayList<>()));
            }
            all.add(results);
        }
        loaded.release();
        return all;
    }

    private void compute(FrameStore frame, Map<Operation, double[]> expected) {
        for (Operation o : Operation.values()) {
            try {
                double[] found = o.on(frame, notes);
                assertThat(found).as(o.name()).containsExactly(expected.get(o));
            } catch (DeviceMemoryException | DeviceFailedException e) {
                assertThat(e).hasMessageContaining("Device.java()");
                failures.add(e.getMessage());
            }
        }
    }

    /// All results as doubles, in which these sums are exact. There are 64 positions and 64 pixels.
    private enum Operation {
        SUMS,
        AGAIN,
        MOMENTS,
        WEIGHTED,
        PATTERN,
        SUM_PATTERN,
        REGION_PATTERN,
        WEIGHTED_PATTERN;

        double[] on(FrameStore frame, List<String> notes) {
            long[] a = new long[64];
            long[] b = new long[64];
            long[] c = new long[64];
            double[] d = new double[64];
            Work work = null;
            switch (this) {
                case SUMS, AGAIN -> work = frame.sums(PLAN, a);
                case MOMENTS -> work = frame.moments(PLAN, a, b, c);
                case WEIGHTED -> work = frame.weighted(WEIGHTS, d);
                case SUM_PATTERN -> work = frame.patternSum(Runs.all(64), a);
                case REGION_PATTERN -> work = frame.patternSum(REGION, a);
                case WEIGHTED_PATTERN -> work = frame.patternSum(ramp(64), d);
                case PATTERN -> {
                    try (var arena = Arena.ofConfined()) {
                        var bytes = arena.allocate(GEOMETRY.patternBytes());
                        frame.pattern(21, bytes);
                        nbscope.io.Pixels.toLongs(DType.U16, bytes, 0, a, 64);
                    }
                }
            }
            if (work != null) {
                notes.addAll(work.notes());
            }
            for (int i = 0; i < 64; i++) {
                d[i] += a[i] + 1e6 * b[i] + 1e3 * c[i];
            }
            return d;
        }
    }

    private static short[] pixels() {
        short[] pixels = new short[2 * 8 * 8 * 8 * 8];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) (i * 31 % 977);
        }
        return pixels;
    }

    /// Halves: products and sums of them are exact in any order.
    private static double[] ramp(int n) {
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = i % 5 * 0.5;
        }
        return weights;
    }
}
