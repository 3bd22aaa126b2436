package nbscope.compute.internal.sums;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// Plain loops over the row spans: the oracle of the other kernels, and the path of a JVM without the
/// Vector API.
///
/// Each pattern is first copied into a Java array, from its first selected pixel to its last: loops over
/// arrays are fast long before the JIT's last stage, loops over memory segments only after it.
public final class ScalarSums implements SumKernel {
    @Override
    public void sum(Patterns patterns, Plan plan, long[] out, int outFrom) {
        var dtype = patterns.dtype();
        var memory = patterns.memory();
        int[] spans = plan.spans();
        int first = spans.length == 0 ? 0 : spans[0];
        int n = spans.length == 0 ? 0 : spans[spans.length - 1] - first;
        byte[] bytes = new byte[dtype.bytes() == 1 ? n : 0];
        short[] shorts = new short[dtype.bytes() == 2 ? n : 0];
        int[] ints = new int[dtype.bytes() == 4 ? n : 0];
        for (int i = 0; i < patterns.count(); i++) {
            long at = patterns.at(i) + (long) first * dtype.bytes();
            out[outFrom + i] = switch (dtype) {
                case U8, I8 -> {
                    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, n);
                    yield sum(bytes, spans, first, dtype == DType.U8 ? 0xff : -1);
                }
                case U16, I16 -> {
                    MemorySegment.copy(memory, Pixels.I16, at, shorts, 0, n);
                    yield sum(shorts, spans, first, dtype == DType.U16 ? 0xffff : -1);
                }
                case U32, I32 -> {
                    MemorySegment.copy(memory, Pixels.I32, at, ints, 0, n);
                    yield sum(ints, spans, first, dtype == DType.U32 ? 0xffff_ffffL : -1L);
                }
                case U64, I64, F32, F64, F16, C64, C128, RAW ->
                    throw new IllegalArgumentException(dtype + " has no exact integer sums");
            };
        }
    }

    @Override
    public void sum(Patterns patterns, Plan plan, double[] out, int outFrom) {
        var dtype = patterns.dtype();
        var memory = patterns.memory();
        int[] spans = plan.spans();
        int first = spans.length == 0 ? 0 : spans[0];
        int n = spans.length == 0 ? 0 : spans[spans.length - 1] - first;
        float[] floats = new float[dtype == DType.F32 ? n : 0];
        double[] doubles = new double[dtype == DType.F64 ? n : 0];
        for (int i = 0; i < patterns.count(); i++) {
            long at = patterns.at(i) + (long) first * dtype.bytes();
            if (dtype == DType.F32) {
                MemorySegment.copy(memory, Pixels.F32, at, floats, 0, n);
                out[outFrom + i] = sum(floats, spans, first);
            } else {
                MemorySegment.copy(memory, Pixels.F64, at, doubles, 0, n);
                out[outFrom + i] = sum(doubles, spans, first);
            }
        }
    }

    @Override
    public void weighted(Patterns patterns, WeightPlan plan, double[] out, int outFrom) {
        ScalarWeights.weighted(patterns, plan, out, outFrom);
    }

    /// The mask 0xff makes a byte unsigned, -1 leaves its sign; likewise below.
    private static long sum(byte[] pixels, int[] spans, int first, int mask) {
        long sum = 0;
        for (int k = 0; k < spans.length; k += 2) {
            for (int p = spans[k] - first; p < spans[k + 1] - first; p++) {
                sum += pixels[p] & mask;
            }
        }
        return sum;
    }

    private static long sum(short[] pixels, int[] spans, int first, int mask) {
        long sum = 0;
        for (int k = 0; k < spans.length; k += 2) {
            for (int p = spans[k] - first; p < spans[k + 1] - first; p++) {
                sum += pixels[p] & mask;
            }
        }
        return sum;
    }

    private static long sum(int[] pixels, int[] spans, int first, long mask) {
        long sum = 0;
        for (int k = 0; k < spans.length; k += 2) {
            for (int p = spans[k] - first; p < spans[k + 1] - first; p++) {
                sum += pixels[p] & mask;
            }
        }
        return sum;
    }

    private static double sum(float[] pixels, int[] spans, int first) {
        double sum = 0;
        for (int k = 0; k < spans.length; k += 2) {
            for (int p = spans[k] - first; p < spans[k + 1] - first; p++) {
                sum += pixels[p];
            }
        }
        return sum;
    }

    private static double sum(double[] pixels, int[] spans, int first) {
        double sum = 0;
        for (int k = 0; k < spans.length; k += 2) {
            for (int p = spans[k] - first; p < spans[k + 1] - first; p++) {
                sum += pixels[p];
            }
        }
        return sum;
    }
}
