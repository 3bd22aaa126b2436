package nbscope.io.internal.filter;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2L;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2S;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Filters on the Vector API: zero-extend, shift, or. Linked only where the module is present (see [Filters#best]).
/// The rest of a block that fills no vector goes to the scalar twin.
final class VectorFilters implements Filters {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Species wider than the registers are emulated, at a hundredth of the speed: what they cannot do goes to the
    /// scalar twin.
    private static final int REGISTER_BYTES = ByteVector.SPECIES_PREFERRED.length();

    private static final boolean WIDE = REGISTER_BYTES >= 64;
    private static final boolean MIDDLE = REGISTER_BYTES >= 32;

    private static final VectorSpecies<Byte> B128 = ByteVector.SPECIES_128;
    private static final VectorSpecies<Byte> B256 = ByteVector.SPECIES_256;
    private static final VectorSpecies<Byte> B512 = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> S =
            WIDE ? ShortVector.SPECIES_512 : MIDDLE ? ShortVector.SPECIES_256 : ShortVector.SPECIES_128;
    private static final VectorSpecies<Byte> S_BYTES =
            WIDE ? ByteVector.SPECIES_256 : MIDDLE ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    private static final VectorSpecies<Integer> I = WIDE ? IntVector.SPECIES_512 : IntVector.SPECIES_256;
    private static final VectorSpecies<Byte> I_BYTES = WIDE ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    private static final VectorSpecies<Long> L = WIDE ? LongVector.SPECIES_512 : LongVector.SPECIES_256;
    private static final VectorSpecies<Byte> TRANSPOSED = WIDE ? ByteVector.SPECIES_512 : ByteVector.SPECIES_256;
    private static final VectorSpecies<Byte> L_BYTES = ByteVector.SPECIES_64;

    /// Rows of 16 to 128 bytes as two or four vectors that overlap in the middle: straight code with a check for each
    /// vector, where a bulk copy costs several times as much as the bytes it moves.
    @Override
    public void move(byte[] in, int from, int inStep, MemorySegment out, long to, long outStep, int bytes, int rows) {
        if (!out.isNative()) {
            // Vectors cannot be stored to a short[] or a float[].
            BULK.move(in, from, inStep, out, to, outStep, bytes, rows);
        } else if (bytes >= 32 && bytes <= 128 && MIDDLE) {
            int first = Math.min(bytes, 64);
            twice32(in, from, inStep, out, to, outStep, first, rows);
            if (bytes > 64) {
                twice32(in, from + bytes - 64, inStep, out, to + bytes - 64, outStep, 64, rows);
            }
        } else if (bytes >= 16 && bytes < 32 && REGISTER_BYTES >= 16) {
            twice16(in, from, inStep, out, to, outStep, bytes, rows);
        } else {
            BULK.move(in, from, inStep, out, to, outStep, bytes, rows);
        }
    }

    // The species are constants on purpose: a species that is a parameter is not compiled to an instruction.

    private static void twice32(
            byte[] in, int from, int inStep, MemorySegment out, long to, long outStep, int bytes, int rows) {
        int second = bytes - 32;
        for (int r = 0; r < rows; r++) {
            ByteVector a = ByteVector.fromArray(B256, in, from + r * inStep);
            ByteVector b = ByteVector.fromArray(B256, in, from + r * inStep + second);
            a.intoMemorySegment(out, to + r * outStep, ByteOrder.LITTLE_ENDIAN);
            b.intoMemorySegment(out, to + r * outStep + second, ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static void twice16(
            byte[] in, int from, int inStep, MemorySegment out, long to, long outStep, int bytes, int rows) {
        int second = bytes - 16;
        for (int r = 0; r < rows; r++) {
            ByteVector a = ByteVector.fromArray(B128, in, from + r * inStep);
            ByteVector b = ByteVector.fromArray(B128, in, from + r * inStep + second);
            a.intoMemorySegment(out, to + r * outStep, ByteOrder.LITTLE_ENDIAN);
            b.intoMemorySegment(out, to + r * outStep + second, ByteOrder.LITTLE_ENDIAN);
        }
    }

    @Override
    public void unshuffle(int item, int n, byte[] in, byte[] out) {
        int elements = n / item;
        if (item == 1) {
            System.arraycopy(in, 0, out, 0, n);
            return;
        }
        int done = switch (item) {
            case 2 -> REGISTER_BYTES >= 16 ? two(elements, in, out) : 0;
            case 4 -> MIDDLE ? four(elements, in, out) : 0;
            case 8 -> WIDE ? eight(elements, in, 0, out, 0) : MIDDLE ? eightInHalves(elements, in, 0, out, 0) : 0;
            default -> 0;
        };
        ScalarFilters.unshuffle(item, n, done, in, out);
    }

    // The loops below repeat themselves where a function would be shorter: a vector that crosses a call which the
    // compiler does not inline becomes an object, at a hundredth of the speed.

    private static int two(int elements, byte[] in, byte[] out) {
        int i = 0;
        for (int end = elements - S.length(); i <= end; i += S.length()) {
            Vector<Short> low = ByteVector.fromArray(S_BYTES, in, i).convertShape(ZERO_EXTEND_B2S, S, 0);
            Vector<Short> high = ByteVector.fromArray(S_BYTES, in, elements + i).convertShape(ZERO_EXTEND_B2S, S, 0);
            low.lanewise(OR, high.lanewise(LSHL, 8)).reinterpretAsBytes().intoArray(out, 2 * i);
        }
        return i;
    }

    private static int four(int elements, byte[] in, byte[] out) {
        int i = 0;
        for (int end = elements - I.length(); i <= end; i += I.length()) {
            Vector<Integer> a = ByteVector.fromArray(I_BYTES, in, i).convertShape(ZERO_EXTEND_B2I, I, 0);
            Vector<Integer> b = ByteVector.fromArray(I_BYTES, in, elements + i).convertShape(ZERO_EXTEND_B2I, I, 0);
            Vector<Integer> c =
                    ByteVector.fromArray(I_BYTES, in, 2 * elements + i).convertShape(ZERO_EXTEND_B2I, I, 0);
            Vector<Integer> d =
                    ByteVector.fromArray(I_BYTES, in, 3 * elements + i).convertShape(ZERO_EXTEND_B2I, I, 0);
            Vector<Integer> ab = a.lanewise(OR, b.lanewise(LSHL, 8));
            Vector<Integer> cd = c.lanewise(OR, d.lanewise(LSHL, 8));
            ab.lanewise(OR, cd.lanewise(LSHL, 16)).reinterpretAsBytes().intoArray(out, 4 * i);
        }
        return i;
    }

    private static int eight(int elements, byte[] in, int from, byte[] out, int to) {
        int i = 0;
        for (; i + 8 <= elements; i += 8) {
            Vector<Long> low = LongVector.zero(L);
            for (int j = 7; j >= 0; j--) {
                Vector<Long> next = ByteVector.fromArray(L_BYTES, in, from + j * elements + i)
                        .convertShape(ZERO_EXTEND_B2L, L, 0);
                low = low.lanewise(LSHL, 8).lanewise(OR, next);
            }
            low.reinterpretAsBytes().intoArray(out, to + 8 * i);
        }
        return i;
    }

    /// As [#eight] where four longs fill a register.
    private static int eightInHalves(int elements, byte[] in, int from, byte[] out, int to) {
        int i = 0;
        for (; i + 8 <= elements; i += 8) {
            Vector<Long> low = LongVector.zero(L);
            Vector<Long> high = LongVector.zero(L);
            for (int j = 7; j >= 0; j--) {
                ByteVector bytes = ByteVector.fromArray(L_BYTES, in, from + j * elements + i);
                low = low.lanewise(LSHL, 8).lanewise(OR, bytes.convertShape(ZERO_EXTEND_B2L, L, 0));
                high = high.lanewise(LSHL, 8).lanewise(OR, bytes.convertShape(ZERO_EXTEND_B2L, L, 1));
            }
            low.reinterpretAsBytes().intoArray(out, to + 8 * i);
            high.reinterpretAsBytes().intoArray(out, to + 8 * i + 32);
        }
        return i;
    }

    @Override
    public void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
        if (!MIDDLE) {
            ScalarFilters.INSTANCE.bitUnshuffle(item, n, in, out, planes);
            return;
        }
        int elements = n / item & ~7;
        int body = elements * item;
        byte[] target = item == 1 ? out : planes;
        for (int plane = 0; plane < item; plane++) {
            int base = plane * elements;
            int row = elements / 8;
            int done = WIDE ? masks(row, in, base, target) : 0;
            if (done == 0) {
                int groups = WIDE ? eight(row, in, base, target, base) : eightInHalves(row, in, base, target, base);
                ScalarFilters.gather(row, groups, in, base, target);
                transposeAll(target, base, base + elements);
            } else {
                ScalarFilters.gather(row, done, in, base, target);
                ScalarFilters.transposeAll(target, base + 8 * done, base + elements);
            }
        }
        if (item > 1) {
            unshuffle(item, body, planes, out);
        }
        System.arraycopy(in, body, out, body, n - body);
    }

    /// As [ScalarFilters#transposeAll].
    private static void transposeAll(byte[] planes, int from, int to) {
        int i = from;
        for (; i + L.vectorByteSize() <= to; i += L.vectorByteSize()) {
            LongVector x = ByteVector.fromArray(TRANSPOSED, planes, i).reinterpretAsLongs();
            LongVector t = x.lanewise(XOR, x.lanewise(LSHR, 7)).lanewise(AND, 0x00aa00aa00aa00aaL);
            x = x.lanewise(XOR, t).lanewise(XOR, t.lanewise(LSHL, 7));
            t = x.lanewise(XOR, x.lanewise(LSHR, 14)).lanewise(AND, 0x0000cccc0000ccccL);
            x = x.lanewise(XOR, t).lanewise(XOR, t.lanewise(LSHL, 14));
            t = x.lanewise(XOR, x.lanewise(LSHR, 28)).lanewise(AND, 0x00000000f0f0f0f0L);
            x = x.lanewise(XOR, t).lanewise(XOR, t.lanewise(LSHL, 28));
            x.reinterpretAsBytes().intoArray(planes, i);
        }
        ScalarFilters.transposeAll(planes, i, to);
    }

    /// A bit row of 64 elements is a lane mask: each row adds its power of two where its bit is set.
    private static int masks(int row, byte[] in, int base, byte[] planes) {
        int g = 0;
        for (; g + 8 <= row; g += 8) {
            ByteVector v = ByteVector.zero(B512);
            for (int bit = 0; bit < 8; bit++) {
                VectorMask<Byte> set = VectorMask.fromLong(B512, (long) LONG.get(in, base + bit * row + g));
                v = v.lanewise(OR, (byte) (1 << bit), set);
            }
            v.intoArray(planes, base + 8 * g);
        }
        return g;
    }
}
