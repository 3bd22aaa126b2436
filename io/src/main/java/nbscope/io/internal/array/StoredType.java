package nbscope.io.internal.array;

import java.nio.ByteOrder;
import java.util.Map;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.UnsupportedDataException;

/// Reads an element type in NumPy's notation: `<u2`, `|b1`, `|S7`, `[('x', '<f4'), ('y', '<i4', (2,))]`
/// (numpy.dtype.str and numpy.dtype.descr, which .npy and b2nd both hold).
public final class StoredType {
    private static final Map<String, DType> NUMBERS = Map.ofEntries(
            Map.entry("b1", DType.U8),
            Map.entry("?", DType.U8),
            Map.entry("u1", DType.U8),
            Map.entry("i1", DType.I8),
            Map.entry("u2", DType.U16),
            Map.entry("i2", DType.I16),
            Map.entry("u4", DType.U32),
            Map.entry("i4", DType.I32),
            Map.entry("u8", DType.U64),
            Map.entry("i8", DType.I64),
            Map.entry("f2", DType.F16),
            Map.entry("f4", DType.F32),
            Map.entry("f8", DType.F64),
            Map.entry("c8", DType.C64),
            Map.entry("c16", DType.C128));

    private StoredType() {}

    /// Numbers get their own type, everything else of a known size is [DType#RAW].
    ///
    /// @throws UnsupportedDataException naming the type when its elements are Python objects or of no known size
    public static ElementType parse(String text, String file) {
        String name = text.strip();
        if (name.startsWith("[") || name.startsWith("{") || name.startsWith("(")) {
            return raw(structured(name, file), name);
        }
        String bare = bare(name);
        ByteOrder order = name.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        DType dtype = NUMBERS.get(bare);
        if (dtype != null) {
            ElementType type = ElementType.of(dtype, order);
            boolean bool = bare.equals("b1") || bare.equals("?");
            return bool ? new ElementType(dtype, 1, order, "|b1") : type;
        }
        long bytes = bytes(bare);
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw unsupported(file, name, kind(bare));
        }
        return new ElementType(DType.RAW, (int) bytes, order, name);
    }

    private static ElementType raw(long bytes, String text) {
        return new ElementType(DType.RAW, (int) bytes, ByteOrder.LITTLE_ENDIAN, text);
    }

    private static long structured(String text, String file) {
        try {
            long bytes = new TypeText(text).bytes();
            if (bytes > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw unsupported(file, text, String.valueOf(e.getMessage()));
        }
        throw unsupported(file, text, "structured, without any bytes");
    }

    /// Bytes of a type without fields and without a mark for the byte order, or -1.
    static long bytes(String bare) {
        if (bare.isEmpty()) {
            return -1;
        }
        DType dtype = NUMBERS.get(bare);
        if (dtype != null) {
            return dtype.bytes();
        }
        if (bare.charAt(0) == 'M' || bare.charAt(0) == 'm') {
            return bare.matches("[Mm]8(\\[[^\\]]*\\])?") ? 8 : -1;
        }
        if (!bare.matches("[A-Za-z][0-9]{1,9}")) {
            return -1;
        }
        long number = Long.parseLong(bare.substring(1));
        return switch (bare.charAt(0)) {
            case 'S', 'a', 'V' -> number;
            case 'U' -> 4 * number;
            // NumPy's long double, which has 12 or 16 bytes.
            case 'f' -> number == 12 || number == 16 ? number : -1;
            case 'c' -> number == 24 || number == 32 ? number : -1;
            default -> -1;
        };
    }

    static String bare(String name) {
        char first = name.isEmpty() ? '?' : name.charAt(0);
        boolean marked = first == '<' || first == '>' || first == '|' || first == '=';
        return marked ? name.substring(1) : name;
    }

    private static UnsupportedDataException unsupported(String file, String name, String kind) {
        return new UnsupportedDataException(
                file,
                "elements of type " + clip(name) + " (" + kind
                        + ") are not read; nbscope reads NumPy's booleans, integers, floats, complex numbers, texts, "
                        + "dates and structures of them. Convert in Python, for example with array.astype('float32')");
    }

    private static String kind(String bare) {
        return switch (bare.isEmpty() ? '?' : bare.charAt(0)) {
            case 'O' -> "Python objects";
            case 'f', 'c' -> "a float of another size";
            case 'S', 'U', 'V' -> "without a size";
            default -> "unknown";
        };
    }

    private static String clip(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "...";
    }
}
