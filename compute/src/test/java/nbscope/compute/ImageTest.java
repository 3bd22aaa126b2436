package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;

class ImageTest {
    @Test
    void everyTypeIsReadAsWhatItIs() {
        byte[] ones = {-1, -1, -1, -1, -1, -1, -1, -1};
        var pixels = MemorySegment.ofArray(ones);
        assertThat(Image.of(1, 1, DType.U8, pixels).exact(0, 0)).isEqualTo(255L);
        assertThat(Image.of(1, 1, DType.I8, pixels).exact(0, 0)).isEqualTo(-1L);
        assertThat(Image.of(1, 1, DType.U16, pixels).exact(0, 0)).isEqualTo(65535L);
        assertThat(Image.of(1, 1, DType.I16, pixels).exact(0, 0)).isEqualTo(-1L);
        assertThat(Image.of(1, 1, DType.U32, pixels).exact(0, 0)).isEqualTo(4294967295L);
        assertThat(Image.of(1, 1, DType.I32, pixels).exact(0, 0)).isEqualTo(-1L);
        assertThat(Image.of(1, 1, DType.I64, pixels).exact(0, 0)).isEqualTo(-1L);
        assertThat(Image.of(1, 1, DType.F32, pixels).exact(0, 0)).isEqualTo(Double.NaN);
    }

    @Test
    void smallestAndLargestSkipNaN() {
        double[] values = {Double.NaN, 3, -2, Double.NaN};
        var image = Image.of(2, 2, DType.F64, MemorySegment.ofArray(values));
        assertThat(image.min()).isEqualTo(-2);
        assertThat(image.max()).isEqualTo(3);
        double[] none = {Double.NaN};
        assertThat(Image.of(1, 1, DType.F64, MemorySegment.ofArray(none)).max()).isNaN();
    }

    @Test
    void aPixelOutsideIsNamed() {
        var image = Image.of(2, 3, DType.U8, MemorySegment.ofArray(new byte[6]));
        assertThatThrownBy(() -> image.value(2, 0)).hasMessageContaining("pixel 2, 0 lies outside an image of 2 x 3");
    }

    @Test
    void tooFewPixelsAreRefused() {
        assertThatThrownBy(() -> Image.of(2, 3, DType.U16, MemorySegment.ofArray(new byte[11])))
                .hasMessageContaining("needs 12 bytes; found 11");
    }
}
