package nbscope.io.internal.volume;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.Layout;
import nbscope.io.internal.array.StridedArray;

/// Real numbers as `stored · slope + inter`, in float64 as nibabel gives them. A read converts through memory of
/// its own.
final class ScaledArray implements NdArray {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final ValueLayout.OfShort S = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE);
    private static final ValueLayout.OfInt I = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE);
    private static final ValueLayout.OfLong L = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE);
    private static final ValueLayout.OfFloat F = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE);
    private static final ValueLayout.OfDouble D = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE);

    private final StridedArray stored;
    private final double slope;
    private final double inter;

    ScaledArray(StridedArray stored, double slope, double inter) {
        this.stored = stored;
        this.slope = slope;
        this.inter = inter;
    }

    ScaledArray turned(int[] order, boolean[] backward) {
        return new ScaledArray(stored.turned(order, backward), slope, inter);
    }

    @Override
    public long[] shape() {
        return stored.shape();
    }

    @Override
    public DType dtype() {
        return DType.F64;
    }

    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public List<Axis> axes() {
        return stored.axes();
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        Layout.check(region, shape(), 8, destination, name());
        convert(region, destination, false);
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        Layout.check(region, shape(), 4, destination, name());
        convert(region, destination, true);
    }

    private void convert(Region region, MemorySegment destination, boolean narrow) {
        DType type = stored.dtype();
        long count = region.elements();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment raw = arena.allocate(Math.max(1, count * type.bytes()), 64);
            stored.read(region, raw);
            for (long i = 0; i < count; i++) {
                double value = value(type, raw, i * type.bytes());
                value = slope == 1 ? value : value * slope;
                value = inter == 0 ? value : value + inter;
                if (narrow) {
                    destination.set(F, i * 4, (float) value);
                } else {
                    destination.set(D, i * 8, value);
                }
            }
        }
    }

    private static double value(DType type, MemorySegment raw, long at) {
        return switch (type) {
            case U8 -> raw.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            case I8 -> raw.get(ValueLayout.JAVA_BYTE, at);
            case U16 -> raw.get(S, at) & 0xffff;
            case I16 -> raw.get(S, at);
            case U32 -> raw.get(I, at) & 0xffffffffL;
            case I32 -> raw.get(I, at);
            case I64 -> raw.get(L, at);
            case U64 -> unsigned(raw.get(L, at));
            case F32 -> raw.get(F, at);
            case F64 -> raw.get(D, at);
            default -> throw new IllegalStateException(type + " is not scaled");
        };
    }

    /// Rounded to nearest: the lowest bit stands for all that the shift drops.
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (double) (bits >>> 1 | bits & 1) * 2;
    }

    @Override
    public void close() {
        stored.close();
    }
}
