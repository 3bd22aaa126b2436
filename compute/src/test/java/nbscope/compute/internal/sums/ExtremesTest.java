package nbscope.compute.internal.sums;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import nbscope.io.DType;
import nbscope.io.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExtremesTest {
    @ParameterizedTest
    @EnumSource(names = {"U8", "I8", "U16", "I16", "U32", "I32", "F32", "F64"})
    void anyLengthFromAnyPixelEqualsOnePixelAfterTheOther(DType dtype) {
        var random = new Random(dtype.name().hashCode());
        for (int i = 0; i < 300; i++) {
            int pixels = 1 + random.nextInt(i < 250 ? 300 : 20_000);
            int size = dtype.bytes();
            var data = RandomPixels.of(dtype, pixels, random);
            int from = random.nextInt(pixels);
            int n = 1 + random.nextInt(pixels - from);
            // A slice, so that reading past the pixels is an error.
            var slice = data.asSlice(0, (long) (from + n) * size);
            var expected = oneByOne(dtype, data, from, n);
            assertThat(Extremes.of(dtype, slice, (long) from * size, (long) n * size))
                    .isEqualTo(expected);
            int half = n / 2;
            assertThat(Extremes.of(dtype, slice, (long) from * size, (long) half * size)
                            .merge(Extremes.of(dtype, slice, (long) (from + half) * size, (long) (n - half) * size)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"U8", "I8", "U16", "I16", "U32", "I32", "F32", "F64"})
    void vectorsEqualOnePixelAfterTheOther(DType dtype) {
        var random = new Random(dtype.numpy().hashCode());
        for (int i = 0; i < 100; i++) {
            int bytes = VectorExtremes.STEP * (1 + random.nextInt(i < 90 ? 5 : 300));
            int from = random.nextInt(40);
            int pixels = bytes / dtype.bytes();
            var data = RandomPixels.of(dtype, from + pixels, random);
            assertThat(VectorExtremes.of(dtype, data, (long) from * dtype.bytes(), bytes))
                    .isEqualTo(oneByOne(dtype, data, from, pixels));
        }
    }

    @Test
    void oftenAskedTheVectorsAnswerTheSame() throws InterruptedException {
        var data = RandomPixels.of(DType.U16, 1 << 20, new Random(7));
        var expected = oneByOne(DType.U16, data, 1, 1_000_000);
        for (int i = 0; i < 60; i++) {
            assertThat(Extremes.of(DType.U16, data, 2, 2_000_000)).isEqualTo(expected);
            Thread.sleep(10);
        }
    }

    @Test
    void nothingHasNoExtremes() {
        var nothing = Extremes.of(DType.U16, MemorySegment.ofArray(new short[3]), 2, 0);
        assertThat(nothing).isEqualTo(Extremes.NONE);
        assertThat(nothing.isEmpty()).isTrue();
        var nan = MemorySegment.ofArray(new float[] {Float.NaN, Float.NaN});
        assertThat(Extremes.of(DType.F32, nan, 0, 8)).isEqualTo(Extremes.NONE);
        assertThat(Extremes.of(DType.F32, MemorySegment.ofArray(new float[] {1}), 0, 4)
                        .isEmpty())
                .isFalse();
    }

    private static Extremes oneByOne(DType dtype, MemorySegment data, int from, int n) {
        var found = Extremes.NONE;
        for (int p = from; p < from + n; p++) {
            double v = switch (dtype) {
                case U8 -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, p));
                case I8 -> data.get(ValueLayout.JAVA_BYTE, p);
                case U16 -> Short.toUnsignedInt(data.get(Pixels.I16, 2L * p));
                case I16 -> data.get(Pixels.I16, 2L * p);
                case U32 -> Integer.toUnsignedLong(data.get(Pixels.I32, 4L * p));
                case I32 -> data.get(Pixels.I32, 4L * p);
                case F32 -> data.get(Pixels.F32, 4L * p);
                case F64 -> data.get(Pixels.F64, 8L * p);
                case U64, I64, F16, C64, C128, RAW -> throw new IllegalArgumentException();
            };
            found = Double.isNaN(v) ? found : found.merge(new Extremes(v, v));
        }
        return found;
    }
}
