package nbscope.io;

import java.util.Locale;

/// The kind of an array's elements: the wire, the device and the file use the same bytes (little endian).
///
/// The first ten are numbers that Java calculates with ([#isPrimitive]); the rest are read as they are stored.
public enum DType {
    U8("u1", 1),
    I8("i1", 1),
    U16("u2", 2),
    I16("i2", 2),
    U32("u4", 4),
    I32("i4", 4),
    U64("u8", 8),
    I64("i8", 8),
    F32("f4", 4),
    F64("f8", 8),
    /// IEEE half precision.
    F16("f2", 2),
    /// Two float32: real and imaginary part.
    C64("c8", 8),
    /// Two float64: real and imaginary part.
    C128("c16", 16),
    /// The bytes of a structured, text or date element, as stored; [ElementType#bytes] says how many.
    RAW("V", 0);

    private final String numpy;
    private final int bytes;

    DType(String numpy, int bytes) {
        this.numpy = numpy;
        this.bytes = bytes;
    }

    /// NumPy's kind and size without the byte order: `u2`, `f4`; `V` for [#RAW].
    public String numpy() {
        return numpy;
    }

    /// Bytes per element.
    ///
    /// @throws UnsupportedOperationException for [#RAW], whose size is that of the array's [ElementType]
    public int bytes() {
        if (this == RAW) {
            throw new UnsupportedOperationException(
                    "elements of raw bytes have no size of their own; ask NdArray.elementType().bytes()");
        }
        return bytes;
    }

    public boolean isInteger() {
        return isUnsigned() || numpy.charAt(0) == 'i';
    }

    public boolean isUnsigned() {
        return numpy.charAt(0) == 'u';
    }

    /// Whether Java calculates with it: integers of 8 to 64 bits, float32 and float64. Devices and widgets take these.
    public boolean isPrimitive() {
        return isInteger() || this == F32 || this == F64;
    }

    /// The name that the front end uses on the wire: `u16`, `f32`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
