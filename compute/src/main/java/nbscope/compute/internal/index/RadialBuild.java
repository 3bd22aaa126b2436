package nbscope.compute.internal.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Fills a [RadialCube]: each pattern's pixels are added up by checkpoint interval, then along the
/// checkpoints; the sums of some patterns leave together, as a piece of every plane. Plain Java.
final class RadialBuild implements Sweep.Part {
    private static final int STRIDE = Group.MOST + 8;

    private final RadialCube cube;
    private final Geometry geometry;
    private final DType dtype;
    private final BooleanSupplier goOn;
    private final Group group;
    private final int[] intervals;
    private final int count;
    private final byte[] bytes;
    private final short[] shorts;
    private final int[] ints;
    private final float[] floats;
    private final double[] doubles;

    /// By interval, excluded pixels at the end.
    private final long[] longSums;

    private final double[] doubleSums;

    /// By checkpoint and pattern.
    private final long[] whole;

    private final double[] high;
    private final double[] low;

    static Outcome run(HostChunks chunks, RadialCube cube, Pace pace) {
        int[] intervals = cube.order().intervals(cube.geometry().pixels());
        return Sweep.run(
                Group.count(chunks),
                pace.threads(),
                () -> new RadialBuild(chunks, cube, intervals, pace.goOn().get()));
    }

    private RadialBuild(HostChunks chunks, RadialCube cube, int[] intervals, BooleanSupplier goOn) {
        this.cube = cube;
        this.geometry = cube.geometry();
        this.dtype = geometry.dtype();
        this.goOn = goOn;
        this.group = new Group(chunks);
        this.intervals = intervals;
        this.count = cube.order().checkpoints().length - 1;
        int pixels = geometry.pixels();
        boolean integer = dtype.isInteger();
        this.bytes = new byte[dtype.bytes() == 1 ? pixels : 0];
        this.shorts = new short[dtype.bytes() == 2 ? pixels : 0];
        this.ints = new int[dtype.bytes() == 4 && integer ? pixels : 0];
        this.floats = new float[dtype == DType.F32 ? pixels : 0];
        this.doubles = new double[dtype == DType.F64 ? pixels : 0];
        this.longSums = new long[integer ? count + 1 : 0];
        this.doubleSums = new double[integer ? 0 : count + 1];
        this.whole = new long[integer ? count * STRIDE : 0];
        this.high = new double[integer ? 0 : count * STRIDE];
        this.low = new double[integer ? 0 : count * STRIDE];
    }

    @Override
    public Outcome group(int number) {
        group.find(number);
        for (int g = 0; g < group.count(); g++) {
            if (!goOn.getAsBoolean()) {
                return Outcome.STOPPED;
            }
            read(group.segment(g), group.offset(g));
            if (!(dtype.isInteger() ? fits(g) : finite(g))) {
                return Outcome.UNFIT;
            }
        }
        for (int k = 0; k < count; k++) {
            write(k);
        }
        return Outcome.DONE;
    }

    private void read(MemorySegment data, long at) {
        Arrays.fill(longSums, 0);
        Arrays.fill(doubleSums, 0);
        int pixels = geometry.pixels();
        boolean unsigned = dtype.isUnsigned();
        if (bytes.length > 0) {
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, bytes, 0, pixels);
            add(bytes, unsigned ? 0xff : -1, intervals, longSums);
        } else if (shorts.length > 0) {
            MemorySegment.copy(data, Pixels.I16, at, shorts, 0, pixels);
            add(shorts, unsigned ? 0xffff : -1, intervals, longSums);
        } else if (ints.length > 0) {
            MemorySegment.copy(data, Pixels.I32, at, ints, 0, pixels);
            add(ints, unsigned ? 0xffff_ffffL : -1, intervals, longSums);
        } else if (floats.length > 0) {
            MemorySegment.copy(data, Pixels.F32, at, floats, 0, pixels);
            add(floats, intervals, doubleSums);
        } else {
            MemorySegment.copy(data, Pixels.F64, at, doubles, 0, pixels);
            add(doubles, intervals, doubleSums);
        }
    }

    private static void add(byte[] pixels, int mask, int[] intervals, long[] sums) {
        for (int p = 0; p < pixels.length; p++) {
            sums[intervals[p]] += pixels[p] & mask;
        }
    }

    private static void add(short[] pixels, int mask, int[] intervals, long[] sums) {
        for (int p = 0; p < pixels.length; p++) {
            sums[intervals[p]] += pixels[p] & mask;
        }
    }

    private static void add(int[] pixels, long mask, int[] intervals, long[] sums) {
        for (int p = 0; p < pixels.length; p++) {
            sums[intervals[p]] += pixels[p] & mask;
        }
    }

    private static void add(float[] pixels, int[] intervals, double[] sums) {
        for (int p = 0; p < pixels.length; p++) {
            sums[intervals[p]] += pixels[p];
        }
    }

    private static void add(double[] pixels, int[] intervals, double[] sums) {
        for (int p = 0; p < pixels.length; p++) {
            sums[intervals[p]] += pixels[p];
        }
    }

    /// Whether the difference of any two checkpoints fits the type of the cube.
    private boolean fits(int g) {
        long sum = 0;
        long min = 0;
        long max = 0;
        for (int k = 0; k < count; k++) {
            sum += longSums[k];
            whole[k * STRIDE + g] = sum;
            min = Math.min(min, sum);
            max = Math.max(max, sum);
        }
        return switch (cube.sums()) {
            case U32 -> max <= 0xffff_ffffL;
            case I32 -> max - min <= Integer.MAX_VALUE;
            default -> true;
        };
    }

    /// Two-sum, see [PixelPlanes].
    private boolean finite(int g) {
        double sum = 0;
        double lost = 0;
        boolean finite = true;
        for (int k = 0; k < count; k++) {
            double x = doubleSums[k];
            double next = sum + x;
            double part = next - sum;
            lost += (sum - (next - part)) + (x - part);
            sum = next;
            high[k * STRIDE + g] = sum;
            low[k * STRIDE + g] = lost;
            finite &= Double.isFinite(sum) && Double.isFinite(lost);
        }
        return finite;
    }

    private void write(int k) {
        long to = cube.offset(k + 1, group.first());
        int n = group.count();
        switch (cube.sums()) {
            case I64 -> MemorySegment.copy(whole, k * STRIDE, cube.planes(), RowPrefixIndex.I64, to, n);
            case F64 -> {
                MemorySegment.copy(high, k * STRIDE, cube.planes(), Pixels.F64, to, n);
                long second = cube.offset(k + 1 + count, group.first());
                MemorySegment.copy(low, k * STRIDE, cube.planes(), Pixels.F64, second, n);
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    cube.planes().set(Pixels.I32, to + 4L * i, (int) whole[k * STRIDE + i]);
                }
            }
        }
    }
}
