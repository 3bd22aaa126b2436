package nbscope.io.internal.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.UnsupportedDataException;

/// Copies runs of elements from stored form (either byte order, any step) to packed little endian, in the same element
/// type or as float32; raw elements as they are. Stateless, so one instance serves all threads.
public final class ElementCopy {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final ValueLayout.OfByte B = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort S = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE);
    private static final ValueLayout.OfInt I = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE);
    private static final ValueLayout.OfLong L = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE);
    private static final ValueLayout.OfFloat F = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE);

    private final DType dtype;
    private final int bytes;
    /// Bytes that change places together: the element, half of a complex one, or 1 where the order is right.
    private final int swap;
    private final boolean toFloat;

    private ElementCopy(ElementType type, boolean toFloat) {
        this.dtype = type.dtype();
        this.bytes = type.bytes();
        int number = switch (dtype) {
            case RAW -> 1;
            case C64, C128 -> bytes / 2;
            default -> bytes;
        };
        this.swap = type.order() == LITTLE ? 1 : number;
        this.toFloat = toFloat;
    }

    /// Stored elements to the same type, numbers little endian.
    public static ElementCopy same(ElementType type) {
        return new ElementCopy(type, false);
    }

    /// Stored elements to float32, rounded to nearest.
    ///
    /// @param name what the error calls the array
    /// @throws UnsupportedDataException for complex and raw elements
    public static ElementCopy toFloat32(ElementType type, String name) {
        String advice = switch (type.dtype()) {
            case C64, C128 ->
                "complex numbers are no single float32; read() gives real and imaginary part side by side. "
                        + "Or save np.abs(array), array.real or array.imag";
            case RAW -> "elements of type " + type.numpy() + " are no numbers; read() gives their bytes";
            default -> "";
        };
        if (!advice.isEmpty()) {
            throw new UnsupportedDataException(name, advice);
        }
        return new ElementCopy(type, type.dtype() != DType.F32);
    }

    /// Bytes per element at the destination.
    public int outBytes() {
        return toFloat ? Float.BYTES : bytes;
    }

    /// Bytes per element in the store.
    public int inBytes() {
        return bytes;
    }

    /// Whether a run of elements that lie `step` bytes apart is moved byte by byte.
    boolean moves(long step) {
        return !toFloat && swap == 1 && step == bytes;
    }

    /// Copies `n` elements that lie `step` bytes apart.
    public void run(MemorySegment from, long at, long step, MemorySegment to, long out, long n) {
        if (toFloat) {
            convert(from, at, step, to, out, n);
        } else if (moves(step)) {
            MemorySegment.copy(from, at, to, out, n * step);
        } else {
            move(from, at, step, to, out, n);
        }
    }

    private void move(MemorySegment from, long at, long step, MemorySegment to, long out, long n) {
        int width = swap == 1 ? bytes : swap;
        if (width < bytes && dtype != DType.RAW) {
            // The two halves of complex numbers, each as a run of its own.
            for (long k = 0; k < n; k++) {
                numbers(width, from, at + k * step, width, to, out + k * bytes, 2);
            }
        } else if (dtype == DType.RAW || width > 8) {
            for (long k = 0; k < n; k++) {
                MemorySegment.copy(from, at + k * step, to, out + k * bytes, bytes);
            }
        } else {
            numbers(width, from, at, step, to, out, n);
        }
    }

    private void numbers(int width, MemorySegment from, long at, long step, MemorySegment to, long out, long n) {
        switch (width) {
            case 1 -> {
                for (long k = 0; k < n; k++) {
                    to.set(B, out + k, from.get(B, at + k * step));
                }
            }
            case 2 -> {
                for (long k = 0; k < n; k++) {
                    to.set(S, out + 2 * k, i16(from, at + k * step));
                }
            }
            case 4 -> {
                for (long k = 0; k < n; k++) {
                    to.set(I, out + 4 * k, i32(from, at + k * step));
                }
            }
            default -> {
                for (long k = 0; k < n; k++) {
                    to.set(L, out + 8 * k, i64(from, at + k * step));
                }
            }
        }
    }

    // hot loop: one loop per element type, so that each compiles to straight code
    private void convert(MemorySegment from, long at, long step, MemorySegment to, long out, long n) {
        switch (dtype) {
            case U8 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, from.get(B, at + k * step) & 0xff);
                }
            }
            case I8 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, from.get(B, at + k * step));
                }
            }
            case U16 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, i16(from, at + k * step) & 0xffff);
                }
            }
            case I16 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, i16(from, at + k * step));
                }
            }
            case U32 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, (float) (i32(from, at + k * step) & 0xffffffffL));
                }
            }
            case I32 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, i32(from, at + k * step));
                }
            }
            case U64 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, unsignedToFloat(i64(from, at + k * step)));
                }
            }
            case I64 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, (float) i64(from, at + k * step));
                }
            }
            case F16 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, Float.float16ToFloat(i16(from, at + k * step)));
                }
            }
            case F32, C64, C128, RAW -> throw new AssertionError(dtype + " is not converted");
            case F64 -> {
                for (long k = 0; k < n; k++) {
                    to.set(F, out + 4 * k, (float) Double.longBitsToDouble(i64(from, at + k * step)));
                }
            }
        }
    }

    private short i16(MemorySegment from, long at) {
        short v = from.get(S, at);
        return swap > 1 ? Short.reverseBytes(v) : v;
    }

    private int i32(MemorySegment from, long at) {
        int v = from.get(I, at);
        return swap > 1 ? Integer.reverseBytes(v) : v;
    }

    private long i64(MemorySegment from, long at) {
        long v = from.get(L, at);
        return swap > 1 ? Long.reverseBytes(v) : v;
    }

    /// Halves with the lost bit kept as a sticky bit, so that the rounding stays to nearest even.
    private static float unsignedToFloat(long v) {
        return v >= 0 ? v : (float) ((v >>> 1) | (v & 1)) * 2f;
    }
}
