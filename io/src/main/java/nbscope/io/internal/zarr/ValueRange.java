package nbscope.io.internal.zarr;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Iterator;
import nbscope.io.DType;
import nbscope.io.Region;
import nbscope.io.internal.check.Slabs;

/// The smallest and the largest value of a channel, of those that are numbers; 0 and 1 where none is.
record ValueRange(Number least, Number most) {
    /// @param axis    of the channels, negative where there is none
    /// @param channel along it
    static ValueRange of(ZarrArray array, int axis, int channel) {
        long[] start = new long[array.shape().length];
        long[] shape = array.shape();
        if (axis >= 0) {
            start[axis] = channel;
            shape[axis] = 1;
        }
        DType dtype = array.dtype();
        long[] whole = {Long.MAX_VALUE, Long.MIN_VALUE};
        double[] real = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        // Makes the order of unsigned numbers that of signed ones.
        long flip = dtype == DType.U64 ? Long.MIN_VALUE : 0;
        for (Iterator<Region> pieces = new Slabs(array, new Region(start, shape)); pieces.hasNext(); ) {
            Region piece = pieces.next();
            byte[] bytes = new byte[Math.toIntExact(piece.elements() * dtype.bytes())];
            array.read(piece, MemorySegment.ofArray(bytes));
            int n = (int) piece.elements();
            if (dtype.isInteger()) {
                long[] values = new long[ROW];
                for (int at = 0; at < n; at += ROW) {
                    int count = Math.min(ROW, n - at);
                    Rows.load(dtype, bytes, at * dtype.bytes(), count, values);
                    for (int i = 0; i < count; i++) {
                        whole[0] = Math.min(whole[0], values[i] ^ flip);
                        whole[1] = Math.max(whole[1], values[i] ^ flip);
                    }
                }
            } else {
                reals(dtype, bytes, n, real);
            }
        }
        if (!dtype.isInteger()) {
            return real[0] > real[1] ? new ValueRange(0, 1) : new ValueRange(real[0], real[1]);
        }
        return new ValueRange(number(dtype, whole[0] ^ flip), number(dtype, whole[1] ^ flip));
    }

    private static final int ROW = 4096;

    private static void reals(DType dtype, byte[] bytes, int n, double[] range) {
        double[] values = new double[ROW];
        for (int at = 0; at < n; at += ROW) {
            int count = Math.min(ROW, n - at);
            Rows.load(dtype, bytes, at * dtype.bytes(), count, values);
            for (int i = 0; i < count; i++) {
                if (Double.isFinite(values[i])) {
                    range[0] = Math.min(range[0], values[i]);
                    range[1] = Math.max(range[1], values[i]);
                }
            }
        }
    }

    private static Number number(DType dtype, long value) {
        return dtype == DType.U64 ? new BigInteger(Long.toUnsignedString(value)) : Long.valueOf(value);
    }

    /// The smallest and the largest value that the type can have; those of the channel for floats.
    ValueRange ofType(DType dtype) {
        if (!dtype.isInteger()) {
            return this;
        }
        int bits = 8 * dtype.bytes();
        BigInteger all = BigInteger.ONE.shiftLeft(bits);
        BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
        return dtype.isUnsigned()
                ? new ValueRange(BigInteger.ZERO, all.subtract(BigInteger.ONE))
                : new ValueRange(half.negate(), half.subtract(BigInteger.ONE));
    }
}
