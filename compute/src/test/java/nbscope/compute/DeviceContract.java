package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import nbscope.io.DType;
import nbscope.io.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every device promises; one leaf per device.
abstract class DeviceContract extends OperationsContract {
    private DeviceStack load(DataSet data) {
        return DeviceStack.load(data, device(), LoadProgress.SILENT, owner());
    }

    private long held() {
        return owner().ledger().report().total();
    }

    static List<Cases.Case> cases() {
        return Cases.all();
    }

    static Stream<Long> seeds() {
        return Seeds.few();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void virtualImagesEqualNumPy(Cases.Case c) {
        try (var stack = load(c.data())) {
            for (int d = 0; d < c.detectors().size(); d++) {
                for (int f = 0; f < stack.frames(); f++) {
                    var image = stack.virtualImage(f, c.detectors().get(d));
                    assertSame(image, c.image(d, f), c + " " + c.detectors().get(d));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sumPatternsEqualNumPy(Cases.Case c) {
        try (var stack = load(c.data())) {
            for (int f = 0; f < stack.frames(); f++) {
                assertSame(stack.sumPattern(f), c.pattern(f), c + " frame " + f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void patternsAreTheStoredBytes(Cases.Case c) {
        try (var stack = load(c.data())) {
            var whole = ((MemoryArray) c.data().array()).data();
            int frame = stack.frames() - 1;
            int row = stack.scanRows() - 1;
            var pattern = stack.pattern(frame, row, 1);
            long bytes = (long) pattern.rows() * pattern.cols() * c.dtype().bytes();
            long offset = ((long) (frame * stack.scanRows() + row) * stack.scanCols() + 1) * bytes;
            assertThat(pattern.dtype()).isEqualTo(c.dtype());
            assertThat(pattern.pixels().mismatch(whole.asSlice(offset, bytes))).isEqualTo(-1);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomStacksEqualTheScalarPath(long seed) {
        var random = Seeds.random(seed);
        var data = randomStack(random);
        try (var ours = load(data);
                var oracle = DeviceStack.load(data, Device.javaScalar())) {
            for (int i = 0; i < 8; i++) {
                int frame = random.nextInt(ours.frames());
                double inner = random.nextDouble() * 8;
                var detector = Detector.annulus(inner, inner + 0.1 + random.nextDouble() * 20)
                        .at(random.nextDouble() * 30 - 5, random.nextDouble() * 30 - 5);
                var expected = oracle.virtualImage(frame, detector);
                var found = ours.virtualImage(frame, detector);
                assertThat(found.dtype()).isEqualTo(expected.dtype());
                assertSame(found, numbers(expected), data.dtype() + " " + detector);
            }
        }
    }

    @Test
    void u16SumsPassTheSignedAndTheUnsignedIntRange() {
        short[] values = new short[4 * 260 * 260];
        Arrays.fill(values, (short) 0xffff);
        var data = DataSet.of(new MemoryArray("full", DType.U16, MemorySegment.ofArray(values), 2, 2, 260, 260), 2);
        try (var stack = load(data)) {
            var image = stack.virtualImage(0, Detector.disk(1000));
            assertThat(image.dtype()).isEqualTo(DType.I64);
            assertThat(image.exact(1, 1)).isEqualTo(65535L * 260 * 260);
            var half = stack.virtualImage(0, Detector.disk(130));
            assertThat(half.dtype()).isEqualTo(DType.U32);
            assertThat(half.exact(0, 1).longValue()).isGreaterThan(Integer.MAX_VALUE);
        }
    }

    @Test
    void extremeBytesSumExactlyOverManyBlocks() {
        byte[] values = new byte[2 * 300 * 301];
        Arrays.fill(values, (byte) 0x80);
        for (DType dtype : new DType[] {DType.U8, DType.I8}) {
            var array = new MemoryArray("full", dtype, MemorySegment.ofArray(values), 1, 2, 300, 301);
            try (var stack = load(DataSet.of(array, 2))) {
                long value = dtype == DType.U8 ? 128 : -128;
                assertThat(stack.virtualImage(0, Detector.disk(1000)).exact(0, 1))
                        .isEqualTo(value * 300 * 301);
            }
        }
    }

    @Test
    void freeGivesBackExactlyWhatTheLedgerHeld() {
        long before = held();
        var stack = load(Cases.all().getFirst().data());
        stack.sumPattern(0);
        long taken = held() - before;
        assertThat(taken).isGreaterThan(stack.bytes());
        assertThat(stack.free()).isEqualTo(taken);
        assertThat(stack.free()).isZero();
        assertThat(held()).isEqualTo(before);
    }

    @Test
    void aFreedStackRefusesEveryQuestion() {
        var stack = load(Cases.all().getFirst().data());
        stack.free();
        assertThat(stack.isFreed()).isTrue();
        assertThatThrownBy(() -> stack.virtualImage(0, Detector.disk(2))).isInstanceOf(FreedStackException.class);
        assertThatThrownBy(() -> stack.pattern(0, 0, 0)).isInstanceOf(FreedStackException.class);
        assertThatThrownBy(() -> stack.sumPattern(0))
                .isInstanceOf(FreedStackException.class)
                .hasMessageContaining("load it again");
    }

    private static DataSet randomStack(Random random) {
        DType[] types = {DType.U8, DType.I8, DType.U16, DType.I16, DType.U32, DType.I32, DType.F32, DType.F64};
        DType dtype = types[random.nextInt(types.length)];
        long[] shape = {
            1 + random.nextInt(2),
            1 + random.nextInt(7),
            1 + random.nextInt(7),
            1 + random.nextInt(25),
            1 + random.nextInt(25)
        };
        long n = shape[0] * shape[1] * shape[2] * shape[3] * shape[4];
        byte[] bytes = new byte[(int) n * dtype.bytes()];
        random.nextBytes(bytes);
        var segment = MemorySegment.ofArray(bytes);
        for (long i = 0; !dtype.isInteger() && i < n; i++) {
            double v = random.nextGaussian() * 100;
            if (dtype == DType.F32) {
                segment.set(java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i, (float) v);
            } else {
                segment.set(java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i, v);
            }
        }
        return DataSet.of(new MemoryArray("random", dtype, segment, shape), 3);
    }

    private static Number[] numbers(Image image) {
        Number[] all = new Number[image.rows() * image.cols()];
        for (int i = 0; i < all.length; i++) {
            all[i] = image.exact(i / image.cols(), i % image.cols());
        }
        return all;
    }

    private static void assertSame(Image image, Number[] expected, String what) {
        Number[] found = numbers(image);
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            if (expected[i] instanceof Long || !Double.isFinite(expected[i].doubleValue())) {
                assertThat(found[i]).as(what + " at " + i).isEqualTo(expected[i]);
            } else {
                // Values are below 500 and there are at most 625 of them.
                assertThat(found[i].doubleValue())
                        .as(what + " at " + i)
                        .isCloseTo(expected[i].doubleValue(), within(1e-12 * 500 * 625));
            }
        }
    }
}
