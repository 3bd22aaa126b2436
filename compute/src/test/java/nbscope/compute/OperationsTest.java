package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nbscope.compute.udf.Sum;
import nbscope.compute.udf.Udf;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.io.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Shapes, weights, regions of interest and what follows from moments, against NumPy, matplotlib and LiberTEM
/// (`operations/make_operations.py`), on every device.
class OperationsTest {
    private static final Path FOLDER = Path.of("src/test/fixtures/operations");
    private static final Calibration CENTRED = Calibration.none().centre(11.25, 16.5);
    private static final RoundDetector ROI = Detector.disk(2.2).at(2, 3);
    private static final double[][] CORNERS = {{2.2, 3.1}, {4.7, 27.3}, {20.9, 24.6}, {10.3, 15.2}, {22.6, 5.4}};

    static Stream<Device> devices() {
        return Device.list().stream();
    }

    private static double[] numbers(String name) {
        try (var array = NdArray.open(FOLDER.resolve(name + ".npy"))) {
            long[] shape = array.shape();
            int n = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
            MemorySegment bytes = array.read(new Region(new long[shape.length], shape), Arena.ofAuto());
            double[] all = new double[n];
            for (int i = 0; i < n; i++) {
                all[i] = switch (array.dtype()) {
                    case U8 -> bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff;
                    case F32 -> bytes.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    case F64 -> bytes.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                    case I64 -> bytes.getAtIndex(ValueLayout.JAVA_LONG, i);
                    default -> throw new IllegalStateException(name + " has " + array.dtype());
                };
            }
            return all;
        }
    }

    private static float[][] table(String name, int cols) {
        double[] flat = numbers(name);
        float[][] rows = new float[flat.length / cols][cols];
        for (int i = 0; i < flat.length; i++) {
            rows[i / cols][i % cols] = (float) flat[i];
        }
        return rows;
    }

    private static DeviceStack load(Device device, Calibration calibration) {
        return DeviceStack.load(
                DataSet.open(FOLDER.resolve("counts.npy")).calibration(calibration), device, LoadProgress.SILENT);
    }

    private static double[] values(Image... images) {
        return Arrays.stream(images)
                .flatMapToDouble(i -> java.util.stream.IntStream.range(0, i.rows() * i.cols())
                        .mapToDouble(p -> i.value(p / i.cols(), p % i.cols())))
                .toArray();
    }

    private static void assertSame(double[] found, double[] expected, double within) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            if (Double.isNaN(expected[i])) {
                assertThat(found[i]).as("value " + i).isNaN();
            } else {
                assertThat(found[i])
                        .as("value " + i)
                        .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(within));
            }
        }
    }

    /// In the order of the script.
    private static List<Detector> shapes() {
        return List.of(
                Detector.rectangle(6, 9).at(11, 14),
                Detector.rectangle(7.3, 12.2).rotated(33).at(10.25, 15.5),
                Detector.ellipse(6, 4).at(11, 14),
                Detector.ellipse(8.6, 4.7).rotated(-20),
                Detector.sector(0, 9, -45, 45),
                Detector.quadrants(3, 9).get(1),
                Detector.quadrants(3, 9).get(2),
                Detector.quadrants(3, 9).get(3),
                Detector.polygon(CORNERS),
                Detector.polygon(Arrays.stream(CORNERS)
                                .map(c -> new double[] {c[0] / 4, c[1] / 4})
                                .toArray(double[][]::new))
                        .at(11.25, 16.5));
    }

    @Test
    void everyShapeHasThePixelsOfThePeers() {
        double[] expected = numbers("shapes");
        int n = 24 * 31;
        for (int k = 0; k < shapes().size(); k++) {
            boolean[] pixels =
                    nbscope.compute.internal.sums.Raster.shape(shapes().get(k).resolve(CENTRED, 24, 31), 24, 31);
            for (int p = 0; p < n; p++) {
                assertThat(pixels[p])
                        .as("shape %d, pixel %d, %d", k, p / 31, p % 31)
                        .isEqualTo(expected[k * n + p] != 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void weightsAndDifferencesOfIntegersAreExact(Device device) {
        try (var stack = load(device, CENTRED)) {
            var quadrants = Detector.quadrants(3, 9);
            var images = stack.virtualImageOfEveryFrame(quadrants.get(1).minus(quadrants.get(3)));
            assertThat(images.getFirst().dtype()).isEqualTo(DType.I64);
            assertSame(values(images.toArray(Image[]::new)), numbers("difference"), 0);
            var overlap =
                    Detector.disk(5).plus(Detector.rectangle(6, 9).at(11, 14).times(3));
            assertSame(values(stack.virtualImageOfEveryFrame(overlap).toArray(Image[]::new)), numbers("overlap"), 0);
            var weighted = Detector.disk(5)
                    .times(2)
                    .minus(Detector.rectangle(6, 9).at(11, 14).times(0.25));
            assertSame(
                    values(stack.virtualImageOfEveryFrame(weighted).toArray(Image[]::new)), numbers("weighted"), 1e-9);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aSoftMaskSumsPixelsTimesWeights(Device device) {
        try (var stack = load(device, CENTRED)) {
            var image = stack.virtualImageOfEveryFrame(Detector.softMask(table("soft", 31)));
            assertSame(values(image.toArray(Image[]::new)), numbers("soft_image"), 1e-9);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void centresOfMassEqualLiberTem(Device device) {
        try (var stack = load(device, CENTRED)) {
            var found = stack.centerOfMass();
            assertSame(values(found.row(), found.col()), numbers("com_exact"), 1e-12);
            assertSame(values(found.row(), found.col()), numbers("com"), 1e-5);
            assertThat(found.unit()).isEqualTo("px");
            var disk = stack.centerOfMass(0, Detector.disk(6));
            assertSame(values(disk.row(), disk.col()), numbers("com_disk"), 1e-12);
        }
        try (var stack = load(device, CENTRED.scanRotation(30))) {
            var found = stack.centerOfMass();
            assertSame(values(found.row(), found.col()), numbers("com_rotated"), 1e-5);
        }
    }

    @Test
    void calibratedCentresOfMassAreAngles() {
        try (var stack = load(Device.java(), CENTRED.mradPerPixel(2.5))) {
            var found = stack.centerOfMass();
            double[] expected =
                    Arrays.stream(numbers("com_exact")).map(v -> 2.5 * v).toArray();
            assertSame(values(found.row(), found.col()), expected, 1e-12);
            assertThat(found.unit()).isEqualTo("mrad");
        }
    }

    @Test
    void dpcHasNoMeanAndItsPotentialIsNumPys() {
        try (var stack = load(Device.java(), CENTRED)) {
            var dpc = stack.dpc();
            assertSame(values(dpc.row(), dpc.col()), numbers("dpc"), 1e-12);
            assertSame(values(stack.idpc()), numbers("idpc"), 1e-12);
            assertThat(stack.idpc().provenance().notes())
                    .anyMatch(n -> n.contains("1 positions without any signal"))
                    .anyMatch(n -> n.contains("px times scan positions"));
        }
    }

    /// 0.0196875 Å at 300 kV and 0.0370144 Å at 100 kV: Kirkland, Advanced Computing in Electron Microscopy, table 2.2.
    @Test
    void aCalibratedPotentialIsAPhase() {
        assertThat(Deflection.wavelength(300)).isCloseTo(0.0196875, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(Deflection.wavelength(100)).isCloseTo(0.0370144, org.assertj.core.data.Offset.offset(1e-6));
        var known = CENTRED.mradPerPixel(2).scanStep(0.5).voltage(300);
        try (var stack = load(Device.java(), known)) {
            double scale = 2 * 1e-3 * 0.5 * 2 * Math.PI / Deflection.wavelength(300);
            double[] expected =
                    Arrays.stream(numbers("idpc")).map(v -> scale * v).toArray();
            assertSame(values(stack.idpc()), expected, 1e-12);
            assertThat(stack.idpc().provenance().notes()).contains("phase in rad");
        }
    }

    @Test
    void radialProfilesEqualNumPy() {
        try (var stack = load(Device.java(), CENTRED)) {
            var profile = stack.radialProfile();
            assertSame(profile.mean(), numbers("profile"), 1e-12);
            assertThat(profile.radius()[3]).isEqualTo(3.5);
            assertThat(profile.unit()).isEqualTo("px");
            assertThat(Arrays.stream(profile.pixels()).sum()).isEqualTo(24 * 31);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void regionsOfInterestEqualNumPy(Device device) {
        try (var stack = load(device, CENTRED)) {
            Image[] sums = new Image[3];
            Image[] means = new Image[3];
            Image[] weighted = new Image[3];
            for (int f = 0; f < 3; f++) {
                sums[f] = stack.sumPattern(f, ROI);
                means[f] = stack.meanPattern(f, ROI);
                weighted[f] = stack.sumPattern(f, Detector.softMask(table("roi_weights", 7)));
            }
            assertThat(sums[0].dtype()).isEqualTo(DType.U32);
            assertSame(values(sums), numbers("roi_sum"), 0);
            assertSame(values(means), numbers("roi_mean"), 1e-12);
            assertSame(values(weighted), numbers("roi_weighted"), 1e-9);
            var trace = stack.timeTrace(Detector.disk(5), ROI);
            assertSame(trace.sums(), numbers("trace"), 0);
            assertThat(trace.means()[1]).isEqualTo(trace.sums()[1] / trace.positions());
        }
    }

    @Test
    void aViewIsOneFrameOfTheSameMemory() {
        var stack = load(Device.java(), CENTRED);
        var view = stack.frame(2);
        assertThat(view.frames()).isEqualTo(1);
        assertThat(view.bytes()).isEqualTo(stack.bytes() / 3);
        assertSame(values(view.virtualImage(Detector.disk(4))), values(stack.virtualImage(2, Detector.disk(4))), 0);
        assertSame(values(view.sumPattern()), values(stack.sumPattern(2)), 0);
        assertThat(view.virtualImage(Detector.disk(4)).provenance().notes()).isEmpty();
        assertThat(stack.virtualImage(Detector.disk(4)).provenance().notes())
                .containsExactly("frame 0 of 3; frame(t) is another one");
        assertThat(view.free()).isZero();
        assertThat(stack.isFreed()).isFalse();
        assertThatThrownBy(() -> view.frame(1)).hasMessageContaining("has 1 frame");
        stack.free();
        assertThat(view.isFreed()).isTrue();
        assertThatThrownBy(() -> view.virtualImage(Detector.disk(4))).isInstanceOf(FreedStackException.class);
    }

    @Test
    void resultsSayHowTheyWereComputed() {
        try (var stack = load(Device.javaScalar(), CENTRED)) {
            var small = stack.virtualImage(0, Detector.disk(3)).provenance();
            assertThat(small.path()).isEqualTo(ComputePath.BLOCK_SPARSE);
            assertThat(small.bytesTouched()).isPositive().isLessThan(stack.bytes() / 3);
            assertThat(small.nanos()).isPositive();
            var all = stack.virtualImage(0, Detector.disk(300)).provenance();
            assertThat(all.path()).isEqualTo(ComputePath.DENSE);
            assertThat(all.bytesTouched()).isGreaterThanOrEqualTo(stack.bytes() / 3);
        }
    }

    @Test
    void aFunctionOfTheUsersRunsOverFrameZero() {
        try (var stack = load(Device.java(), CENTRED)) {
            assertSame(values(stack.run(new Sum())), values(stack.sumPattern(0)), 0);
            var counts = stack.run(Udf.perFrame(frame -> frame.sum()));
            assertThat(counts.image().value(1, 2)).isZero();
            assertThat(counts.image().value(4, 6))
                    .isEqualTo(stack.virtualImage(0, Detector.disk(99)).value(4, 6));
        }
    }

    @Test
    void theCentreIsFoundInTheSumOfAllFrames() {
        try (var stack = load(Device.java(), Calibration.none())) {
            var found = stack.detectCenter();
            assertThat(found.row()).isBetween(9.0, 12.0);
            assertThat(found.col()).isBetween(11.0, 16.0);
        }
    }

    @Test
    void impossibleDetectorsAreRefusedWithASentence() {
        assertThatThrownBy(() -> Detector.rectangle(0, 3)).hasMessageContaining("two finite extents above 0");
        assertThatThrownBy(() -> Detector.sector(0, 3, 10, 10)).hasMessageContaining("second above the first");
        assertThatThrownBy(() -> Detector.polygon(new double[] {1, 2}, new double[] {3, 4}))
                .hasMessageContaining("three corners");
        assertThatThrownBy(() -> Detector.polygon(new double[] {1, 2, 3}, new double[] {3, 4}, new double[] {3, 4}))
                .hasMessageContaining("{row, col}");
        assertThatThrownBy(() -> Detector.mask(new boolean[2][3]).mrad()).hasMessageContaining("pixel by pixel");
        assertThatThrownBy(() -> Detector.mask(new boolean[2][3]).resolve(CENTRED, 3, 3))
                .hasMessageContaining("2 x 3 pixels, 3 x 3 are needed");
        assertThatThrownBy(() -> Detector.mask(new boolean[][] {{true}, {true, false}}))
                .hasMessageContaining("equally long");
        assertThatThrownBy(() -> Detector.softMask(new float[][] {{Float.NaN}})).hasMessageContaining("finite");
        assertThatThrownBy(() -> Detector.disk(3).times(Double.NaN)).hasMessageContaining("finite number");
        try (var stack = load(Device.java(), CENTRED)) {
            assertThatThrownBy(() -> stack.centerOfMass(0, Detector.disk(3).times(2)))
                    .hasMessageContaining("plain set of pixels");
            assertThatThrownBy(() -> stack.meanPattern(0, Detector.point(99, 99)))
                    .hasMessageContaining("no scan position");
        }
    }
}
