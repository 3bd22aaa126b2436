package nbscope.widgets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleBarTest {
    @ParameterizedTest(name = "{0} px of {1} {2}")
    @CsvSource({
        "96,  1.25, mrad, 20 mrad, 16",
        "64,  0.5,  Å,    5 Å,     10",
        "64,  2.0,  Å,    2 nm,    10",
        "256, 500,  Å,    2 µm,    40",
        "100, NaN,  mrad, 20 px,   20",
        "10,  0.01, mrad, 0.02 mrad, 2",
    })
    void lengthIsRoundAndBelowThreeTenthsOfTheWidth(
            int columns, double step, String unit, String label, double pixels) {
        ScaleBar bar = ScaleBar.of(columns, step, unit);
        assertThat(bar.label()).isEqualTo(label);
        assertThat(bar.pixels()).isCloseTo(pixels, within(1e-9));
    }

    @ParameterizedTest(name = "{0} columns")
    @CsvSource({"1", "2", "3", "5000"})
    void everyPictureHasABarThatCanBeDrawn(int columns) {
        ScaleBar bar = ScaleBar.of(columns, Double.NaN, "mrad");
        assertThat(bar.pixels()).isPositive().isLessThanOrEqualTo(columns);
        Raster raster = Raster.filled(columns, 1, 0xff808080);
        bar.draw(raster, 1);
        assertThat(raster.pixels()).hasSize(columns);
    }
}
