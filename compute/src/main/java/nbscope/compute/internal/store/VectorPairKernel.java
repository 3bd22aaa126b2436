package nbscope.compute.internal.store;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// A register of words at a time; bins beyond a multiple of it take the scalar way.
final class VectorPairKernel implements PairKernel {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> HALF =
            VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
    private static final int L = INTS.length();
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    @Override
    public void bin(
            MemorySegment source,
            long[] rows,
            int count,
            long step,
            int cols,
            MemorySegment destination,
            long to,
            int item,
            int[] ends) {
        int whole = cols / L * L;
        if (whole > 0) {
            if (rows.length == 2) {
                two(source, rows[0], rows[1], count, step, whole, cols, destination, to, item == 2, ends);
            } else {
                several(source, rows, count, step, whole, cols, destination, to, item == 2, ends);
            }
        }
        for (int r = 0; r < count && whole < cols; r++) {
            long row = to + (long) r * cols * item;
            ScalarPairKernel.part(source, rows, r * step, whole, cols, destination, row, item, ends);
        }
    }

    private static IntVector words(MemorySegment s, long at) {
        IntVector x = IntVector.fromMemorySegment(INTS, s, at, LITTLE);
        return x.and(0xffff).add(x.lanewise(VectorOperators.LSHR, 16));
    }

    private static void store(IntVector sum, MemorySegment d, long to, int i, boolean shorts) {
        if (shorts) {
            ((ShortVector) sum.convertShape(VectorOperators.I2S, HALF, 0)).intoMemorySegment(d, to + 2L * i, LITTLE);
        } else {
            sum.intoMemorySegment(d, to + 4L * i, LITTLE);
        }
    }

    // hot loop
    private static void two(
            MemorySegment s,
            long a,
            long b,
            int count,
            long step,
            int whole,
            int cols,
            MemorySegment d,
            long to,
            boolean shorts,
            int[] ends) {
        IntVector min = IntVector.broadcast(INTS, ends[0]);
        IntVector max = IntVector.broadcast(INTS, ends[1]);
        long rowBytes = shorts ? 2L * cols : 4L * cols;
        for (int r = 0; r < count; r++) {
            long first = a + r * step;
            long second = b + r * step;
            long row = to + r * rowBytes;
            for (int i = 0; i < whole; i += L) {
                IntVector sum = words(s, first + 4L * i).add(words(s, second + 4L * i));
                min = min.min(sum);
                max = max.max(sum);
                store(sum, d, row, i, shorts);
            }
        }
        ends[0] = min.reduceLanes(VectorOperators.MIN);
        ends[1] = max.reduceLanes(VectorOperators.MAX);
    }

    // hot loop
    private static void several(
            MemorySegment s,
            long[] rows,
            int count,
            long step,
            int whole,
            int cols,
            MemorySegment d,
            long to,
            boolean shorts,
            int[] ends) {
        IntVector min = IntVector.broadcast(INTS, ends[0]);
        IntVector max = IntVector.broadcast(INTS, ends[1]);
        long rowBytes = shorts ? 2L * cols : 4L * cols;
        for (int r = 0; r < count; r++) {
            long row = to + r * rowBytes;
            for (int i = 0; i < whole; i += L) {
                long shift = r * step + 4L * i;
                IntVector sum = words(s, rows[0] + shift);
                for (int k = 1; k < rows.length; k++) {
                    sum = sum.add(words(s, rows[k] + shift));
                }
                min = min.min(sum);
                max = max.max(sum);
                store(sum, d, row, i, shorts);
            }
        }
        ends[0] = min.reduceLanes(VectorOperators.MIN);
        ends[1] = max.reduceLanes(VectorOperators.MAX);
    }
}
