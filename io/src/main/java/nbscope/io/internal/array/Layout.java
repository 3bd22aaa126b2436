package nbscope.io.internal.array;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.io.Axis;
import nbscope.io.Region;

/// Sizes and strides of packed arrays.
public final class Layout {
    private static final List<String> STEM = List.of("frame", "scan_row", "scan_col", "det_row", "det_col");

    private Layout() {}

    /// Bytes of a packed array, or -1 where they do not fit a long or an axis is negative.
    public static long bytes(long[] shape, int itemBytes) {
        long bytes = itemBytes;
        for (long length : shape) {
            if (length < 0) {
                return -1;
            }
            if (length == 0) {
                return zeroUnlessNegative(shape);
            }
            if (bytes > Long.MAX_VALUE / length) {
                return -1;
            }
            bytes *= length;
        }
        return bytes;
    }

    private static long zeroUnlessNegative(long[] shape) {
        return Arrays.stream(shape).anyMatch(n -> n < 0) ? -1 : 0;
    }

    /// Byte strides with the last axis packed.
    public static long[] cOrder(long[] shape, int itemBytes) {
        long[] stride = new long[shape.length];
        long step = itemBytes;
        for (int i = shape.length - 1; i >= 0; i--) {
            stride[i] = step;
            step *= Math.max(shape[i], 1);
        }
        return stride;
    }

    /// Byte strides with the first axis packed.
    public static long[] fortranOrder(long[] shape, int itemBytes) {
        long[] stride = new long[shape.length];
        long step = itemBytes;
        for (int i = 0; i < shape.length; i++) {
            stride[i] = step;
            step *= Math.max(shape[i], 1);
        }
        return stride;
    }

    /// Throws when the region leaves the array or its packed elements do not fit the destination.
    public static void check(Region region, long[] shape, int outBytes, MemorySegment destination, String name) {
        region.checkInside(shape);
        long needed = bytes(region.shape(), outBytes);
        if (needed < 0 || needed > destination.byteSize()) {
            throw new IndexOutOfBoundsException(name + ": " + region + " needs " + needed
                    + " bytes, the destination has " + destination.byteSize());
        }
    }

    /// Uncalibrated axes: the names of 4D-STEM for 4 and 5 axes, `axis0`, `axis1`, ... for the rest.
    public static List<Axis> axes(int rank) {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(Axis.pixels(rank == 4 || rank == 5 ? STEM.get(i + 5 - rank) : "axis" + i));
        }
        return List.copyOf(axes);
    }
}
