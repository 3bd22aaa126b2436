package nbscope.compute.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import nbscope.io.DType;

/// Plain loops over the row spans: the oracle of the other kernels, and the path of a JVM without the Vector API.
final class ScalarSums implements SumKernel {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LE);
    static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LE);
    static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LE);
    static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(LE);

    @Override
    public void sum(
            DType dtype,
            MemorySegment chunk,
            int patternBytes,
            int from,
            int count,
            Plan plan,
            long[] out,
            int outFrom) {
        int[] spans = plan.spans();
        for (int i = 0; i < count; i++) {
            long base = (long) (from + i) * patternBytes;
            long sum = 0;
            for (int k = 0; k < spans.length; k += 2) {
                sum += span(dtype, chunk, base, spans[k], spans[k + 1]);
            }
            out[outFrom + i] = sum;
        }
    }

    @Override
    public void sum(
            DType dtype,
            MemorySegment chunk,
            int patternBytes,
            int from,
            int count,
            Plan plan,
            double[] out,
            int outFrom) {
        int[] spans = plan.spans();
        for (int i = 0; i < count; i++) {
            long base = (long) (from + i) * patternBytes;
            double sum = 0;
            for (int k = 0; k < spans.length; k += 2) {
                sum += floatSpan(dtype, chunk, base, spans[k], spans[k + 1]);
            }
            out[outFrom + i] = sum;
        }
    }

    private static long span(DType dtype, MemorySegment s, long base, int from, int to) {
        long sum = 0;
        switch (dtype) {
            case U8 -> {
                for (long p = base + from; p < base + to; p++) {
                    sum += s.get(ValueLayout.JAVA_BYTE, p) & 0xff;
                }
            }
            case I8 -> {
                for (long p = base + from; p < base + to; p++) {
                    sum += s.get(ValueLayout.JAVA_BYTE, p);
                }
            }
            case U16 -> {
                for (int p = from; p < to; p++) {
                    sum += s.get(I16, base + 2L * p) & 0xffff;
                }
            }
            case I16 -> {
                for (int p = from; p < to; p++) {
                    sum += s.get(I16, base + 2L * p);
                }
            }
            case U32 -> {
                for (int p = from; p < to; p++) {
                    sum += s.get(I32, base + 4L * p) & 0xffff_ffffL;
                }
            }
            case I32 -> {
                for (int p = from; p < to; p++) {
                    sum += s.get(I32, base + 4L * p);
                }
            }
            case U64, I64, F32, F64 -> throw new IllegalArgumentException(dtype + " has no exact integer sums");
        }
        return sum;
    }

    private static double floatSpan(DType dtype, MemorySegment s, long base, int from, int to) {
        double sum = 0;
        if (dtype == DType.F32) {
            for (int p = from; p < to; p++) {
                sum += s.get(F32, base + 4L * p);
            }
        } else {
            for (int p = from; p < to; p++) {
                sum += s.get(F64, base + 8L * p);
            }
        }
        return sum;
    }
}
