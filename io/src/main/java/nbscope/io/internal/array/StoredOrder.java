package nbscope.io.internal.array;

import java.nio.ByteOrder;
import nbscope.io.ElementType;

/// Gives elements the byte order of their type again: `read` makes numbers little endian.
public final class StoredOrder {
    private StoredOrder() {}

    /// @param bytes  whole elements as they were read; changed in place
    /// @param length of them
    public static void restore(byte[] bytes, int length, ElementType type) {
        int number = number(type);
        if (type.order() == ByteOrder.LITTLE_ENDIAN || number == 1) {
            return;
        }
        for (int at = 0; at < length; at += number) {
            for (int i = at, j = at + number - 1; i < j; i++, j--) {
                byte t = bytes[i];
                bytes[i] = bytes[j];
                bytes[j] = t;
            }
        }
    }

    /// Bytes that change places together: a complex number is two of them, raw elements come as stored.
    private static int number(ElementType type) {
        return switch (type.dtype()) {
            case RAW -> 1;
            case C64, C128 -> type.bytes() / 2;
            default -> type.bytes();
        };
    }
}
