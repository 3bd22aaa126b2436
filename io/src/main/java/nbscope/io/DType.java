package nbscope.io;

/// The element type of an array, as stored: the wire, the device and the file use the same bytes (little endian).
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
    F64("f8", 8);

    private final String numpy;
    private final int bytes;

    DType(String numpy, int bytes) {
        this.numpy = numpy;
        this.bytes = bytes;
    }

    /// NumPy's kind and size without the byte order: `u2`, `f4`.
    public String numpy() {
        return numpy;
    }

    /// Bytes per element.
    public int bytes() {
        return bytes;
    }

    public boolean isInteger() {
        return this != F32 && this != F64;
    }

    public boolean isUnsigned() {
        return numpy.charAt(0) == 'u';
    }

    /// The name that the front end uses on the wire: `u16`, `f32`.
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
