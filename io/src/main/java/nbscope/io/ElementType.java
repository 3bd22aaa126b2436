package nbscope.io;

import java.nio.ByteOrder;

/// The elements of an array as its file stores them.
///
/// @param dtype the kind; booleans are U8, structured, text and date elements RAW
/// @param bytes per element
/// @param order of the bytes in the file; `read` gives numbers little endian, and RAW as stored
/// @param numpy NumPy's notation: `<u2`, `|b1`, `>f4`, `|S7`; of a structured type the text that stands in the file
public record ElementType(DType dtype, int bytes, ByteOrder order, String numpy) {
    public ElementType {
        if (bytes < 1 || (dtype != DType.RAW && bytes != dtype.bytes())) {
            throw new IllegalArgumentException(dtype + " elements of " + bytes + " bytes are not possible");
        }
    }

    /// Numbers, little endian.
    ///
    /// @throws UnsupportedOperationException for [DType#RAW], which has no size of its own
    public static ElementType of(DType dtype) {
        return of(dtype, ByteOrder.LITTLE_ENDIAN);
    }

    /// As [#of(DType)], in the byte order that the caller names.
    public static ElementType of(DType dtype, ByteOrder order) {
        char mark = dtype.bytes() == 1 ? '|' : order == ByteOrder.BIG_ENDIAN ? '>' : '<';
        return new ElementType(dtype, dtype.bytes(), order, mark + dtype.numpy());
    }

    /// Whether the elements are NumPy's booleans: 0 or 1 in a byte.
    public boolean isBoolean() {
        return numpy.endsWith("b1") && dtype == DType.U8;
    }
}
