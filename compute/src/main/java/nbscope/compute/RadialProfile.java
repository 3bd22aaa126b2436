package nbscope.compute;

/// The mean intensity by distance from the detector's centre, in rings one pixel wide: ring `k` has the pixels with
/// `k <= r < k + 1`, r in pixels.
///
/// @param radius middle of each ring, in `unit`
/// @param mean   mean of the ring's pixels over all positions; NaN for a ring without any pixel
/// @param pixels pixels of the ring
/// @param unit   `mrad` where the data is calibrated, else `px`
public record RadialProfile(double[] radius, double[] mean, long[] pixels, String unit) {}
