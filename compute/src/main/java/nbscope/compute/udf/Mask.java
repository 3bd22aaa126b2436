package nbscope.compute.udf;

import java.io.Serializable;

/// Weights over the detector. However a mask is given, it is applied in the cheapest way: weights that are
/// only 0 and 1 by exact sums over the selected pixels alone, weights that are mostly 0 by the others
/// alone.
public sealed interface Mask extends Serializable {
    /// Pixels that count fully; the others do not count at all, not even when they are NaN.
    record Selected(boolean[] pixels) implements Mask {
        private static final long serialVersionUID = 1L;
    }

    /// One weight per pixel.
    record Dense(double[] weights) implements Mask {
        private static final long serialVersionUID = 1L;
    }

    /// Weights of some pixels, 0 elsewhere.
    ///
    /// @param pixels  flat pixel numbers, ascending
    /// @param weights one for each of them
    record Sparse(int[] pixels, double[] weights) implements Mask {
        private static final long serialVersionUID = 1L;

        public Sparse {
            if (pixels.length != weights.length) {
                throw new IllegalArgumentException(
                        "a sparse mask has one weight per pixel, found " + pixels.length + " and " + weights.length);
            }
            for (int i = 1; i < pixels.length; i++) {
                if (pixels[i] <= pixels[i - 1]) {
                    throw new IllegalArgumentException(
                            "the pixels of a sparse mask ascend, found " + pixels[i - 1] + " before " + pixels[i]);
                }
            }
        }
    }
}
