package nbscope.io.internal.msgpack;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes Java's own types as MessagePack (msgpack/spec.md): what [MsgPack] reads, in the shortest form.
public final class MsgPackWriter {
    private static final int MAX_DEPTH = 64;
    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private MsgPackWriter() {}

    /// @throws IllegalArgumentException naming the class of a value that has no form in MessagePack
    public static byte[] write(@Nullable Object value) {
        MsgPackWriter writer = new MsgPackWriter();
        try {
            writer.value(value, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.bytes.toByteArray();
    }

    private void value(@Nullable Object value, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("the value is nested more than " + MAX_DEPTH + " deep");
        }
        switch (value) {
            case null -> out.writeByte(0xc0);
            case Boolean b -> out.writeByte(b ? 0xc3 : 0xc2);
            case Byte n -> whole(n);
            case Short n -> whole(n);
            case Integer n -> whole(n);
            case Long n -> whole(n);
            case BigInteger n -> big(n);
            case Float n -> {
                out.writeByte(0xca);
                out.writeFloat(n);
            }
            case Double n -> {
                out.writeByte(0xcb);
                out.writeDouble(n);
            }
            case String text -> text(text.getBytes(StandardCharsets.UTF_8));
            case byte[] raw -> {
                length(raw.length, -1, 0xc4, 0xc5, 0xc6);
                out.write(raw);
            }
            case Collection<?> list -> {
                length(list.size(), 0x90, -1, 0xdc, 0xdd);
                for (Object element : list) {
                    value(element, depth + 1);
                }
            }
            case Map<?, ?> map -> {
                length(map.size(), 0x80, -1, 0xde, 0xdf);
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    value(entry.getKey(), depth + 1);
                    value(entry.getValue(), depth + 1);
                }
            }
            case MsgPack.Ext ext -> {
                length(ext.data().length, -1, 0xc7, 0xc8, 0xc9);
                out.writeByte(ext.type());
                out.write(ext.data());
            }
            default ->
                throw new IllegalArgumentException("a " + value.getClass().getSimpleName()
                        + " cannot be stored; store a Map, a List, a String, a whole number, a Float or Double, "
                        + "a Boolean, a byte[] or null");
        }
    }

    private void text(byte[] utf) throws IOException {
        if (utf.length < 32) {
            out.writeByte(0xa0 | utf.length);
        } else {
            length(utf.length, -1, 0xd9, 0xda, 0xdb);
        }
        out.write(utf);
    }

    /// @param tiny  the marker of fewer than 16, or -1 where there is none
    /// @param small the marker of a length in one byte, or -1
    private void length(int n, int tiny, int small, int middle, int large) throws IOException {
        if (tiny >= 0 && n < 16) {
            out.writeByte(tiny | n);
        } else if (small >= 0 && n < 1 << 8) {
            out.writeByte(small);
            out.writeByte(n);
        } else if (n < 1 << 16) {
            out.writeByte(middle);
            out.writeShort(n);
        } else {
            out.writeByte(large);
            out.writeInt(n);
        }
    }

    private void whole(long n) throws IOException {
        if (n >= -32 && n < 128) {
            out.writeByte((int) n);
        } else if (n >= 0) {
            positive(n);
        } else if (n >= Byte.MIN_VALUE) {
            out.writeByte(0xd0);
            out.writeByte((int) n);
        } else if (n >= Short.MIN_VALUE) {
            out.writeByte(0xd1);
            out.writeShort((int) n);
        } else if (n >= Integer.MIN_VALUE) {
            out.writeByte(0xd2);
            out.writeInt((int) n);
        } else {
            out.writeByte(0xd3);
            out.writeLong(n);
        }
    }

    private void positive(long n) throws IOException {
        if (n < 1 << 8) {
            out.writeByte(0xcc);
            out.writeByte((int) n);
        } else if (n < 1 << 16) {
            out.writeByte(0xcd);
            out.writeShort((int) n);
        } else if (n < 1L << 32) {
            out.writeByte(0xce);
            out.writeInt((int) n);
        } else {
            out.writeByte(0xcf);
            out.writeLong(n);
        }
    }

    private void big(BigInteger n) throws IOException {
        if (n.bitLength() < 64) {
            whole(n.longValue());
        } else if (n.signum() > 0 && n.compareTo(UNSIGNED_END) < 0) {
            out.writeByte(0xcf);
            out.writeLong(n.longValue());
        } else {
            throw new IllegalArgumentException(n + " does not fit 64 bits, store it as text");
        }
    }
}
