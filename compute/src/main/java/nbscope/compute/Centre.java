package nbscope.compute;

import java.util.Arrays;

/// The bright-field disk in a diffraction pattern.
///
/// Method: pixels at or above half of the disk's level belong to the disk; the centre is the mean position of those
/// pixels, the radius is that of a circle of their area, `sqrt(n / π)`. The disk's level is the mean of the pixels
/// above half of the brightest one, where the three brightest of a pattern (and one more for every 4096 pixels) are
/// taken for hot and count as no brighter than the next. This is the threshold method of py4DSTEM's
/// `get_probe_size` (Savitzky et al., Microsc. Microanal. 27 (2021) 712) with the single threshold 0.5.
///
/// @param row    row of the centre, pixels; pixel centres lie at whole numbers
/// @param col    column of the centre
/// @param radius radius of the disk in pixels
public record Centre(double row, double col, double radius) {
    /// Finds the disk in a pattern, best in [DeviceStack#sumPattern]. NaN pixels are left out.
    ///
    /// @throws IllegalArgumentException when no pixel is above zero
    public static Centre find(Image pattern) {
        if (!(pattern.max() > 0)) {
            throw new IllegalArgumentException(
                    "the pattern is empty: no pixel is above 0, so there is no disk to find");
        }
        double threshold = level(pattern, brightest(pattern)) / 2;
        long n = 0;
        double rows = 0;
        double cols = 0;
        for (int r = 0; r < pattern.rows(); r++) {
            for (int c = 0; c < pattern.cols(); c++) {
                if (pattern.value(r, c) >= threshold) {
                    n++;
                    rows += r;
                    cols += c;
                }
            }
        }
        return new Centre(rows / n, cols / n, Math.sqrt(n / Math.PI));
    }

    /// The brightest pixel that is not hot; the brightest of all where the others are dark.
    private static double brightest(Image pattern) {
        int n = pattern.rows() * pattern.cols();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            double v = pattern.value(i / pattern.cols(), i % pattern.cols());
            values[i] = Double.isNaN(v) ? Double.NEGATIVE_INFINITY : v;
        }
        Arrays.sort(values);
        double level = values[Math.max(0, n - 1 - Math.min(n - 1, 3 + n / 4096))];
        return level > 0 ? level : pattern.max();
    }

    /// Mean of the pixels above half of the brightest, hot ones counted as no brighter than it.
    private static double level(Image pattern, double brightest) {
        double sum = 0;
        long n = 0;
        for (int r = 0; r < pattern.rows(); r++) {
            for (int c = 0; c < pattern.cols(); c++) {
                double v = pattern.value(r, c);
                if (v >= brightest / 2) {
                    sum += Math.min(v, brightest);
                    n++;
                }
            }
        }
        return sum / n;
    }
}
