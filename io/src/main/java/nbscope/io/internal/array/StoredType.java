package nbscope.io.internal.array;

import java.nio.ByteOrder;
import java.util.Map;
import nbscope.io.DType;
import nbscope.io.UnsupportedDataException;

/// An element type as a file stores it, from NumPy's notation (`<u2`, `>f4`, `|b1`). Booleans are read as u8.
public record StoredType(DType dtype, ByteOrder order) {
    private static final Map<String, DType> BY_NAME = Map.ofEntries(
            Map.entry("b1", DType.U8),
            Map.entry("u1", DType.U8),
            Map.entry("i1", DType.I8),
            Map.entry("u2", DType.U16),
            Map.entry("i2", DType.I16),
            Map.entry("u4", DType.U32),
            Map.entry("i4", DType.I32),
            Map.entry("u8", DType.U64),
            Map.entry("i8", DType.I64),
            Map.entry("f4", DType.F32),
            Map.entry("f8", DType.F64));

    /// @throws UnsupportedDataException naming the type when it is not a number of these sizes
    public static StoredType parse(String text, String file) {
        String name = text.strip();
        char first = name.isEmpty() ? '?' : name.charAt(0);
        boolean marked = first == '<' || first == '>' || first == '|' || first == '=';
        DType dtype = BY_NAME.get(marked ? name.substring(1) : name);
        if (dtype == null) {
            throw new UnsupportedDataException(
                    file,
                    "elements of type " + clip(name) + " (" + kind(name)
                            + ") are not read; nbscope reads integers of 8 to 64 bits, float32 and float64. "
                            + "Convert in Python, for example with array.astype('float32')");
        }
        return new StoredType(dtype, first == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static String kind(String name) {
        String bare = name.replaceAll("^[<>|=]", "");
        return switch (bare.isEmpty() ? '?' : bare.charAt(0)) {
            case 'c' -> "complex; save np.abs(array) or its real and imaginary parts";
            case 'O' -> "Python objects";
            case 'V', '[' -> "structured; save one field";
            case 'U', 'S' -> "text";
            case 'M', 'm' -> "dates";
            case 'f' -> "a float of another size";
            default -> "unknown";
        };
    }

    private static String clip(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "...";
    }
}
