package nbscope.io;

import java.nio.ByteOrder;

/// The element type of an array as its source stores it.
///
/// @param dtype what the elements are to a program
/// @param bytes per element
/// @param order of the bytes of a number
/// @param numpy NumPy's `dtype.str`: `<u2`, `|b1`, `>f4`; the text in the file where there is one
public record ElementType(DType dtype, int bytes, ByteOrder order, String numpy) {
    /// Little endian.
    public static ElementType of(DType dtype) {
        return new ElementType(
                dtype, dtype.bytes(), ByteOrder.LITTLE_ENDIAN, (dtype.bytes() == 1 ? "|" : "<") + dtype.numpy());
    }
}
