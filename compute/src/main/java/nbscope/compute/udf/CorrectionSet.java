package nbscope.compute.udf;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Corrections of the detector, applied to each frame before a UDF sees it: `(x - dark) * gain`, then each
/// excluded pixel becomes the mean of those of its up to eight neighbours that are not excluded themselves
/// (LiberTEM's rule). The stack's data stays as it is. Corrected pixels are float32, float64 for float64
/// and 32-bit integers.
///
/// @param dark       one value per pixel, or null
/// @param gain       one factor per pixel, or null
/// @param excluded   true for pixels to patch, or null
/// @param allowEmpty leave an excluded pixel without a good neighbour as it is instead of failing
public record CorrectionSet(
        float @Nullable [] dark, float @Nullable [] gain, boolean @Nullable [] excluded, boolean allowEmpty)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /// No correction.
    public static final CorrectionSet NONE = new CorrectionSet(null, null, null, false);

    public CorrectionSet(float @Nullable [] dark, float @Nullable [] gain, boolean @Nullable [] excluded) {
        this(dark, gain, excluded, false);
    }

    /// Whether there is anything to correct.
    public boolean isEmpty() {
        return dark == null && gain == null && (excluded == null || !hasExcluded());
    }

    private boolean hasExcluded() {
        if (excluded != null) {
            for (boolean e : excluded) {
                if (e) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CorrectionSet c
                && Arrays.equals(dark, c.dark)
                && Arrays.equals(gain, c.gain)
                && Arrays.equals(excluded, c.excluded)
                && allowEmpty == c.allowEmpty;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dark) + 31 * Arrays.hashCode(gain) + 961 * Arrays.hashCode(excluded);
    }
}
