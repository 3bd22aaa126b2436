package nbscope.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nbscope.io.Calibration;
import org.junit.jupiter.api.Test;

class DetectorTest {
    private static final Calibration KNOWN =
            Calibration.none().mradPerPixel(2).centre(40.5, 50.25).semiangle(20);

    @Test
    void mradBecomesPixelsAboutTheCalibratedCentre() {
        var found = Detector.annulus(24, 60).mrad().resolve(KNOWN, 96, 96);
        assertThat(found)
                .isEqualTo(new RoundDetector(RoundDetector.Kind.ANNULUS, 12, 30, 40.5, 50.25, Detector.Unit.PIXELS));
    }

    @Test
    void anOwnCentreWins() {
        var found = Detector.disk(5).at(3, 4).resolve(KNOWN, 96, 96);
        assertThat(found.row()).isEqualTo(3);
        assertThat(found.col()).isEqualTo(4);
    }

    @Test
    void withoutCalibrationTheCentreIsHalfTheSizeRoundedDown() {
        var found = Detector.disk(5).resolve(Calibration.none(), 96, 65);
        assertThat(found.row()).isEqualTo(48);
        assertThat(found.col()).isEqualTo(32);
    }

    @Test
    void presetsAreMultiplesOfTheSemiangle() {
        assertThat(Detector.brightField().resolve(KNOWN, 96, 96).outer()).isEqualTo(10);
        var abf = Detector.annularBrightField().resolve(KNOWN, 96, 96);
        assertThat(abf.inner()).isEqualTo(5);
        assertThat(abf.outer()).isEqualTo(10);
        var adf = Detector.annularDarkField().resolve(KNOWN, 96, 96);
        assertThat(adf.inner()).isEqualTo(10);
        assertThat(adf.outer()).isEqualTo(30);
    }

    @Test
    void highAngleDarkFieldEndsAtTheLargestCircleOnTheDetector() {
        var found = Detector.highAngleDarkField().resolve(KNOWN, 96, 96);
        assertThat(found.inner()).isEqualTo(30);
        // The nearest edge is below the last column, 95.5 - 50.25, or above row 0, 40.5 + 0.5.
        assertThat(found.outer()).isEqualTo(41);
    }

    @Test
    void highAngleDarkFieldWithoutRoomSaysSo() {
        var wide = KNOWN.semiangle(60);
        assertThatThrownBy(() -> Detector.highAngleDarkField().resolve(wide, 96, 96))
                .hasMessageContaining("starts at 90.0 px")
                .hasMessageContaining("give both radii");
    }

    @Test
    void anglesWithoutCalibrationSayWhatToSet() {
        assertThatThrownBy(() -> Detector.disk(10).mrad().resolve(Calibration.none(), 9, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no mrad per pixel")
                .hasMessageContaining("mradPerPixel(...)");
        assertThatThrownBy(
                        () -> Detector.brightField().resolve(Calibration.none().mradPerPixel(1), 9, 9))
                .hasMessageContaining("semiangle(...)");
    }

    @Test
    void impossibleRadiiAreRefused() {
        assertThatThrownBy(() -> Detector.annulus(5, 5)).hasMessageContaining("inner 5.0, outer 5.0");
        assertThatThrownBy(() -> Detector.annulus(6, 5)).hasMessageContaining("below the outer one");
        assertThatThrownBy(() -> Detector.disk(-1)).hasMessageContaining("outer -1.0");
        assertThatThrownBy(() -> Detector.disk(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Detector.annulus(Double.NaN, 3)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Detector.annulus(-2, 3)).hasMessageContaining("-2.0");
        assertThatThrownBy(() -> Detector.disk(3).at(Double.NaN, 2)).hasMessageContaining("centre");
        assertThatThrownBy(() -> Detector.point(Double.NaN, Double.NaN)).hasMessageContaining("row and a column");
    }
}
