package nbscope.io.internal.zarr;

import java.util.List;

/// The planes of an image in C order of the axes before its last two.
///
/// @param names  of those axes
/// @param shape  their lengths
record Planes(List<String> names, long[] shape) {
    long count() {
        long count = 1;
        for (long n : shape) {
            count = Math.multiplyExact(count, n);
        }
        return count;
    }

    /// Index along each axis of a plane.
    long[] at(long ordinal) {
        long[] at = new long[shape.length];
        long rest = ordinal;
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = rest % shape[i];
            rest /= shape[i];
        }
        return at;
    }

    /// Where a plane stands along an axis, 0 where the image does not have that.
    int index(long[] plane, String axis) {
        int at = names.indexOf(axis);
        return at < 0 ? 0 : Math.toIntExact(plane[at]);
    }
}
