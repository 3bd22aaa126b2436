package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nbscope.compute.Image;
import nbscope.compute.udf.CenterOfMass.Regression;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All built-in UDFs against LiberTEM 0.16: pixel types, ROI, corrections.
class LiberTemTest {
    private static final Map<String, Map<String, double[]>> CASES = Expected.cases();

    static Stream<String> cases() {
        return CASES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agree(String name) {
        check(name, false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreeOnCopiedTiles(String name) {
        check(name, true);
    }

    private static void check(String name, boolean copying) {
        String[] parts = name.split("\\+", -1);
        boolean roi = Arrays.asList(parts).contains("roi");
        boolean corrected = Arrays.asList(parts).contains("corrections");
        var data = MemorySegment.ofBuffer(Expected.bytes(parts[0] + "-data.bin"));
        var tiles = MemoryTiles.of(
                Expected.dtype(parts[0]),
                Expected.SCAN_ROWS,
                Expected.SCAN_COLS,
                Expected.DET_ROWS,
                Expected.DET_COLS,
                data);
        var runner = UdfRunner.of(copying ? tiles.copying(7) : tiles);
        runner = roi ? runner.roi(Expected.roi()) : runner;
        runner = corrected ? runner.corrections(Expected.corrections()) : runner;
        var expected = CASES.get(name);
        assertThat(expected).isNotNull();
        boolean exact = !corrected && !parts[0].equals("f4");
        sums(runner, expected, exact);
        masks(runner, expected, exact);
        centres(runner, expected);
        if (roi) {
            pick(runner, expected);
        }
        if (!corrected && !roi) {
            radial(runner, expected);
        }
    }

    private static void sums(UdfRunner runner, Map<String, double[]> expected, boolean exact) {
        equal(values(runner.run(new Sum())), expected, "sum", exact);
        equal(runner.run(new SumSig()).filled(0), expected, "sumsig", exact);
        var std = runner.run(new StdDev());
        equal(values(std.sum()), expected, "stddev.sum", exact);
        equal(values(std.mean()), expected, "stddev.mean", false);
        equal(values(std.variance()), expected, "stddev.var", false);
        equal(values(std.std()), expected, "stddev.std", false);
    }

    private static void masks(UdfRunner runner, Map<String, double[]> expected, boolean exact) {
        double[][] masks = Expected.masks();
        var dense = ApplyMasks.of(masks);
        var sparse = ApplyMasks.of(Stream.of(masks).map(LiberTemTest::sparse).toArray(Mask[]::new));
        var one = ApplyMasks.of(masks[0]);
        var results = runner.run(List.of(dense, sparse, one));
        for (int m = 0; m < masks.length; m++) {
            equal(results.get(dense).filled(m), expected, "masks." + m, false);
            equal(results.get(sparse).filled(m), expected, "masks." + m, false);
        }
        equal(results.get(one).filled(0), expected, "masks.0", exact);
        equal(runner.run(ApplyMasks.of(masks[1])).filled(0), expected, "masks.1", false);
    }

    private static Mask sparse(double[] weights) {
        List<Integer> pixels = new ArrayList<>();
        for (int p = 0; p < weights.length; p++) {
            if (weights[p] != 0) {
                pixels.add(p);
            }
        }
        return new Mask.Sparse(
                pixels.stream().mapToInt(p -> p).toArray(),
                pixels.stream().mapToDouble(p -> weights[p]).toArray());
    }

    private static void centres(UdfRunner runner, Map<String, double[]> expected) {
        var whole = new CenterOfMass();
        var off = whole.centre(5.25, 8.75);
        centre(runner, whole, expected, "com");
        centre(runner, off.ring(1.1, 5.3), expected, "com.ring");
        centre(runner, off.scanRotation(23.5).flipY(true), expected, "com.turned");
        centre(runner, whole.scanRotation(-70).regression(Regression.MEAN), expected, "com.mean");
        centre(runner, whole.regression(Regression.LINEAR), expected, "com.linear");
    }

    private static void centre(UdfRunner runner, CenterOfMass udf, Map<String, double[]> expected, String name) {
        var com = runner.run(udf);
        equal(values(com.rawComY()), expected, name + ".raw_com.y", false);
        equal(values(com.rawComX()), expected, name + ".raw_com.x", false);
        equal(values(com.shiftY()), expected, name + ".raw_shifts.y", false);
        equal(values(com.shiftX()), expected, name + ".raw_shifts.x", false);
        equal(values(com.fieldY()), expected, name + ".field.y", false);
        equal(values(com.fieldX()), expected, name + ".field.x", false);
        equal(values(com.magnitude()), expected, name + ".magnitude", false);
        equal(values(com.divergence()), expected, name + ".divergence", false);
        equal(values(com.curl()), expected, name + ".curl", false);
        double[] regression =
                Stream.of(com.regression()).flatMapToDouble(Arrays::stream).toArray();
        equal(regression, expected, name + ".regression", false);
    }

    private static void pick(UdfRunner runner, Map<String, double[]> expected) {
        double[] frames = runner.run(new Pick()).stream()
                .flatMapToDouble(frame -> Arrays.stream(values(frame)))
                .toArray();
        equal(frames, expected, "pick", false);
    }

    private static void radial(UdfRunner runner, Map<String, double[]> expected) {
        radial(runner, new RadialFourier(5.75, 8.5, 0.25, 7.25, 3, 4), expected, "radial");
        radial(runner, new RadialFourier(1, 2), expected, "radial.default");
    }

    private static void radial(UdfRunner runner, RadialFourier udf, Map<String, double[]> expected, String name) {
        var found = runner.run(udf);
        List<double[]> real = new ArrayList<>();
        List<double[]> imaginary = new ArrayList<>();
        for (int bin = 0; bin < udf.bins(); bin++) {
            for (int order = 0; order <= udf.orders(); order++) {
                real.add(values(found.real(bin, order)));
                imaginary.add(values(found.imaginary(bin, order)));
            }
            equal(values(found.dominant(bin)), expected, name + ".dominant." + bin, true);
        }
        equal(real.stream().flatMapToDouble(Arrays::stream).toArray(), expected, name + ".real", false);
        equal(imaginary.stream().flatMapToDouble(Arrays::stream).toArray(), expected, name + ".imag", false);
    }

    private static double[] values(Image image) {
        double[] values = new double[image.rows() * image.cols()];
        for (int p = 0; p < values.length; p++) {
            values[p] = image.value(p / image.cols(), p % image.cols());
        }
        return values;
    }

    /// LiberTEM computes in float32.
    private static void equal(double[] found, Map<String, double[]> expected, String name, boolean exact) {
        double[] wanted = expected.get(name);
        assertThat(wanted).as(name).isNotNull();
        assertThat(found).as(name).hasSameSizeAs(wanted);
        double scale = Arrays.stream(wanted)
                .filter(v -> !Double.isNaN(v))
                .map(Math::abs)
                .max()
                .orElse(0);
        double tolerance = exact ? 0 : 1e-5 * Math.max(1, scale);
        for (int i = 0; i < wanted.length; i++) {
            if (Double.isNaN(wanted[i])) {
                assertThat(found[i]).as("%s [%d]", name, i).isNaN();
            } else {
                assertThat(Math.abs(found[i] - wanted[i]))
                        .as("%s [%d]: found %s, expected %s", name, i, found[i], wanted[i])
                        .isLessThanOrEqualTo(tolerance);
            }
        }
    }
}
