package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The demo files against the virtual images that NumPy made of the same counts (confirmed with LiberTEM).
class DemoDataTest {
    private static final Path DATA = Path.of("../notebooks/data");

    static List<Device> devices() {
        return Device.list();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void goldParticleEqualsNumPy(Device device) throws IOException {
        try (var data = DataSet.open(DATA.resolve("au-decahedron.b2nd"));
                var stack = DeviceStack.load(data, device)) {
            assertImage(stack, 0, Detector.brightField(), "au-decahedron", "BF");
            assertImage(stack, 0, Detector.annularBrightField(), "au-decahedron", "ABF");
            assertImage(stack, 0, Detector.annulus(30, 65).mrad(), "au-decahedron", "ADF");
            assertImage(stack, 0, Detector.annulus(65, 98).mrad(), "au-decahedron", "HAADF");
            assertImage(stack, 0, Detector.disk(1000), "au-decahedron", "sum");
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void everyFrameOfTheFocalSeriesEqualsNumPy(Device device) throws IOException {
        try (var data = DataSet.open(DATA.resolve("focal-series.b2nd"));
                var stack = DeviceStack.load(data, device)) {
            assertThat(stack.frames()).isEqualTo(8);
            for (int frame = 0; frame < 8; frame++) {
                assertImage(stack, frame, Detector.brightField(), "focal-series", "BF");
                assertImage(stack, frame, Detector.annulus(30, 65).mrad(), "focal-series", "ADF");
            }
        }
    }

    @Test
    void centreIsFoundToAThirdOfAPixel() {
        try (var data = DataSet.open(DATA.resolve("au-decahedron.b2nd"));
                var stack = DeviceStack.load(data, Device.java())) {
            var centre = Centre.find(stack.sumPattern(0));
            assertThat(centre.row()).isCloseTo(48, within(0.3));
            assertThat(centre.col()).isCloseTo(48, within(0.3));
            assertThat(centre.radius()).isCloseTo(22 / 2.089945, within(0.3));
        }
    }

    private static void assertImage(DeviceStack stack, int frame, Detector detector, String file, String name)
            throws IOException {
        double[] expected = npz(DATA.resolve(file + ".expected-virtual-images.npz"), name);
        var image = stack.virtualImage(frame, detector);
        int n = image.rows() * image.cols();
        double[] found = new double[n];
        for (int i = 0; i < n; i++) {
            found[i] = image.exact(i / image.cols(), i % image.cols()).doubleValue();
        }
        assertThat(found)
                .as(name + " frame " + frame)
                .isEqualTo(Arrays.copyOfRange(expected, frame * n, (frame + 1) * n));
    }

    private static double[] npz(Path file, String array) throws IOException {
        assertThat(Files.exists(file)).as(file.toString()).isTrue();
        try (var zip = new ZipFile(file.toFile());
                var in = zip.getInputStream(zip.getEntry(array + ".npy"))) {
            var bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int header = bytes.getShort(8);
            double[] values = new double[(bytes.capacity() - 10 - header) / 8];
            bytes.position(10 + header);
            bytes.asDoubleBuffer().get(values);
            return values;
        }
    }
}
