package nbscope.io.czi.profile;

import java.util.Arrays;

/// A phase over many tiles, in seconds.
///
/// @param name   `header`, `io`, `decompress`, `unpack`, `stitch`, `other`, `read` (all but stitch), `tile` (all)
/// @param count  tiles
/// @param total  of all
/// @param mean   per tile
/// @param median half of the tiles took less
/// @param p95    19 of 20 tiles took no more
/// @param spread standard deviation over the tiles
/// @param min    the fastest tile
/// @param max    the slowest tile
/// @param share  of the time of all tiles, 0 to 1
public record PhaseSummary(
        String name,
        int count,
        double total,
        double mean,
        double median,
        double p95,
        double spread,
        double min,
        double max,
        double share) {
    /// @param nanos      of each tile
    /// @param wholeNanos of everything, for the share
    public static PhaseSummary of(String name, long[] nanos, long wholeNanos) {
        int n = nanos.length;
        if (n == 0) {
            return new PhaseSummary(name, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        double total = Arrays.stream(sorted).sum();
        double mean = total / n;
        double squares =
                Arrays.stream(sorted).mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0;
        int rank = Math.clamp((int) Math.ceil(0.95 * n) - 1, 0, n - 1);
        return new PhaseSummary(
                name,
                n,
                total / 1e9,
                mean / 1e9,
                median / 1e9,
                sorted[rank] / 1e9,
                Math.sqrt(squares / n) / 1e9,
                sorted[0] / 1e9,
                sorted[n - 1] / 1e9,
                wholeNanos == 0 ? 0 : total / wholeNanos);
    }
}
