package nbscope.io.dataset;

import java.io.Serializable;
import java.util.Arrays;

/// A box of detector data whose navigation axis is flat: `[frame, *sig]`. Of a run with a ROI, frames
/// are counted among those of the ROI.
///
/// @param origin first frame (negative where a sync offset leaves the first positions without data),
///               first pixel along each signal axis
/// @param shape  frames, pixels along each signal axis
public record Slice(long[] origin, long[] shape) implements Serializable {
    private static final long serialVersionUID = 1L;

    public Slice {
        origin = origin.clone();
        shape = shape.clone();
        if (origin.length != shape.length) {
            throw new IllegalArgumentException("origin and shape differ in their number of axes: "
                    + Arrays.toString(origin) + ", " + Arrays.toString(shape));
        }
    }

    /// Whole frames.
    public static Slice frames(long first, long frames, int[] sig) {
        long[] origin = new long[sig.length + 1];
        long[] shape = new long[sig.length + 1];
        origin[0] = first;
        shape[0] = frames;
        for (int i = 0; i < sig.length; i++) {
            shape[i + 1] = sig[i];
        }
        return new Slice(origin, shape);
    }

    /// The first frame.
    public long firstFrame() {
        return origin[0];
    }

    /// Number of frames.
    public long frameCount() {
        return shape[0];
    }

    /// Elements of the box.
    public long elements() {
        long n = 1;
        for (long length : shape) {
            n *= length;
        }
        return n;
    }

    @Override
    public long[] origin() {
        return origin.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Slice s && Arrays.equals(origin, s.origin) && Arrays.equals(shape, s.shape);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(origin) + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return "from " + Arrays.toString(origin) + ", " + Arrays.toString(shape);
    }
}
