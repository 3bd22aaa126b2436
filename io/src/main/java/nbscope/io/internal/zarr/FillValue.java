package nbscope.io.internal.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Locale;
import nbscope.io.DType;
import nbscope.io.ElementType;
import org.jspecify.annotations.Nullable;

/// The value of elements that nobody has written (zarr v3 core spec, "Fill value", and v2 spec): a
/// number, `"NaN"`, `"Infinity"`, `"-Infinity"`, the bits of a float as `"0x7fc00000"`, a boolean, a
/// pair for complex numbers. v2 has null for none, which is zero here, and Base64 for other elements.
final class FillValue {
    private FillValue() {}

    /// One element as it would be stored.
    static byte[] bytes(@Nullable JsonPart part, ElementType type) {
        if (part == null) {
            return new byte[type.bytes()];
        }
        ByteBuffer out = ByteBuffer.allocate(type.bytes()).order(type.order());
        JsonNode node = part.node();
        switch (type.dtype()) {
            case C64 -> {
                out.putFloat((float) half(part, 0, Float.BYTES)).putFloat((float) half(part, 1, Float.BYTES));
            }
            case C128 -> out.putDouble(half(part, 0, Double.BYTES)).putDouble(half(part, 1, Double.BYTES));
            case F16, F32, F64 -> putFloat(part, node, type.dtype(), out);
            case RAW -> raw(part, node, out);
            default -> whole(part, node, type, out);
        }
        return out.array();
    }

    private static double half(JsonPart part, int index, int bytes) {
        if (!part.node().isArray()) {
            if (part.node().isNumber()) {
                return index == 0 ? part.node().doubleValue() : 0;
            }
            throw part.malformed("a fill value of two numbers");
        }
        if (part.node().size() != 2) {
            throw part.malformed("a fill value of two numbers");
        }
        JsonNode node = part.node().get(index);
        Long bits = bits(node, bytes);
        if (bits != null) {
            return bytes == Float.BYTES ? Float.intBitsToFloat(bits.intValue()) : Double.longBitsToDouble(bits);
        }
        return number(part, node);
    }

    private static void putFloat(JsonPart part, JsonNode node, DType dtype, ByteBuffer out) {
        Long bits = bits(node, dtype.bytes());
        double value = bits == null ? number(part, node) : 0;
        switch (dtype) {
            case F16 -> out.putShort(bits == null ? Float.floatToFloat16((float) value) : bits.shortValue());
            case F32 -> out.putInt(bits == null ? Float.floatToIntBits((float) value) : bits.intValue());
            default -> out.putLong(bits == null ? Double.doubleToLongBits(value) : bits);
        }
    }

    /// The bits that a hexadecimal text gives, null for anything else.
    private static @Nullable Long bits(JsonNode node, int bytes) {
        String text = node.isTextual() ? node.textValue() : "";
        return text.matches("0[xX][0-9a-fA-F]{" + 2 * bytes + "}")
                ? Long.parseUnsignedLong(text.substring(2), 16)
                : null;
    }

    private static double number(JsonPart part, JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return switch (node.isTextual() ? node.textValue() : "") {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw part.malformed("a number, NaN, Infinity or the bits of a float as fill value");
        };
    }

    private static void whole(JsonPart part, JsonNode node, ElementType type, ByteBuffer out) {
        BigInteger value = BigInteger.ZERO;
        if (node.isBoolean()) {
            value = node.booleanValue() ? BigInteger.ONE : BigInteger.ZERO;
        } else if (node.isNumber() && Double.isFinite(node.doubleValue())) {
            BigDecimal number = node.decimalValue();
            // The power of ten of a text can be larger than any memory.
            boolean short_ =
                    Math.abs((long) number.precision() - number.scale()) < 40 && Math.abs(number.scale()) < 400;
            if (!short_ || number.stripTrailingZeros().scale() > 0) {
                throw part.malformed("a whole number as fill value");
            }
            value = number.toBigInteger();
        } else {
            throw part.malformed("a whole number as fill value");
        }
        int bits = 8 * type.bytes();
        boolean signed = !type.dtype().isUnsigned();
        boolean fits = signed ? value.bitLength() < bits : value.signum() >= 0 && value.bitLength() <= bits;
        if (!fits) {
            throw part.malformed("a fill value that fits " + type.dtype().name().toLowerCase(Locale.ROOT));
        }
        long v = value.longValue();
        switch (type.bytes()) {
            case 1 -> out.put((byte) v);
            case 2 -> out.putShort((short) v);
            case 4 -> out.putInt((int) v);
            default -> out.putLong(v);
        }
    }

    private static void raw(JsonPart part, JsonNode node, ByteBuffer out) {
        if (node.isNumber() && node.doubleValue() == 0) {
            return;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(part.text());
        } catch (IllegalArgumentException e) {
            throw part.malformed("the bytes of one element in Base64");
        }
        if (bytes.length > out.capacity()) {
            throw part.malformed("the bytes of one element in Base64");
        }
        out.order(ByteOrder.BIG_ENDIAN).put(bytes);
    }
}
