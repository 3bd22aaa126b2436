package nbscope.io.internal.mla;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes plain values as a pickle of protocol 5 (opcodes: CPython, Lib/pickletools.py): dict, list, tuple, str, int of
/// any length, float, bool, None and bytes. Nothing is memoised, so the values must be a tree of bounded size, which
/// [PlainValues#freeze] makes sure of.
public final class Pickler {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Pickler() {}

    public static byte[] write(@Nullable Object value) {
        Pickler writer = new Pickler();
        writer.out.write(0x80);
        writer.out.write(5);
        writer.value(value);
        writer.out.write('.');
        return writer.out.toByteArray();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.write('N');
            case Boolean b -> out.write(b ? 0x88 : 0x89);
            case Long n -> integer(n);
            case BigInteger n -> big(n);
            case Double d -> {
                out.write('G');
                out.writeBytes(ByteBuffer.allocate(8).putDouble(d).array());
            }
            case String text -> sized(0x8c, 'X', PythonText.encode(text));
            case byte[] bytes -> sized('C', 'B', bytes);
            case PyTuple tuple -> {
                out.write('(');
                tuple.forEach(this::value);
                out.write('t');
            }
            case List<?> list -> {
                out.write(']');
                out.write('(');
                list.forEach(this::value);
                out.write('e');
            }
            case Map<?, ?> map -> {
                out.write('}');
                out.write('(');
                map.forEach((k, v) -> {
                    value(k);
                    value(v);
                });
                out.write('u');
            }
            default -> throw new IllegalArgumentException("no plain value: " + value.getClass());
        }
    }

    private void integer(long n) {
        if (n >= 0 && n < 256) {
            out.write('K');
            out.write((int) n);
        } else if (n == (int) n) {
            out.write('J');
            little(4, n);
        } else {
            big(BigInteger.valueOf(n));
        }
    }

    private void big(BigInteger n) {
        byte[] bytes = n.toByteArray();
        if (bytes.length < 256) {
            out.write(0x8a);
            out.write(bytes.length);
        } else {
            out.write(0x8b);
            little(4, bytes.length);
        }
        for (int i = bytes.length - 1; i >= 0; i--) {
            out.write(bytes[i]);
        }
    }

    /// Bytes after an opcode with a length of one byte, or after one of four.
    private void sized(int small, int large, byte[] bytes) {
        boolean fits = bytes.length < 256;
        out.write(fits ? small : large);
        little(fits ? 1 : 4, bytes.length);
        out.writeBytes(bytes);
    }

    private void little(int width, long n) {
        byte[] bytes =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(n).array();
        out.write(bytes, 0, width);
    }
}
