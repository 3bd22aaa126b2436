package nbscope.compute.internal.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import nbscope.compute.JavaDevice;
import nbscope.io.DType;
import nbscope.io.Pixels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The vector kernels against the scalar ones: random shapes, offsets, values; integers to the bit.
class KernelTwinTest {
    private static final DType[] TYPES = {
        DType.U8, DType.I8, DType.U16, DType.I16, DType.U32, DType.I32, DType.F32, DType.F64
    };

    @BeforeEach
    void needsTheVectorApi() {
        assumeTrue(JavaDevice.vectorModulePresent(), "this JVM runs without the Vector API");
    }

    static Stream<Long> seeds() {
        Long replay = Long.getLong("tests.seed");
        return replay != null
                ? Stream.of(replay)
                : LongStream.rangeClosed(1, 20).boxed();
    }

    /// Frames of random size at random places.
    private record Frames(MemorySegment data, long[] offsets, int rows, int cols, Random random) {
        static Frames of(DType t, long seed, Arena arena) {
            var random = new Random(seed * 0x9E3779B97F4A7C15L);
            int rows = 1 + random.nextInt(40);
            int cols = 1 + random.nextInt(300);
            if (seed % 4 == 0) {
                rows = 300;
                cols = 64;
            }
            int n = 1 + random.nextInt(11);
            long frame = (long) rows * cols * t.bytes();
            long[] offsets = new long[n];
            long at = random.nextInt(70);
            for (int i = 0; i < n; i++) {
                offsets[i] = at;
                at += frame + random.nextInt(100);
            }
            var data = arena.allocate(at + 64, 64);
            fill(t, data, offsets, rows * cols, random);
            return new Frames(data, offsets, rows, cols, random);
        }

        private static void fill(DType t, MemorySegment data, long[] offsets, int pixels, Random random) {
            boolean largest = random.nextInt(4) == 0;
            for (long offset : offsets) {
                for (int p = 0; p < pixels; p++) {
                    long at = offset + (long) p * t.bytes();
                    switch (t) {
                        case U8, I8 ->
                            data.set(ValueLayout.JAVA_BYTE, at, largest ? (byte) -1 : (byte) random.nextInt());
                        case U16, I16 -> data.set(Pixels.I16, at, largest ? (short) -1 : (short) random.nextInt());
                        case U32, I32 -> data.set(Pixels.I32, at, largest ? -1 : random.nextInt());
                        case F32 -> data.set(Pixels.F32, at, (float) random.nextGaussian(10, 100));
                        default -> data.set(Pixels.F64, at, random.nextGaussian(10, 100));
                    }
                }
            }
        }

        int pixels() {
            return rows * cols;
        }
    }

    private interface Check {
        void run(DType t, Frames frames);
    }

    private static void each(long seed, Check check, DType... types) {
        for (DType t : types) {
            try (var arena = Arena.ofConfined()) {
                check.run(t, Frames.of(t, seed, arena));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sums(long seed) {
        var scalar = new ScalarSumFrames();
        var vector = new VectorSumFrames();
        each(
                seed,
                (t, f) -> {
                    int n = f.offsets().length;
                    int extra = f.random().nextInt(5);
                    if (t.bytes() <= 2) {
                        int[] a = new int[f.pixels() + extra];
                        int[] b = a.clone();
                        scalar.ints(t, f.data(), f.offsets(), 0, n, f.pixels(), a, extra);
                        vector.ints(t, f.data(), f.offsets(), 0, n, f.pixels(), b, extra);
                        assertThat(b).as("%s", t).isEqualTo(a);
                    } else if (t.isInteger()) {
                        long[] a = new long[f.pixels() + extra];
                        long[] b = a.clone();
                        scalar.longs(t, f.data(), f.offsets(), 0, n, f.pixels(), a, extra);
                        vector.longs(t, f.data(), f.offsets(), 0, n, f.pixels(), b, extra);
                        assertThat(b).as("%s", t).isEqualTo(a);
                    } else {
                        double[] a = new double[f.pixels() + extra];
                        double[] b = a.clone();
                        scalar.doubles(t, f.data(), f.offsets(), 0, n, f.pixels(), a, extra);
                        vector.doubles(t, f.data(), f.offsets(), 0, n, f.pixels(), b, extra);
                        close(b, a, 1e-9);
                    }
                },
                TYPES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void squares(long seed) {
        each(
                seed,
                (t, f) -> {
                    int[] a = new int[3 * f.pixels()];
                    int[] b = a.clone();
                    int n = f.offsets().length;
                    new ScalarSquareFrames().add(t, f.data(), f.offsets(), 0, n, f.pixels(), a, 0, f.pixels());
                    new VectorSquareFrames().add(t, f.data(), f.offsets(), 0, n, f.pixels(), b, 0, f.pixels());
                    assertThat(b).as("%s", t).isEqualTo(a);
                },
                DType.U8,
                DType.I8,
                DType.U16,
                DType.I16);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void moments(long seed) {
        each(seed, KernelTwinTest::moments, TYPES);
    }

    private static void moments(DType t, Frames f) {
        var random = f.random();
        Window[] windows = {
            Window.whole(f.rows(), f.cols()),
            Window.disk(
                    f.rows(),
                    f.cols(),
                    random.nextDouble(f.rows()),
                    random.nextDouble(f.cols()),
                    random.nextDouble(5),
                    5 + random.nextDouble(60)),
            Window.disk(f.rows(), f.cols(), -50, -50, 0, 1)
        };
        int n = f.offsets().length;
        for (var window : windows) {
            if (t.isInteger()) {
                long[] a = new long[3 * n];
                long[] b = new long[3 * n];
                new ScalarCenterFrames().moments(t, f.data(), f.offsets(), 0, n, window, a);
                new VectorCenterFrames().moments(t, f.data(), f.offsets(), 0, n, window, b);
                assertThat(b).as("%s", t).isEqualTo(a);
            } else {
                double[] a = new double[3 * n];
                double[] b = new double[3 * n];
                new ScalarCenterFrames().moments(t, f.data(), f.offsets(), 0, n, window, a);
                new VectorCenterFrames().moments(t, f.data(), f.offsets(), 0, n, window, b);
                close(b, a, 1e-9 * f.pixels() * 300);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void products(long seed) {
        each(
                seed,
                (t, f) -> {
                    double[][] frames = new double[2][4 * f.pixels()];
                    DoubleFrames[] kernels = {new ScalarDoubleFrames(), new VectorDoubleFrames()};
                    double[][] out = new double[2][4];
                    double[] weights = f.random().doubles(f.pixels() + 3).toArray();
                    int from = f.random().nextInt(f.pixels());
                    int count = f.random().nextInt(f.pixels() - from + 1);
                    for (int k = 0; k < 2; k++) {
                        for (int i = 0; i < Math.min(4, f.offsets().length); i++) {
                            kernels[k].read(t, f.data(), f.offsets()[i], frames[k], i * f.pixels(), f.pixels());
                        }
                        kernels[k].dot4(frames[k], f.pixels(), from, weights, 3, count, out[k]);
                    }
                    assertThat(frames[1]).isEqualTo(frames[0]);
                    double scale = Arrays.stream(frames[0]).map(Math::abs).sum();
                    close(out[1], out[0], 1e-12 * scale);
                    double[] straight = new double[4];
                    if (f.offsets().length >= 4
                            && kernels[1].dot4(t, f.data(), f.offsets(), 0, from, weights, 3, count, straight)) {
                        close(straight, out[0], 1e-12 * scale);
                    }
                },
                TYPES);
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"U16", "I16"})
    void momentsOfTheLargestValuesDoNotOverflow(DType t) {
        int rows = 1000;
        int cols = 256;
        try (var arena = Arena.ofConfined()) {
            var data = arena.allocate((long) rows * cols * 2 + 64, 64);
            data.fill((byte) (t == DType.U16 ? 0xff : 0x80));
            long v = t == DType.U16 ? 0xffff : (short) 0x8080;
            long[] out = new long[3];
            new VectorCenterFrames().moments(t, data, new long[1], 0, 1, Window.whole(rows, cols), out);
            long pixels = (long) rows * cols;
            assertThat(out).containsExactly(v * pixels, v * pixels * (rows - 1) / 2, v * pixels * (cols - 1) / 2);
        }
    }

    private static void close(double[] found, double[] expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - expected[i]))
                    .as("[%d] %s, expected %s", i, found[i], expected[i])
                    .isLessThanOrEqualTo(tolerance);
        }
    }
}
