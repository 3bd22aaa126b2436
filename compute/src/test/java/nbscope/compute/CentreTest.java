package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import nbscope.io.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CentreTest {
    static Stream<Long> seeds() {
        return Seeds.few();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsANoisyDiskWithHotPixels(long seed) {
        var random = Seeds.random(seed);
        double row = 40 + 16 * random.nextDouble();
        double col = 40 + 16 * random.nextDouble();
        double radius = 6 + 20 * random.nextDouble();
        double[] pixels = new double[96 * 96];
        for (int i = 0; i < pixels.length; i++) {
            boolean inside = Math.hypot(Math.floorDiv(i, 96) - row, i % 96 - col) < radius;
            pixels[i] = (inside ? 1000 : 50) + 30 * random.nextGaussian();
        }
        for (int hot = 0; hot < 3; hot++) {
            pixels[random.nextInt(pixels.length)] = 1e6;
        }
        pixels[5] = Double.NaN;
        var centre = Centre.find(Image.of(96, 96, DType.F64, MemorySegment.ofArray(pixels)));
        assertThat(centre.row()).isCloseTo(row, within(1.0));
        assertThat(centre.col()).isCloseTo(col, within(1.0));
        assertThat(centre.radius()).isCloseTo(radius, within(0.5));
    }

    @Test
    void aDiskOfOnePixelIsFound() {
        int[] pixels = new int[64];
        pixels[8 * 3 + 5] = 9;
        var centre = Centre.find(Image.of(8, 8, DType.U32, MemorySegment.ofArray(pixels)));
        assertThat(centre.row()).isEqualTo(3);
        assertThat(centre.col()).isEqualTo(5);
    }

    @Test
    void anEmptyPatternHasNoDisk() {
        var empty = Image.of(4, 4, DType.U32, MemorySegment.ofArray(new int[16]));
        assertThatThrownBy(() -> Centre.find(empty)).hasMessageContaining("no pixel is above 0");
    }
}
