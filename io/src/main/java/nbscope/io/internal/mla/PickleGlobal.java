package nbscope.io.internal.mla;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The only Python names that a pickle may use: two containers of MLArray that are read as what they contain, and
/// NumPy's scalars with their types.
enum PickleGlobal {
    FROZEN_LIST,
    FROZEN_DICT,
    NUMPY_SCALAR,
    NUMPY_DTYPE;

    /// A NumPy element type under construction.
    record Dtype(String name, ByteOrder order) {
        /// The state is `(version, byte order, ...)`.
        Dtype withState(List<?> state) {
            Object mark = state.size() > 1 ? state.get(1) : null;
            return new Dtype(name, ">".equals(mark) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        }
    }

    static PickleGlobal of(String module, String name) {
        return switch (module + "." + name) {
            case "mlarray.meta._FrozenList" -> FROZEN_LIST;
            case "mlarray.meta._FrozenDict" -> FROZEN_DICT;
            case "numpy._core.multiarray.scalar", "numpy.core.multiarray.scalar" -> NUMPY_SCALAR;
            case "numpy.dtype" -> NUMPY_DTYPE;
            default ->
                throw new PickleException("it asks for the Python name " + clip(module) + "." + clip(name)
                        + ", which plain metadata do not need. It was not run");
        };
    }

    private static String clip(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "...";
    }

    Object call(List<?> arguments) {
        return switch (this) {
            case FROZEN_LIST -> {
                if (arguments.size() == 1 && arguments.getFirst() instanceof ArrayList<?> list) {
                    yield list;
                }
                throw wrong(arguments);
            }
            case FROZEN_DICT -> {
                if (arguments.size() == 1 && arguments.getFirst() instanceof Map<?, ?> map) {
                    yield map;
                }
                throw wrong(arguments);
            }
            case NUMPY_DTYPE -> {
                if (!arguments.isEmpty() && arguments.getFirst() instanceof String name) {
                    yield new Dtype(name, ByteOrder.LITTLE_ENDIAN);
                }
                throw wrong(arguments);
            }
            case NUMPY_SCALAR -> {
                if (arguments.size() == 2
                        && arguments.getFirst() instanceof Dtype dtype
                        && arguments.getLast() instanceof byte[] bytes) {
                    yield scalar(dtype, bytes);
                }
                throw wrong(arguments);
            }
        };
    }

    private PickleException wrong(List<?> arguments) {
        return new PickleException("it calls " + this + " with " + arguments.size() + " arguments of the wrong kind");
    }

    private static Object scalar(Dtype dtype, byte[] bytes) {
        String name = dtype.name();
        if (name.startsWith("U")) {
            return text(dtype, bytes);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(dtype.order());
        int width = name.length() == 2 ? name.charAt(1) - '0' : -1;
        @Nullable
        Object value = bytes.length != width
                ? null
                : switch (name) {
                    case "b1" -> in.get() != 0;
                    case "i1" -> (long) in.get();
                    case "u1" -> in.get() & 0xffL;
                    case "i2" -> (long) in.getShort();
                    case "u2" -> in.getShort() & 0xffffL;
                    case "i4" -> (long) in.getInt();
                    case "u4" -> in.getInt() & 0xffffffffL;
                    case "i8" -> in.getLong();
                    case "u8" -> unsigned(in.getLong());
                    case "f2" -> (double) Float.float16ToFloat(in.getShort());
                    case "f4" -> (double) in.getFloat();
                    case "f8" -> in.getDouble();
                    default -> null;
                };
        if (value == null) {
            throw new PickleException("a NumPy scalar of type " + clip(name) + " in " + bytes.length + " bytes");
        }
        return value;
    }

    private static Number unsigned(long v) {
        return v >= 0 ? (Number) v : new BigInteger(Long.toUnsignedString(v));
    }

    /// `U5`: UCS-4, padded with zeros.
    private static String text(Dtype dtype, byte[] bytes) {
        if (bytes.length % 4 != 0 || !dtype.name().equals("U" + bytes.length / 4)) {
            throw new PickleException("a NumPy text of type " + clip(dtype.name()) + " in " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(dtype.order());
        StringBuilder text = new StringBuilder();
        while (in.hasRemaining()) {
            int c = in.getInt();
            if (!Character.isValidCodePoint(c)) {
                throw new PickleException("a NumPy text with the letter " + Integer.toUnsignedString(c));
            }
            text.appendCodePoint(c);
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
