package nbscope.io.internal.zarr;

import nbscope.io.DType;

/// Halves an image: each pixel is the mean of 2 x 2, of those that exist at the edges. Integers are
/// rounded half up (2.5 to 3, -2.5 to -2) in exact arithmetic; floats are added in double and rounded
/// once. For one thread at a time.
final class AreaMean {
    private final DType dtype;
    private long[] upper = new long[0];
    private long[] lower = new long[0];
    private double[] upperFloats = new double[0];
    private double[] lowerFloats = new double[0];

    AreaMean(DType dtype) {
        this.dtype = dtype;
    }

    /// @param in      `rows` times `cols` elements, little endian
    /// @param out     the larger image
    /// @param outAt   element of it where the half begins
    /// @param outCols elements of its rows
    void half(byte[] in, int rows, int cols, byte[] out, int outAt, int outCols) {
        int item = dtype.bytes();
        for (int y = 0, to = outAt; y < rows; y += 2, to += outCols) {
            boolean two = y + 1 < rows;
            int at = y * cols * item;
            if (dtype.isInteger()) {
                reserve(cols);
                Rows.load(dtype, in, at, cols, upper);
                if (two) {
                    Rows.load(dtype, in, at + cols * item, cols, lower);
                }
                if (item == Long.BYTES) {
                    wide(cols, two);
                } else {
                    narrow(cols, two);
                }
                Rows.store(dtype, upper, (cols + 1) / 2, out, to * item);
            } else {
                reserveFloats(cols);
                Rows.load(dtype, in, at, cols, upperFloats);
                if (two) {
                    Rows.load(dtype, in, at + cols * item, cols, lowerFloats);
                }
                floats(cols, two);
                Rows.store(dtype, upperFloats, (cols + 1) / 2, out, to * item);
            }
        }
    }

    private void reserve(int cols) {
        if (upper.length < cols) {
            upper = new long[cols];
            lower = new long[cols];
        }
    }

    private void reserveFloats(int cols) {
        if (upperFloats.length < cols) {
            upperFloats = new double[cols];
            lowerFloats = new double[cols];
        }
    }

    /// Sums fit a long.
    private void narrow(int cols, boolean two) {
        int pairs = cols / 2;
        if (two) {
            for (int i = 0; i < pairs; i++) {
                upper[i] = (upper[2 * i] + upper[2 * i + 1] + lower[2 * i] + lower[2 * i + 1] + 2) >> 2;
            }
        } else {
            for (int i = 0; i < pairs; i++) {
                upper[i] = (upper[2 * i] + upper[2 * i + 1] + 1) >> 1;
            }
        }
        if (cols % 2 != 0) {
            upper[pairs] = two ? (upper[cols - 1] + lower[cols - 1] + 1) >> 1 : upper[cols - 1];
        }
    }

    /// Sums may not fit: quotients and rests are added apart.
    private void wide(int cols, boolean two) {
        int pairs = cols / 2;
        for (int i = 0; i < pairs; i++) {
            long a = upper[2 * i];
            long b = upper[2 * i + 1];
            if (two) {
                long c = lower[2 * i];
                long d = lower[2 * i + 1];
                upper[i] = part(a, 2)
                        + part(b, 2)
                        + part(c, 2)
                        + part(d, 2)
                        + (((a & 3) + (b & 3) + (c & 3) + (d & 3) + 2) >> 2);
            } else {
                upper[i] = part(a, 1) + part(b, 1) + (((a & 1) + (b & 1) + 1) >> 1);
            }
        }
        if (cols % 2 != 0) {
            long a = upper[cols - 1];
            long b = lower.length > cols - 1 ? lower[cols - 1] : 0;
            upper[pairs] = two ? part(a, 1) + part(b, 1) + (((a & 1) + (b & 1) + 1) >> 1) : a;
        }
    }

    private long part(long value, int shift) {
        return dtype == DType.U64 ? value >>> shift : value >> shift;
    }

    private void floats(int cols, boolean two) {
        double[] a = upperFloats;
        double[] b = lowerFloats;
        int pairs = cols / 2;
        for (int i = 0; i < pairs; i++) {
            double top = a[2 * i] + a[2 * i + 1];
            a[i] = two ? (top + (b[2 * i] + b[2 * i + 1])) / 4 : top / 2;
        }
        if (cols % 2 != 0) {
            a[pairs] = two ? (a[cols - 1] + b[cols - 1]) / 2 : a[cols - 1];
        }
    }
}
