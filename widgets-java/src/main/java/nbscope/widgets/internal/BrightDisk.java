package nbscope.widgets.internal;

import nbscope.compute.Image;

/// The bright-field disk of a summed pattern.
///
/// The pixels of at least half the height of the disk's plateau belong to it (the plateau is the value below the
/// brightest thousandth, so that single hot pixels do not lift it); its centre is their centroid and its radius that of
/// a circle of the same
/// area. Correct within about half a pixel for a full, unsaturated disk.
///
/// @param row    centre, pixels
/// @param col    centre, pixels
/// @param radius pixels
record BrightDisk(double row, double col, double radius) {
    private static final int HOT_ONE_IN = 1000;
    private static final int HOT_AT_LEAST = 3;

    /// @throws IllegalArgumentException when the pattern is flat
    static BrightDisk find(Image image) {
        int count = image.rows() * image.cols();
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double value = image.value(i / image.cols(), i % image.cols());
            values[i] = Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
        }
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        double plateau = sorted[Math.max(0, count - 1 - Math.max(HOT_AT_LEAST, count / HOT_ONE_IN))];
        if (!(image.max() > image.min()) || !(plateau > image.min())) {
            throw new IllegalArgumentException(
                    "no bright disk can be found: the summed pattern is flat; set the centre by hand");
        }
        double threshold = image.min() + (plateau - image.min()) / 2;
        double rows = 0;
        double cols = 0;
        int inside = 0;
        for (int i = 0; i < count; i++) {
            if (values[i] >= threshold) {
                rows += i / image.cols();
                cols += i % image.cols();
                inside++;
            }
        }
        return new BrightDisk(rows / inside, cols / inside, Math.sqrt(inside / Math.PI));
    }
}
