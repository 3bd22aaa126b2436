package nbscope.io.internal.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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

    private static final VectorSpecies<Byte> B512 = ByteVector.SPECIES_512;
    private static final VectorSpecies<Short> S =
            WIDE ? ShortVector.SPECIES_512 : MIDDLE ? ShortVector.SPECIES_256 : ShortVector.SPECIES_128;
    private static final VectorSpecies<Byte> S_BYTES =
            WIDE ? ByteVector.SPECIES_256 : MIDDLE ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    private static final VectorSpecies<Integer> I = WIDE ? IntVector.SPECIES_512 : IntVector.SPECIES_256;
    private static final VectorSpecies<Byte> I_BYTES = WIDE ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    private static final VectorSpecies<Long> L = LongVector.SPECIES_512;
    private static final VectorSpecies<Byte> L_BYTES = ByteVector.SPECIES_64;

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
            case 8 -> WIDE ? eight(elements, in, out) : 0;
            default -> 0;
        };
        ScalarFilters.unshuffle(item, n, done, in, out);
    }

    private static int two(int elements, byte[] in, byte[] out) {
        int i = 0;
        for (int end = elements - S.length(); i <= end; i += S.length()) {
            ShortVector low = shorts(in, i);
            ShortVector high = shorts(in, elements + i);
            low.or(high.lanewise(VectorOperators.LSHL, 8)).reinterpretAsBytes().intoArray(out, 2 * i);
        }
        return i;
    }

    private static ShortVector shorts(byte[] in, int at) {
        return (ShortVector) ByteVector.fromArray(S_BYTES, in, at).convertShape(VectorOperators.ZERO_EXTEND_B2S, S, 0);
    }

    private static int four(int elements, byte[] in, byte[] out) {
        int i = 0;
        for (int end = elements - I.length(); i <= end; i += I.length()) {
            IntVector a = ints(in, i);
            IntVector b = ints(in, elements + i).lanewise(VectorOperators.LSHL, 8);
            IntVector c = ints(in, 2 * elements + i).lanewise(VectorOperators.LSHL, 16);
            IntVector d = ints(in, 3 * elements + i).lanewise(VectorOperators.LSHL, 24);
            a.or(b).or(c.or(d)).reinterpretAsBytes().intoArray(out, 4 * i);
        }
        return i;
    }

    private static IntVector ints(byte[] in, int at) {
        return (IntVector) ByteVector.fromArray(I_BYTES, in, at).convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
    }

    private static int eight(int elements, byte[] in, byte[] out) {
        int i = 0;
        for (int end = elements - L.length(); i <= end; i += L.length()) {
            LongVector a = longs(in, i);
            for (int j = 1; j < 8; j++) {
                a = a.or(longs(in, j * elements + i).lanewise(VectorOperators.LSHL, 8L * j));
            }
            a.reinterpretAsBytes().intoArray(out, 8 * i);
        }
        return i;
    }

    private static LongVector longs(byte[] in, int at) {
        return (LongVector) ByteVector.fromArray(L_BYTES, in, at).convertShape(VectorOperators.ZERO_EXTEND_B2L, L, 0);
    }

    @Override
    public void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
        if (!WIDE) {
            ScalarFilters.INSTANCE.bitUnshuffle(item, n, in, out, planes);
            return;
        }
        int elements = n / item & ~7;
        int body = elements * item;
        byte[] target = item == 1 ? out : planes;
        for (int plane = 0; plane < item; plane++) {
            int groups = masks(plane, elements, in, target);
            ScalarFilters.bytesOfPlane(plane, elements, groups, in, target);
        }
        if (item > 1) {
            unshuffle(item, body, planes, out);
        }
        System.arraycopy(in, body, out, body, n - body);
    }

    /// A bit row of 64 elements is a lane mask: each row adds its power of two where its bit is set.
    private static int masks(int plane, int elements, byte[] in, byte[] planes) {
        int row = elements / 8;
        int base = plane * 8 * row;
        int to = plane * elements;
        int g = 0;
        for (; g + 8 <= row; g += 8) {
            ByteVector v = ByteVector.zero(B512);
            for (int bit = 0; bit < 8; bit++) {
                VectorMask<Byte> set = VectorMask.fromLong(B512, (long) LONG.get(in, base + bit * row + g));
                v = v.lanewise(VectorOperators.OR, (byte) (1 << bit), set);
            }
            v.intoArray(planes, to + 8 * g);
        }
        return g;
    }
}
