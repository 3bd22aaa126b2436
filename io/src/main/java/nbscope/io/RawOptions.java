package nbscope.io;

import java.nio.ByteOrder;
import java.util.Arrays;

/// How the elements lie in a file without a header that nbscope knows: C order, one element type, after
/// `headerBytes` bytes.
///
/// @param dtype         element type
/// @param shape         lengths of the axes, slowest first
/// @param headerBytes   bytes to skip at the start of the file
/// @param byteOrder     order of the bytes in an element
/// @param trailingBytes whether more bytes may follow; off by default, because a wrong shape shows itself this way
public record RawOptions(DType dtype, long[] shape, long headerBytes, ByteOrder byteOrder, boolean trailingBytes) {
    public RawOptions {
        shape = shape.clone();
        if (dtype == DType.RAW) {
            throw new IllegalArgumentException("raw elements have no size; read them as U8 with one more axis");
        }
        if (headerBytes < 0) {
            throw new IllegalArgumentException("a header of " + headerBytes + " bytes is not possible");
        }
        for (long length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException(
                        "no axis can have length " + length + ", in " + Arrays.toString(shape));
            }
        }
    }

    /// Little endian, no header.
    public static RawOptions of(DType dtype, long... shape) {
        return new RawOptions(dtype, shape, 0, ByteOrder.LITTLE_ENDIAN, false);
    }

    public RawOptions headerBytes(long bytes) {
        return new RawOptions(dtype, shape, bytes, byteOrder, trailingBytes);
    }

    public RawOptions bigEndian() {
        return new RawOptions(dtype, shape, headerBytes, ByteOrder.BIG_ENDIAN, trailingBytes);
    }

    /// Accepts a file that is longer than header and elements.
    public RawOptions allowTrailingBytes() {
        return new RawOptions(dtype, shape, headerBytes, byteOrder, true);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RawOptions r
                && dtype == r.dtype
                && Arrays.equals(shape, r.shape)
                && headerBytes == r.headerBytes
                && byteOrder.equals(r.byteOrder)
                && trailingBytes == r.trailingBytes;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dtype.hashCode() + Arrays.hashCode(shape)) + Long.hashCode(headerBytes);
    }

    @Override
    public String toString() {
        return "raw " + dtype + " " + Arrays.toString(shape) + " after " + headerBytes + " bytes, " + byteOrder;
    }
}
