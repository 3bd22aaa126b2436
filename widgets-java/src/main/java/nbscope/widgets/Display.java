package nbscope.widgets;

import nbscope.compute.Image;
import nbscope.compute.VectorField;
import nbscope.widgets.internal.Pictures;

/// How a panel turns numbers into colours. Immutable; every method makes a new value:
/// `Display.lut("viridis").log().auto(1, 99)`.
///
/// @param lut       name of the colour table
/// @param scale     what is applied to the values before the table
/// @param gamma     exponent of [Scale#POWER]
/// @param low       data value of the first colour; NaN while automatic
/// @param high      data value of the last colour; NaN while automatic
/// @param autoLow   lower percentile, 0 to 100; NaN when the range is fixed
/// @param autoHigh  upper percentile; NaN when the range is fixed
/// @param inverted  the table runs backwards
public record Display(
        String lut,
        Scale scale,
        double gamma,
        double low,
        double high,
        double autoLow,
        double autoHigh,
        boolean inverted) {
    /// What is applied to the values before the colour table.
    public enum Scale {
        LINEAR,
        LOG,
        SQRT,
        POWER
    }

    private static final double NONE = Double.NaN;
    private static final double MAX_GAMMA = 10;

    public Display {
        if (!(gamma > 0 && gamma <= MAX_GAMMA)) {
            throw new IllegalArgumentException("gamma must be above 0 and at most 10; found " + gamma);
        }
        if (Double.isNaN(autoLow) != Double.isNaN(autoHigh)
                || autoLow < 0
                || autoHigh > 100
                || (!Double.isNaN(autoLow) && !(autoLow < autoHigh))) {
            throw new IllegalArgumentException(
                    "percentiles must rise and lie in 0 to 100; found " + autoLow + ", " + autoHigh);
        }
        if (Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException("a range needs two finite numbers; found " + low + ", " + high);
        }
    }

    /// Colours of `lut`, linear, percentiles 0.5 to 99.5.
    public static Display lut(String lut) {
        return new Display(lut, Scale.LINEAR, 0.5, NONE, NONE, 0.5, 99.5, false);
    }

    public Display linear() {
        return scale(Scale.LINEAR, gamma);
    }

    /// `log(1 + v)`, from the lowest value on where that is negative.
    public Display log() {
        return scale(Scale.LOG, gamma);
    }

    public Display sqrt() {
        return scale(Scale.SQRT, gamma);
    }

    /// `v^gamma`.
    public Display power(double exponent) {
        return scale(Scale.POWER, exponent);
    }

    /// A fixed range in data values.
    public Display range(double lowest, double highest) {
        if (!(lowest <= highest)) {
            throw new IllegalArgumentException(
                    "a range needs two numbers, the lower first; found " + lowest + ", " + highest);
        }
        return new Display(lut, scale, gamma, lowest, highest, NONE, NONE, inverted);
    }

    /// A range between two percentiles of each picture.
    public Display auto(double lowPercent, double highPercent) {
        return new Display(lut, scale, gamma, NONE, NONE, lowPercent, highPercent, inverted);
    }

    public Display invert() {
        return new Display(lut, scale, gamma, low, high, autoLow, autoHigh, !inverted);
    }

    public boolean isAuto() {
        return !Double.isNaN(autoLow);
    }

    /// The picture of an image in these colours as PNG, each pixel enlarged by a whole factor to a picture of about 384
    /// pixels.
    public byte[] png(Image image) {
        return Pictures.png(this, image);
    }

    /// As [#png(Image)], both components beside each other, rows first, each with its own range.
    public byte[] png(VectorField field) {
        return Pictures.png(this, field.row(), field.col());
    }

    private Display scale(Scale value, double exponent) {
        return new Display(lut, value, exponent, low, high, autoLow, autoHigh, inverted);
    }
}
