package nbscope.io.internal.msgpack;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one MessagePack value into Java's own types: Map, List, String, Long, BigInteger, Double, Boolean, `byte[]`,
/// null, and [Ext] (msgpack/spec.md). Lengths are checked against the bytes that are left, depth against a limit.
public final class MsgPack {
    private static final int MAX_DEPTH = 64;

    /// An application's own type.
    public record Ext(int type, byte[] data) {}

    private final ByteBuffer in;

    private MsgPack(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /// @throws IllegalArgumentException saying what is wrong, when the bytes are no MessagePack
    public static @Nullable Object read(byte[] bytes) {
        MsgPack reader = new MsgPack(bytes);
        try {
            return reader.value(0);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends in the middle of a value", e);
        }
    }

    private @Nullable Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("it is nested more than " + MAX_DEPTH + " deep");
        }
        int b = in.get() & 0xff;
        if (b < 0x80 || b >= 0xe0) {
            return (long) (byte) b;
        }
        if (b < 0x90) {
            return map(b & 15, depth);
        }
        if (b < 0xa0) {
            return list(b & 15, depth);
        }
        if (b < 0xc0) {
            return text(b & 31);
        }
        return switch (b) {
            case 0xc0 -> null;
            case 0xc2 -> false;
            case 0xc3 -> true;
            case 0xc4 -> raw(in.get() & 0xff);
            case 0xc5 -> raw(in.getShort() & 0xffff);
            case 0xc6 -> raw(in.getInt());
            case 0xc7 -> ext(in.get() & 0xff);
            case 0xc8 -> ext(in.getShort() & 0xffff);
            case 0xc9 -> ext(in.getInt());
            case 0xca -> (double) in.getFloat();
            case 0xcb -> in.getDouble();
            case 0xcc -> in.get() & 0xffL;
            case 0xcd -> in.getShort() & 0xffffL;
            case 0xce -> in.getInt() & 0xffffffffL;
            case 0xcf -> unsigned(in.getLong());
            case 0xd0 -> (long) in.get();
            case 0xd1 -> (long) in.getShort();
            case 0xd2 -> (long) in.getInt();
            case 0xd3 -> in.getLong();
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> ext(1 << (b - 0xd4));
            case 0xd9 -> text(in.get() & 0xff);
            case 0xda -> text(in.getShort() & 0xffff);
            case 0xdb -> text(in.getInt());
            case 0xdc -> list(in.getShort() & 0xffff, depth);
            case 0xdd -> list(in.getInt(), depth);
            case 0xde -> map(in.getShort() & 0xffff, depth);
            case 0xdf -> map(in.getInt(), depth);
            default -> throw new IllegalArgumentException("0x" + Integer.toHexString(b) + " begins no value");
        };
    }

    private static Number unsigned(long v) {
        return v >= 0 ? (Number) v : new BigInteger(Long.toUnsignedString(v));
    }

    private byte[] raw(int length) {
        check(length, 1);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String text(int length) {
        return new String(raw(length), StandardCharsets.UTF_8);
    }

    private Ext ext(int length) {
        int type = in.get();
        return new Ext(type, raw(length));
    }

    private List<@Nullable Object> list(int length, int depth) {
        check(length, 1);
        List<@Nullable Object> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(int length, int depth) {
        check(length, 2);
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < length; i++) {
            @Nullable Object key = value(depth + 1);
            map.put(key, value(depth + 1));
        }
        return map;
    }

    /// Every element takes at least `each` bytes, so no length can make more room than the input is long.
    private void check(int length, int each) {
        if (length < 0 || length > in.remaining() / each) {
            throw new IllegalArgumentException(
                    "it promises " + (length & 0xffffffffL) + " elements in " + in.remaining() + " bytes");
        }
    }
}
