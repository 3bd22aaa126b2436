package nbscope.widgets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import nbscope.compute.Image;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WirePixelsTest {
    private static Image image(DType dtype, long... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(bits.length * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : bits) {
            switch (dtype.bytes()) {
                case 1 -> bytes.put((byte) value);
                case 2 -> bytes.putShort((short) value);
                case 4 -> bytes.putInt((int) value);
                default -> bytes.putLong(value);
            }
        }
        return Image.of(1, bits.length, dtype, MemorySegment.ofArray(bytes.array()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "U8,  255,                  u8,  true,  255",
        "U16, 65535,                u16, true,  65535",
        "U32, 4294967295,           u32, true,  4294967295",
        "I8,  -128,                 f32, true,  -128",
        "I16, -32768,               f32, true,  -32768",
        "I32, 16777216,             f32, true,  16777216",
        "I32, 16777217,             f32, false, 16777216",
        "I32, 2147483647,           f32, false, 2147483648",
        "I64, 4294967295,           u32, true,  4294967295",
        "I64, 4294967296,           f32, true,  4294967296",
        "I64, 4294967297,           f32, false, 4294967296",
        "I64, -1,                   f32, true,  -1",
        "I64, 9223372036854775807,  f32, false, 9223372036854775808",
        "U64, 4294967295,           u32, true,  4294967295",
    })
    void wholeNumbersTravelInTheSmallestTypeThatTheFrontEndKnows(
            DType dtype, long value, String type, boolean exact, double seen) {
        WirePixels pixels = WirePixels.of(image(dtype, value));
        assertThat(pixels.type()).isEqualTo(type);
        assertThat(pixels.exact()).isEqualTo(exact);
        assertThat(pixels.values()).containsExactly(seen);
    }

    @Test
    void float64IsRoundedAndSaysSo() {
        WirePixels rounded = WirePixels.of(image(DType.F64, Double.doubleToLongBits(0.1)));
        assertThat(rounded.exact()).isFalse();
        assertThat(rounded.values()).containsExactly((double) 0.1f);
        WirePixels exact =
                WirePixels.of(image(DType.F64, Double.doubleToLongBits(0.5), Double.doubleToLongBits(Double.NaN)));
        assertThat(exact.exact()).isTrue();
        assertThat(exact.values()).containsExactly(0.5, Double.NaN);
    }

    @Test
    void arrayOfBytesIsSentWithoutACopy() {
        byte[] bytes = {1, 2, 3, 4};
        WirePixels pixels = WirePixels.of(Image.of(2, 2, DType.U8, MemorySegment.ofArray(bytes)));
        assertThat(pixels.payload().hasArray()).isTrue();
        assertThat(pixels.payload().array()).isSameAs(bytes);
    }

    @Test
    void missingFrontEndIsSaidWithWhatToDo() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Bundle.load("nothere"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothere.js is missing")
                .hasMessageContaining("./nbscope");
    }
}
