package nbscope.compute;

/// A detector's signal over a region of the scan, frame by frame.
///
/// @param sums       one per frame: the detector's sums of all positions of the region
/// @param positions  scan positions in the region
/// @param provenance how it was computed
public record TimeTrace(double[] sums, long positions, Provenance provenance) {
    /// The mean per position, frame by frame; NaN where the region has none.
    public double[] means() {
        double[] means = sums.clone();
        for (int t = 0; t < means.length; t++) {
            means[t] /= positions;
        }
        return means;
    }
}
