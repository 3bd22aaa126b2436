package nbscope.io;

import java.util.Arrays;

/// A box in an N-dimensional array: first index and length on each axis, in elements.
public record Region(long[] start, long[] shape) {
    public Region {
        if (start.length != shape.length) {
            throw new IllegalArgumentException(
                    "a region needs as many starts as lengths, found " + start.length + " and " + shape.length);
        }
        start = start.clone();
        shape = shape.clone();
    }

    /// The whole of an array of this shape.
    public static Region whole(long... shape) {
        return new Region(new long[shape.length], shape);
    }

    @Override
    public long[] start() {
        return start.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    public int rank() {
        return start.length;
    }

    /// Number of elements; overflow is an ArithmeticException.
    public long elements() {
        long n = 1;
        for (long s : shape) {
            n = Math.multiplyExact(n, s);
        }
        return n;
    }

    /// Throws IndexOutOfBoundsException with both shapes when this box does not lie inside an array of `arrayShape`.
    public void checkInside(long[] arrayShape) {
        boolean inside = arrayShape.length == start.length;
        for (int i = 0; inside && i < start.length; i++) {
            inside = start[i] >= 0 && shape[i] >= 0 && start[i] <= arrayShape[i] - shape[i];
        }
        if (!inside) {
            throw new IndexOutOfBoundsException(
                    this + " does not lie inside an array of shape " + Arrays.toString(arrayShape));
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Region r && Arrays.equals(start, r.start) && Arrays.equals(shape, r.shape);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(start) + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return "region " + Arrays.toString(start) + " + " + Arrays.toString(shape);
    }
}
