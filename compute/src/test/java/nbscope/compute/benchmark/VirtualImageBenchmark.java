package nbscope.compute.benchmark;

import java.util.Arrays;
import java.util.Locale;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// Milliseconds of a virtual image on the demo's size (64 x 64 x 96 x 96, u16), each beside a pass that reads all of
/// the data in the same round.
///
/// Run with `./nbscope bench compute`, or from the module's folder:
/// `java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -cp <test class path>
/// nbscope.compute.benchmark.VirtualImageBenchmark [rounds]`
public final class VirtualImageBenchmark {
    private static final int SCAN = 64;
    private static final int DETECTOR = 96;

    private VirtualImageBenchmark() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        var calibration =
                Calibration.none().mradPerPixel(2.089945).centre(48, 48).semiangle(22);
        var data = DataSet.of(SyntheticArray.counts(DType.U16, SCAN, SCAN, DETECTOR, DETECTOR), 2)
                .calibration(calibration);
        for (Device device : new Device[] {Device.java(), Device.javaScalar()}) {
            try (var stack = DeviceStack.load(data, device)) {
                measure(stack, rounds);
            }
        }
    }

    private static void measure(DeviceStack stack, int rounds) {
        String[] names = {"BF", "ABF", "ADF", "HAADF", "ring 24-60 mrad", "all pixels (read limit)"};
        Detector[] detectors = {
            Detector.brightField(),
            Detector.annularBrightField(),
            Detector.annularDarkField(),
            Detector.highAngleDarkField(),
            Detector.annulus(24, 60).mrad(),
            Detector.disk(1000)
        };
        double[][] ms = new double[detectors.length][rounds];
        double sink = 0;
        for (int round = -rounds / 2; round < rounds; round++) {
            for (int d = 0; d < detectors.length; d++) {
                long start = System.nanoTime();
                sink += stack.virtualImage(0, detectors[d]).max();
                if (round >= 0) {
                    ms[d][round] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        System.out.println(stack.device().name() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                + stack.bytes() / 1e6 + " MB (check " + sink + ")");
        for (int d = 0; d < detectors.length; d++) {
            Arrays.sort(ms[d]);
            System.out.printf(
                    Locale.ROOT,
                    "  %-24s median %7.3f ms  p95 %7.3f ms  min %7.3f ms%n",
                    names[d],
                    ms[d][rounds / 2],
                    ms[d][rounds * 95 / 100],
                    ms[d][0]);
        }
        long start = System.nanoTime();
        stack.sumPattern(0);
        System.out.printf(Locale.ROOT, "  %-24s first  %7.3f ms%n", "sum pattern", (System.nanoTime() - start) / 1e6);
    }
}
