package nbscope.io.internal.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Filters in longs: several bytes of an element at a time, no special hardware.
final class ScalarForward implements ForwardFilters {
    static final ScalarForward INSTANCE = new ScalarForward();

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
    private static final long EVEN_PAIRS = 0x0000ffff0000ffffL;
    private static final long LOW = 0x00000000ffffffffL;

    private ScalarForward() {}

    @Override
    public void shuffle(int item, int n, byte[] in, byte[] out) {
        shuffle(item, n, 0, in, out);
    }

    /// As [ForwardFilters#shuffle], from element `first` on.
    static void shuffle(int item, int n, int first, byte[] in, byte[] out) {
        int elements = n / item;
        int i = switch (item) {
            case 2 -> two(elements, first, in, out);
            case 4 -> four(elements, first, in, out);
            case 8 -> eight(elements, first, in, 0, out, 0);
            default -> first;
        };
        if (i < elements) {
            for (int j = 0; j < item; j++) {
                for (int k = i; k < elements; k++) {
                    out[j * elements + k] = in[k * item + j];
                }
            }
        }
        System.arraycopy(in, elements * item, out, elements * item, n - elements * item);
    }

    private static int two(int elements, int first, byte[] in, byte[] out) {
        int i = first;
        for (; i + 8 <= elements; i += 8) {
            long a = (long) LONG.get(in, 2 * i);
            long b = (long) LONG.get(in, 2 * i + 8);
            LONG.set(out, i, squeeze2(a) | squeeze2(b) << 32);
            LONG.set(out, elements + i, squeeze2(a >>> 8) | squeeze2(b >>> 8) << 32);
        }
        return i;
    }

    /// Every second byte, to the low four.
    private static long squeeze2(long v) {
        long w = v & EVEN_BYTES;
        w = (w | w >>> 8) & EVEN_PAIRS;
        return (w | w >>> 16) & LOW;
    }

    private static int four(int elements, int first, byte[] in, byte[] out) {
        int i = first;
        for (; i + 8 <= elements; i += 8) {
            long a = (long) LONG.get(in, 4 * i);
            long b = (long) LONG.get(in, 4 * i + 8);
            long c = (long) LONG.get(in, 4 * i + 16);
            long d = (long) LONG.get(in, 4 * i + 24);
            for (int j = 0; j < 4; j++) {
                LONG.set(
                        out, j * elements + i, squeeze4(a) | squeeze4(b) << 16 | squeeze4(c) << 32 | squeeze4(d) << 48);
                a >>>= 8;
                b >>>= 8;
                c >>>= 8;
                d >>>= 8;
            }
        }
        return i;
    }

    /// Every fourth byte, to the low two.
    private static long squeeze4(long v) {
        return v & 0xff | v >>> 24 & 0xff00;
    }

    /// Eight elements at once: 64 bytes are transposed.
    ///
    /// @param from where the elements begin in `in`
    /// @param to   where the stored form begins in `out`
    // hot loop
    static int eight(int elements, int first, byte[] in, int from, byte[] out, int to) {
        int k = first;
        for (; k + 8 <= elements; k += 8) {
            int at = from + 8 * k;
            long a = (long) LONG.get(in, at);
            long b = (long) LONG.get(in, at + 8);
            long c = (long) LONG.get(in, at + 16);
            long d = (long) LONG.get(in, at + 24);
            long e = (long) LONG.get(in, at + 32);
            long f = (long) LONG.get(in, at + 40);
            long g = (long) LONG.get(in, at + 48);
            long h = (long) LONG.get(in, at + 56);
            // The transpose of 8 x 8 bytes: pairs, quadruples, halves.
            long ab = a & EVEN_BYTES | (b & EVEN_BYTES) << 8;
            long ba = a >>> 8 & EVEN_BYTES | b & ~EVEN_BYTES;
            long cd = c & EVEN_BYTES | (d & EVEN_BYTES) << 8;
            long dc = c >>> 8 & EVEN_BYTES | d & ~EVEN_BYTES;
            long ef = e & EVEN_BYTES | (f & EVEN_BYTES) << 8;
            long fe = e >>> 8 & EVEN_BYTES | f & ~EVEN_BYTES;
            long gh = g & EVEN_BYTES | (h & EVEN_BYTES) << 8;
            long hg = g >>> 8 & EVEN_BYTES | h & ~EVEN_BYTES;
            long ad0 = ab & EVEN_PAIRS | (cd & EVEN_PAIRS) << 16;
            long ad2 = ab >>> 16 & EVEN_PAIRS | cd & ~EVEN_PAIRS;
            long ad1 = ba & EVEN_PAIRS | (dc & EVEN_PAIRS) << 16;
            long ad3 = ba >>> 16 & EVEN_PAIRS | dc & ~EVEN_PAIRS;
            long eh0 = ef & EVEN_PAIRS | (gh & EVEN_PAIRS) << 16;
            long eh2 = ef >>> 16 & EVEN_PAIRS | gh & ~EVEN_PAIRS;
            long eh1 = fe & EVEN_PAIRS | (hg & EVEN_PAIRS) << 16;
            long eh3 = fe >>> 16 & EVEN_PAIRS | hg & ~EVEN_PAIRS;
            int q = to + k;
            LONG.set(out, q, ad0 & LOW | eh0 << 32);
            LONG.set(out, q + elements, ad1 & LOW | eh1 << 32);
            LONG.set(out, q + 2 * elements, ad2 & LOW | eh2 << 32);
            LONG.set(out, q + 3 * elements, ad3 & LOW | eh3 << 32);
            LONG.set(out, q + 4 * elements, ad0 >>> 32 | eh0 & ~LOW);
            LONG.set(out, q + 5 * elements, ad1 >>> 32 | eh1 & ~LOW);
            LONG.set(out, q + 6 * elements, ad2 >>> 32 | eh2 & ~LOW);
            LONG.set(out, q + 7 * elements, ad3 >>> 32 | eh3 & ~LOW);
        }
        return k;
    }

    @Override
    public void bitShuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
        int elements = n / item & ~7;
        int body = elements * item;
        shuffle(item, body, in, planes);
        for (int plane = 0; plane < item; plane++) {
            rows(elements, 0, planes, plane * elements, out);
        }
        System.arraycopy(in, body, out, body, n - body);
    }

    /// Turns the bytes of a plane, the same byte of all elements, into eight bit rows, from element `first` on.
    static void rows(int elements, int first, byte[] planes, int base, byte[] out) {
        ScalarFilters.transposeAll(planes, base + first, base + elements);
        int row = elements / 8;
        int done = eight(row, first / 8, planes, base, out, base);
        for (int bit = 0; bit < 8; bit++) {
            for (int g = done; g < row; g++) {
                out[base + bit * row + g] = planes[base + 8 * g + bit];
            }
        }
    }
}
