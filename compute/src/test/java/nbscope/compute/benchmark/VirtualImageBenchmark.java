package nbscope.compute.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.internal.Owner;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;

/// Milliseconds of a virtual image on the demo's size (64 x 64 x 96 x 96, u16), each beside a pass that reads all of
/// the data in the same round. First the drag ([DragBenchmark]), in a JVM that has computed nothing yet.
///
/// From the module's folder: `java --add-modules jdk.incubator.vector
/// --enable-native-access=ALL-UNNAMED -cp <test class path> nbscope.compute.benchmark.VirtualImageBenchmark
/// [rounds]`
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
        DragBenchmark.run(data, 5 * rounds);
        for (Device device : Device.list()) {
            try (var stack = DeviceStack.load(data, device)) {
                measure(stack, rounds);
            }
        }
    }

    private static void measure(DeviceStack stack, int rounds) {
        String[] names = {"BF", "ABF", "ADF", "HAADF", "ring 24-60 mrad", "all pixels"};
        Detector[] detectors = {
            Detector.brightField(),
            Detector.annularBrightField(),
            Detector.annularDarkField(),
            Detector.highAngleDarkField(),
            Detector.annulus(24, 60).mrad(),
            Detector.disk(1000)
        };
        double[][] ms = new double[detectors.length][rounds];
        double[] limit = new double[rounds];
        double sink = 0;
        var plain = new int[Math.toIntExact(stack.bytes() / 4)];
        for (int round = -rounds / 2; round < rounds; round++) {
            long begin = System.nanoTime();
            sink += read(plain);
            if (round >= 0) {
                limit[round] = (System.nanoTime() - begin) / 1e6;
            }
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
        Arrays.sort(limit);
        System.out.printf(
                Locale.ROOT,
                "  %-24s median %7.3f ms  p95 %7.3f ms  min %7.3f ms%n",
                "read limit",
                limit[rounds / 2],
                limit[rounds * 95 / 100],
                limit[0]);
        long start = System.nanoTime();
        stack.sumPattern(0);
        System.out.printf(Locale.ROOT, "  %-24s first  %7.3f ms%n", "sum pattern", (System.nanoTime() - start) / 1e6);
    }

    /// As many bytes as the stack has, read once by all cores with four independent sums.
    private static long read(int[] plain) {
        var total = new LongAdder();
        Owner.ofProcess().workers().run(plain.length / 4096, 4 * 4096, (from, to) -> {
            int a = 0;
            int b = 0;
            int c = 0;
            int d = 0;
            for (int i = from * 4096; i < to * 4096; i += 4) {
                a += plain[i];
                b += plain[i + 1];
                c += plain[i + 2];
                d += plain[i + 3];
            }
            total.add(a + b + c + d);
        });
        return total.sum();
    }
}
