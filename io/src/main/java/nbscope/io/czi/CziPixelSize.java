package nbscope.io.czi;

/// Distance between neighbouring pixels in metres; NaN where the metadata do not say.
public record CziPixelSize(double x, double y, double z) {
    public static final CziPixelSize UNKNOWN = new CziPixelSize(Double.NaN, Double.NaN, Double.NaN);

    /// What the numbers are.
    public String unit() {
        return "m";
    }
}
