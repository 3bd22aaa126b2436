package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.io.Pixels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Stacks large enough that all cores load them: whether the cores read too or only look must not show.
class LoadThreadsTest {
    private static final LoadOptions QUIET =
            LoadOptions.standard().device(Device.java()).progress(LoadProgress.SILENT);
    private static final long[] SHAPE = {2, 60, 70, 23, 24};
    private static final int PIXELS = 23 * 24;
    private static final int HOT = 5 * 24 + 7;
    private static final int FULL = 20 * 24 + 3;

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"U8", "U16", "I16", "I32", "F32"})
    void whatCoresReadThemselvesIsLookedAtAsWhatTheArrayReads(DType dtype) {
        try (var arena = Arena.ofShared()) {
            var pixels = arena.allocate(2L * 60 * 70 * PIXELS * dtype.bytes(), 64);
            double[] ends = fill(pixels, dtype);
            var direct = NdArray.of(pixels, dtype, SHAPE);
            var indirect = new MemoryArray("indirect", dtype, pixels, SHAPE);
            assertThat(direct.isDirect()).isTrue();
            assertThat(indirect.isDirect()).isFalse();
            for (NdArray array : new NdArray[] {direct, indirect}) {
                try (var stack = DeviceStack.load(DataSet.of(array, 3), QUIET)) {
                    assertThat(stack.minMax()).isEqualTo(new MinMax(ends[0], ends[1]));
                    assertThat(LoadCases.pixels(stack).mismatch(pixels)).isEqualTo(-1);
                    boolean[] bad = new boolean[PIXELS];
                    bad[HOT] = true;
                    bad[FULL] = dtype.isInteger();
                    assertThat(stack.badPixels().mask()).isEqualTo(bad);
                    assertThat(stack.badPixels().saturatedValues()).isEqualTo(dtype.isInteger() ? 2 * 60 * 70 / 3 : 0);
                }
            }
            assertThat(repaired(indirect).mismatch(repaired(direct))).isEqualTo(-1);
        }
    }

    private static MemorySegment repaired(NdArray array) {
        try (var stack = DeviceStack.load(DataSet.of(array, 3), QUIET.repairBadPixels())) {
            return LoadCases.pixels(stack);
        }
    }

    /// Counts of 3 to 8, one pixel of 120, and of integers the largest value in one pixel of every third pattern.
    ///
    /// @return smallest and largest value
    private static double[] fill(MemorySegment pixels, DType dtype) {
        var random = Seeds.random(Long.getLong("tests.seed", 1));
        long largest = dtype.isInteger() ? (1L << 8 * dtype.bytes() - (dtype.isUnsigned() ? 0 : 1)) - 1 : 120;
        for (int i = 0; i < pixels.byteSize() / dtype.bytes(); i++) {
            int p = i % PIXELS;
            boolean full = dtype.isInteger() && p == FULL && i / PIXELS % 3 == 0;
            long value = p == HOT ? 120 : full ? largest : 3 + random.nextInt(6);
            switch (dtype) {
                case U8 -> pixels.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) value);
                case U16, I16 -> pixels.set(Pixels.I16, 2L * i, (short) value);
                case I32 -> pixels.set(Pixels.I32, 4L * i, (int) value);
                default -> pixels.set(Pixels.F32, 4L * i, (float) value);
            }
        }
        return new double[] {3, largest};
    }
}
