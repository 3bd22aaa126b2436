package nbscope.io.internal.filter;

import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.L2B;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.S2B;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// Filters on the Vector API: shift, narrow; the bits of 64 or 32 bytes at a time by their signs. Linked only where the
/// module is present (see [ForwardFilters#best]). What fills no vector goes to the scalar twin.
final class VectorForward implements ForwardFilters {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// Species wider than the registers are emulated, at a hundredth of the speed.
    private static final int REGISTER_BYTES = ByteVector.SPECIES_PREFERRED.length();

    private static final boolean WIDE = REGISTER_BYTES >= 64;
    private static final boolean MIDDLE = REGISTER_BYTES >= 32;
    private static final VectorSpecies<Byte> B = WIDE ? ByteVector.SPECIES_512 : ByteVector.SPECIES_256;
    private static final VectorSpecies<Byte> HALF = WIDE ? ByteVector.SPECIES_256 : ByteVector.SPECIES_128;
    private static final VectorSpecies<Byte> QUARTER = WIDE ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    private static final VectorSpecies<Short> S = WIDE ? ShortVector.SPECIES_512 : ShortVector.SPECIES_256;
    private static final VectorSpecies<Integer> I = WIDE ? IntVector.SPECIES_512 : IntVector.SPECIES_256;

    @Override
    public void shuffle(int item, int n, byte[] in, byte[] out) {
        if (item == 1) {
            System.arraycopy(in, 0, out, 0, n);
            return;
        }
        int elements = n / item;
        int done = switch (item) {
            case 2 -> MIDDLE ? two(elements, in, out) : 0;
            case 4 -> MIDDLE ? four(elements, in, out) : 0;
            case 8 -> WIDE ? eight(elements, in, out) : 0;
            default -> 0;
        };
        ScalarForward.shuffle(item, n, done, in, out);
    }

    private static int two(int elements, byte[] in, byte[] out) {
        int i = 0;
        for (int end = elements - S.length(); i <= end; i += S.length()) {
            ShortVector v = ByteVector.fromArray(B, in, 2 * i).reinterpretAsShorts();
            ((ByteVector) v.convertShape(S2B, HALF, 0)).intoArray(out, i);
            ((ByteVector) v.lanewise(LSHR, 8).convertShape(S2B, HALF, 0)).intoArray(out, elements + i);
        }
        return i;
    }

    private static int four(int elements, byte[] in, byte[] out) {
        int i = 0;
        for (int end = elements - I.length(); i <= end; i += I.length()) {
            IntVector v = ByteVector.fromArray(B, in, 4 * i).reinterpretAsInts();
            ((ByteVector) v.convertShape(I2B, QUARTER, 0)).intoArray(out, i);
            ((ByteVector) v.lanewise(LSHR, 8).convertShape(I2B, QUARTER, 0)).intoArray(out, elements + i);
            ((ByteVector) v.lanewise(LSHR, 16).convertShape(I2B, QUARTER, 0)).intoArray(out, 2 * elements + i);
            ((ByteVector) v.lanewise(LSHR, 24).convertShape(I2B, QUARTER, 0)).intoArray(out, 3 * elements + i);
        }
        return i;
    }

    private static int eight(int elements, byte[] in, byte[] out) {
        int i = 0;
        for (; i + 8 <= elements; i += 8) {
            LongVector v =
                    ByteVector.fromArray(ByteVector.SPECIES_512, in, 8 * i).reinterpretAsLongs();
            for (int j = 0; j < 8; j++) {
                ((ByteVector) v.convertShape(L2B, ByteVector.SPECIES_64, 0)).intoArray(out, j * elements + i);
                v = v.lanewise(LSHR, 8);
            }
        }
        return i;
    }

    @Override
    public void bitShuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
        if (!MIDDLE) {
            ScalarForward.INSTANCE.bitShuffle(item, n, in, out, planes);
            return;
        }
        int elements = n / item & ~7;
        int body = elements * item;
        shuffle(item, body, in, planes);
        for (int plane = 0; plane < item; plane++) {
            int base = plane * elements;
            int done = WIDE ? rowsOf64(elements, planes, base, out) : rowsOf32(elements, planes, base, out);
            ScalarForward.rows(elements, done, planes, base, out);
        }
        System.arraycopy(in, body, out, body, n - body);
    }

    private static int rowsOf64(int elements, byte[] planes, int base, byte[] out) {
        int row = elements / 8;
        int i = 0;
        for (; i + 64 <= elements; i += 64) {
            ByteVector v = ByteVector.fromArray(ByteVector.SPECIES_512, planes, base + i);
            int at = base + i / 8;
            for (int bit = 7; bit >= 0; bit--) {
                LONG.set(out, at + bit * row, v.compare(LT, 0).toLong());
                v = v.add(v);
            }
        }
        return i;
    }

    private static int rowsOf32(int elements, byte[] planes, int base, byte[] out) {
        int row = elements / 8;
        int i = 0;
        for (; i + 32 <= elements; i += 32) {
            ByteVector v = ByteVector.fromArray(ByteVector.SPECIES_256, planes, base + i);
            int at = base + i / 8;
            for (int bit = 7; bit >= 0; bit--) {
                INT.set(out, at + bit * row, (int) v.compare(LT, 0).toLong());
                v = v.add(v);
            }
        }
        return i;
    }
}
