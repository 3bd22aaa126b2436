package nbscope.io.internal.array;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.internal.bytes.Lifetime;
import org.jspecify.annotations.Nullable;

/// Views of what a program already holds: Java arrays and memory segments. No element is copied.
public final class Wrapped {
    private Wrapped() {}

    /// @param dtype null for the signed type of the array's own elements
    public static NdArray javaArray(Object array, @Nullable DType dtype, long[] shape) {
        MemorySegment memory = switch (array) {
            case byte[] a -> MemorySegment.ofArray(a);
            case short[] a -> MemorySegment.ofArray(a);
            case int[] a -> MemorySegment.ofArray(a);
            case long[] a -> MemorySegment.ofArray(a);
            case float[] a -> MemorySegment.ofArray(a);
            case double[] a -> MemorySegment.ofArray(a);
            default ->
                throw new IllegalArgumentException("found a " + array.getClass().getSimpleName()
                        + ", expected one flat byte[], short[], int[], long[], float[] or double[] in C order");
        };
        DType own = switch (array) {
            case byte[] a -> DType.I8;
            case short[] a -> DType.I16;
            case int[] a -> DType.I32;
            case long[] a -> DType.I64;
            case float[] a -> DType.F32;
            default -> DType.F64;
        };
        DType type = dtype == null ? own : dtype;
        if (!type.isPrimitive() || type.bytes() != own.bytes() || type.isInteger() != own.isInteger()) {
            throw new IllegalArgumentException("a " + array.getClass().getSimpleName() + " cannot be read as "
                    + type.name().toLowerCase(Locale.ROOT) + "; its elements are "
                    + own.name().toLowerCase(Locale.ROOT) + " or the unsigned type of the same size");
        }
        return wrap(
                "Java array",
                memory,
                type,
                ByteOrder.nativeOrder(),
                shape.length == 0 ? new long[] {memory.byteSize() / own.bytes()} : shape);
    }

    public static NdArray segment(MemorySegment memory, DType dtype, long[] shape) {
        return wrap("memory segment", memory, dtype, ByteOrder.LITTLE_ENDIAN, shape);
    }

    private static NdArray wrap(String name, MemorySegment memory, DType dtype, ByteOrder order, long[] shape) {
        if (dtype == DType.RAW) {
            throw new IllegalArgumentException(
                    "a " + name + " of raw bytes has no elements; wrap it as U8 with one more axis");
        }
        long bytes = Layout.bytes(shape, dtype.bytes());
        if (bytes != memory.byteSize()) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " of "
                    + dtype.name().toLowerCase(Locale.ROOT) + " needs "
                    + (bytes < 0 ? "an impossible number of" : Long.toString(bytes / dtype.bytes()))
                    + " elements, the " + name + " has " + memory.byteSize() / dtype.bytes());
        }
        return new StridedArray(
                name,
                memory,
                ElementType.of(dtype, order),
                shape,
                Layout.cOrder(shape, dtype.bytes()),
                new Lifetime(name, () -> {}));
    }
}
