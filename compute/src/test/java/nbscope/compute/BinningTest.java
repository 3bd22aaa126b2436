package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.opencl.OpenCl;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BinningTest {
    private static final DType[] TYPES = {
        DType.U8, DType.I8, DType.U16, DType.I16, DType.U32, DType.I32, DType.F32, DType.F64
    };

    private static final LoadOptions QUIET = LoadOptions.standard()
            .device(Device.java())
            .progress(LoadProgress.SILENT)
            .badPixels(BadPixelSearch.NONE);

    static List<LoadCases.Binned> cases() {
        return LoadCases.binned();
    }

    static Stream<Long> seeds() {
        return Seeds.few();
    }

    private static LoadOptions options(int detector, int scan, boolean mean) {
        var options = QUIET.detectorBin(detector).scanBin(scan);
        return mean ? options.mean() : options;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void binsEqualNumPy(LoadCases.Binned c) {
        for (Device device : Device.list()) {
            var options = options(c.detector(), c.scan(), c.mean()).device(device);
            try (var stack = DeviceStack.load(c.data(), options)) {
                assertThat(stack.dtype()).isEqualTo(c.dtype());
                assertThat(new long[] {
                            stack.frames(),
                            stack.scanRows(),
                            stack.scanCols(),
                            stack.detectorRows(),
                            stack.detectorCols()
                        })
                        .isEqualTo(c.shape());
                assertEqualPixels(
                        LoadCases.pixels(stack),
                        c.expected(),
                        c.dtype(),
                        c.data().dtype(),
                        c.toString());
                assertExtremes(stack, c.expected());
            }
        }
    }

    private static void assertExtremes(DeviceStack stack, MemorySegment pixels) {
        double min = Double.NaN;
        double max = Double.NaN;
        for (long i = 0; i < pixels.byteSize() / stack.dtype().bytes(); i++) {
            double v = value(pixels, stack.dtype(), i);
            min = v < min || Double.isNaN(min) ? v : min;
            max = v > max || Double.isNaN(max) ? v : max;
        }
        assertThat(stack.minMax().min()).isCloseTo(min, within(1e-6 * Math.abs(min)));
        assertThat(stack.minMax().max()).isCloseTo(max, within(1e-6 * Math.abs(max)));
    }

    /// Integers and their means to the bit, sums of floats but for the order of the additions.
    private static void assertEqualPixels(
            MemorySegment found, MemorySegment expected, DType dtype, DType from, String what) {
        if (from.isInteger()) {
            assertThat(found.mismatch(expected)).as(what).isEqualTo(-1);
            return;
        }
        for (long i = 0; i < expected.byteSize() / dtype.bytes(); i++) {
            double e = value(expected, dtype, i);
            double f = value(found, dtype, i);
            if (Double.isFinite(e)) {
                double tolerance = dtype == DType.F32 ? Math.ulp((float) e) : 1e-12 * 500 * 256;
                assertThat(f).as(what + " at " + i).isCloseTo(e, within(tolerance));
            } else {
                assertThat(f).as(what + " at " + i).isEqualTo(Double.valueOf(e));
            }
        }
    }

    private static double value(MemorySegment s, DType dtype, long i) {
        return switch (dtype) {
            case U8 -> s.get(ValueLayout.JAVA_BYTE, i) & 0xff;
            case I8 -> s.get(ValueLayout.JAVA_BYTE, i);
            case U16 -> s.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i) & 0xffff;
            case I16 -> s.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i);
            case U32 -> s.get(ValueLayout.JAVA_INT_UNALIGNED, 4 * i) & 0xffff_ffffL;
            case I32 -> s.get(ValueLayout.JAVA_INT_UNALIGNED, 4 * i);
            case F32 -> s.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i);
            case F64 -> s.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i);
            default -> throw new IllegalArgumentException(dtype.toString());
        };
    }

    /// Against loops over single pixels, at sizes that fill no word and no region.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomBinsEqualScalarLoops(long seed) {
        var random = Seeds.random(seed);
        for (DType dtype : TYPES) {
            int det = 1 << random.nextInt(4);
            int scan = 1 << random.nextInt(3);
            boolean mean = random.nextBoolean();
            long[] shape = {
                1 + random.nextInt(2),
                scan + random.nextInt(5),
                scan + random.nextInt(5),
                det + random.nextInt(30),
                det + random.nextInt(30)
            };
            var array = random(random, dtype, shape);
            var what = "seed " + seed + " " + dtype + " " + det + " " + scan + " " + mean;
            try (var stack = DeviceStack.load(DataSet.of(array, 3), options(det, scan, mean))) {
                var found = LoadCases.pixels(stack);
                long n = found.byteSize() / stack.dtype().bytes();
                for (long i = 0; i < n; i++) {
                    boolean divided = det * scan > 1 && mean;
                    double one = sum(array, stack, i, det, scan) / (divided ? det * det * scan * scan : 1);
                    boolean rounded = dtype == DType.F32 || (divided && dtype != DType.F64);
                    double sum = rounded ? (float) one : one;
                    double tolerance = dtype == DType.F64 ? 1e-9 : dtype == DType.F32 ? Math.ulp((float) sum) : 0;
                    assertThat(value(found, stack.dtype(), i))
                            .as(what + " at " + i)
                            .isCloseTo(sum, within(tolerance));
                }
            }
        }
    }

    private static double sum(MemoryArray array, DeviceStack stack, long index, int det, int scan) {
        long x = index % stack.detectorCols();
        long y = index / stack.detectorCols() % stack.detectorRows();
        long position = index / stack.detectorCols() / stack.detectorRows();
        long col = position % stack.scanCols();
        long row = position / stack.scanCols() % stack.scanRows();
        long frame = position / stack.scanCols() / stack.scanRows();
        long[] n = array.shape();
        double sum = 0;
        for (long r = row * scan; r < (row + 1) * scan; r++) {
            for (long c = col * scan; c < (col + 1) * scan; c++) {
                for (long v = y * det; v < (y + 1) * det; v++) {
                    for (long u = x * det; u < (x + 1) * det; u++) {
                        long at = (((frame * n[1] + r) * n[2] + c) * n[3] + v) * n[4] + u;
                        sum += value(array.data(), array.dtype(), at);
                    }
                }
            }
        }
        return sum;
    }

    /// Half of the integer stacks hold small values, which need no larger type.
    private static MemoryArray random(Random random, DType dtype, long[] shape) {
        int n = 1;
        for (long s : shape) {
            n *= (int) s;
        }
        var segment = MemorySegment.ofArray(new byte[n * dtype.bytes()]);
        boolean small = random.nextBoolean();
        for (int i = 0; i < n; i++) {
            int v = small ? random.nextInt(2) : random.nextInt();
            switch (dtype.bytes()) {
                case 1 -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) v);
                case 2 -> segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i, (short) v);
                case 4 ->
                    segment.set(
                            ValueLayout.JAVA_INT_UNALIGNED,
                            4L * i,
                            dtype == DType.F32 ? Float.floatToIntBits((float) random.nextGaussian() * 100) : v);
                default -> segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8L * i, random.nextGaussian() * 100);
            }
        }
        return new MemoryArray("random", dtype, segment, shape);
    }

    /// The first value that does not fit comes late: in the last row of the second frame, when much is loaded.
    @Test
    void whatIsLoadedBeforeTheFirstOverflowIsWidened() {
        for (Device device : Device.list()) {
            byte[] values = new byte[2 * 40 * 64 * 128 * 128];
            java.util.Arrays.fill(values, (byte) 63);
            values[values.length - 1] = (byte) 200;
            var array = new MemoryArray("late", DType.U8, MemorySegment.ofArray(values), 2, 40, 64, 128, 128);
            var owner = new Owner(1L << 30, OpenCl::probe);
            var options = options(2, 1, false).device(device);
            try (var stack = DeviceStack.load(DataSet.of(array, 3), options, owner)) {
                assertThat(stack.dtype()).isEqualTo(DType.U16);
                assertThat(stack.minMax()).isEqualTo(new MinMax(252, 389));
                assertThat(stack.pattern(0, 0, 0).exact(0, 0)).isEqualTo(252L);
                assertThat(stack.pattern(1, 39, 63).exact(63, 63)).isEqualTo(389L);
                long pixels = 2L * 40 * 64 * 64 * 64;
                assertThat(owner.ledger().report().total()).isEqualTo(2 * pixels);
                assertThat(stack.virtualImageOfEveryFrame(Detector.disk(1000))
                                .getLast()
                                .exact(39, 63))
                        .isEqualTo(252L * 64 * 64 + 137);
                assertThat(stack.notes())
                        .containsExactly("binned: each value is the sum of 2 x 2 detector pixels; u16 instead of u8,"
                                + " which a sum of 389 does not fit");
            }
            assertThat(owner.ledger().report().total()).isZero();
        }
    }

    @Test
    void whereTheLargerTypeDoesNotFitNothingIsKept() {
        byte[] values = new byte[16 * 16 * 64 * 64];
        java.util.Arrays.fill(values, (byte) 64);
        var data = DataSet.of(new MemoryArray("big", DType.U8, MemorySegment.ofArray(values), 16, 16, 64, 64), 2);
        var owner = new Owner(300_000, OpenCl::probe);
        assertThatThrownBy(() -> DeviceStack.load(data, options(2, 1, false), owner))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("needs 512.0 KiB")
                .hasMessageContaining("with the detector binned by 4 (128.0 KiB) it fits");
        assertThat(owner.ledger().report().total()).isZero();
        try (var stack = DeviceStack.load(data, QUIET.autoDetectorBin(), owner)) {
            assertThat(stack.detectorRows()).isEqualTo(16);
            assertThat(stack.dtype()).isEqualTo(DType.U16);
            assertThat(stack.notes().getFirst())
                    .isEqualTo("the detector is binned by 4, the smallest factor that fits the budget (128.0 KiB)");
        }
    }

    @Test
    void theSmallestFactorThatFitsIsTaken() {
        var data = DataSet.of(
                new MemoryArray("zeros", DType.U16, MemorySegment.ofArray(new byte[2 * 65536]), 8, 8, 32, 32), 2);
        for (int bin : new int[] {1, 2, 4, 8}) {
            var owner = new Owner(2L * 65536 / bin / bin, OpenCl::probe);
            try (var stack = DeviceStack.load(data, QUIET.autoDetectorBin(), owner)) {
                assertThat(stack.detectorCols()).isEqualTo(32 / bin);
                assertThat(stack.notes()).hasSize(bin == 1 ? 0 : 2);
            }
        }
        assertThatThrownBy(() -> DeviceStack.load(data, QUIET.autoDetectorBin(), new Owner(1000, OpenCl::probe)))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("with the detector binned by 8 and the scan by 2 (512 bytes) it fits:"
                        + " DeviceStack.load(data, LoadOptions.standard().detectorBin(8).scanBin(2))");
    }

    @Test
    void theCalibrationFollowsAndWhatIsDroppedIsSaid() {
        var calibration = Calibration.none()
                .mradPerPixel(0.5)
                .centre(6.5, 8)
                .scanStep(1.25)
                .semiangle(3);
        var data = DataSet.of(
                        new MemoryArray(
                                "odd", DType.U16, MemorySegment.ofArray(new byte[2 * 5 * 7 * 13 * 18]), 5, 7, 13, 18),
                        2)
                .calibration(calibration);
        try (var stack = DeviceStack.load(data, options(4, 2, false))) {
            assertThat(stack.calibration())
                    .isEqualTo(Calibration.none()
                            .mradPerPixel(2)
                            .centre(1.25, 1.625)
                            .scanStep(2.5)
                            .semiangle(3));
            assertThat(stack.notes())
                    .containsExactly(
                            "binned: each value is the sum of 4 x 4 detector pixels and 2 x 2 scan positions;"
                                    + " u16 as in the file",
                            "the last 1 row and 2 columns of the detector fill no bin of 4 and were dropped",
                            "the last 1 row and 1 column of the scan fill no bin of 2 and were dropped");
        }
        try (var stack = DeviceStack.load(data, QUIET.mean())) {
            assertThat(stack.dtype()).isEqualTo(DType.U16);
            assertThat(stack.calibration()).isEqualTo(calibration);
            assertThat(stack.notes()).isEmpty();
        }
    }

    @Test
    void impossibleFactorsAreSentences() {
        var data = DataSet.of(new MemoryArray("tiny", DType.U16, MemorySegment.ofArray(new byte[72]), 2, 2, 3, 3), 2);
        assertThatThrownBy(() -> DeviceStack.load(data, options(4, 1, false)))
                .hasMessage("\"tiny\" has 2 x 2 scan positions and 3 x 3 detector pixels; nothing is left of it when"
                        + " the scan is binned by 1 and the detector by 4");
        assertThatThrownBy(() -> QUIET.detectorBin(3)).hasMessageContaining("found 3 for the detector and 1");
        assertThatThrownBy(() -> QUIET.scanBin(0)).hasMessageContaining("found 1 for the detector and 0");
    }
}
