package nbscope.io.internal.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Filters in longs: several bytes of an element at a time, no special hardware.
final class ScalarFilters implements Filters {
    static final ScalarFilters INSTANCE = new ScalarFilters();

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LINE = 64;
    private static final long BITS = 0x5555555555555555L;
    private static final long BIT_PAIRS = 0x3333333333333333L;
    private static final long BIT_FOURS = 0x0f0f0f0f0f0f0f0fL;
    private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
    private static final long EVEN_PAIRS = 0x0000ffff0000ffffL;
    private static final long LOW = 0x00000000ffffffffL;

    private ScalarFilters() {}

    @Override
    public void unshuffle(int item, int n, byte[] in, byte[] out) {
        unshuffle(item, n, 0, in, out);
    }

    /// As [Filters#unshuffle], from element `first` on.
    static void unshuffle(int item, int n, int first, byte[] in, byte[] out) {
        int elements = n / item;
        int i = switch (item) {
            case 1 -> {
                System.arraycopy(in, first, out, first, elements - first);
                yield elements;
            }
            case 2 -> two(elements, first, in, out);
            case 4 -> four(elements, first, in, out);
            case 8 -> eight(elements, first, in, 0, out, 0, false);
            default -> first;
        };
        // A cache line of each row at a time: rows that lie a power of two apart push each other out of the cache.
        for (; i < elements; i += LINE) {
            int end = Math.min(i + LINE, elements);
            for (int j = 0; j < item; j++) {
                for (int k = i; k < end; k++) {
                    out[k * item + j] = in[j * elements + k];
                }
            }
        }
        System.arraycopy(in, elements * item, out, elements * item, n - elements * item);
    }

    // Rows of bytes are joined in three steps, bytes to pairs, pairs to fours, fours to eights: half the work of
    // spreading each row by itself.

    private static int two(int elements, int first, byte[] in, byte[] out) {
        int i = first;
        for (; i + 8 <= elements; i += 8) {
            long a = (long) LONG.get(in, i);
            long b = (long) LONG.get(in, elements + i);
            long even = (a & EVEN_BYTES) | (b & EVEN_BYTES) << 8;
            long odd = (a >>> 8 & EVEN_BYTES) | (b & ~EVEN_BYTES);
            long first01 = (even & EVEN_PAIRS) | (odd & EVEN_PAIRS) << 16;
            long first23 = (even >>> 16 & EVEN_PAIRS) | (odd & ~EVEN_PAIRS);
            LONG.set(out, 2 * i, (first01 & LOW) | first23 << 32);
            LONG.set(out, 2 * i + 8, first01 >>> 32 | (first23 & ~LOW));
        }
        return i;
    }

    private static int four(int elements, int first, byte[] in, byte[] out) {
        int i = first;
        for (; i + 8 <= elements; i += 8) {
            long a = (long) LONG.get(in, i);
            long b = (long) LONG.get(in, elements + i);
            long c = (long) LONG.get(in, 2 * elements + i);
            long d = (long) LONG.get(in, 3 * elements + i);
            long evenAb = (a & EVEN_BYTES) | (b & EVEN_BYTES) << 8;
            long oddAb = (a >>> 8 & EVEN_BYTES) | (b & ~EVEN_BYTES);
            long evenCd = (c & EVEN_BYTES) | (d & EVEN_BYTES) << 8;
            long oddCd = (c >>> 8 & EVEN_BYTES) | (d & ~EVEN_BYTES);
            long e04 = (evenAb & EVEN_PAIRS) | (evenCd & EVEN_PAIRS) << 16;
            long e26 = (evenAb >>> 16 & EVEN_PAIRS) | (evenCd & ~EVEN_PAIRS);
            long e15 = (oddAb & EVEN_PAIRS) | (oddCd & EVEN_PAIRS) << 16;
            long e37 = (oddAb >>> 16 & EVEN_PAIRS) | (oddCd & ~EVEN_PAIRS);
            LONG.set(out, 4 * i, (e04 & LOW) | e15 << 32);
            LONG.set(out, 4 * i + 8, (e26 & LOW) | e37 << 32);
            LONG.set(out, 4 * i + 16, e04 >>> 32 | (e15 & ~LOW));
            LONG.set(out, 4 * i + 24, e26 >>> 32 | (e37 & ~LOW));
        }
        return i;
    }

    /// Eight elements at once: eight longs hold the same byte of them, and 64 bytes are transposed.
    ///
    /// @param from where the stored form begins in `in`
    /// @param to   where the elements begin in `out`
    /// @param bits whether the longs hold bit 0, bit 1, ... of 64 elements instead: then 64 bytes with all bits of
    ///             an element each come out
    // hot loop
    static int eight(int elements, int first, byte[] in, int from, byte[] out, int to, boolean bits) {
        int k = first;
        for (; k + 8 <= elements; k += 8) {
            int at = from + k;
            long a = (long) LONG.get(in, at);
            long b = (long) LONG.get(in, at + elements);
            long c = (long) LONG.get(in, at + 2 * elements);
            long d = (long) LONG.get(in, at + 3 * elements);
            long e = (long) LONG.get(in, at + 4 * elements);
            long f = (long) LONG.get(in, at + 5 * elements);
            long g = (long) LONG.get(in, at + 6 * elements);
            long h = (long) LONG.get(in, at + 7 * elements);
            if (bits) {
                // Blocks of 8 x 8 bits in all eight bytes at once: single bits, pairs and fours change places.
                long t = (a >>> 1 ^ b) & BITS;
                a ^= t << 1;
                b ^= t;
                t = (c >>> 1 ^ d) & BITS;
                c ^= t << 1;
                d ^= t;
                t = (e >>> 1 ^ f) & BITS;
                e ^= t << 1;
                f ^= t;
                t = (g >>> 1 ^ h) & BITS;
                g ^= t << 1;
                h ^= t;
                t = (a >>> 2 ^ c) & BIT_PAIRS;
                a ^= t << 2;
                c ^= t;
                t = (b >>> 2 ^ d) & BIT_PAIRS;
                b ^= t << 2;
                d ^= t;
                t = (e >>> 2 ^ g) & BIT_PAIRS;
                e ^= t << 2;
                g ^= t;
                t = (f >>> 2 ^ h) & BIT_PAIRS;
                f ^= t << 2;
                h ^= t;
                t = (a >>> 4 ^ e) & BIT_FOURS;
                a ^= t << 4;
                e ^= t;
                t = (b >>> 4 ^ f) & BIT_FOURS;
                b ^= t << 4;
                f ^= t;
                t = (c >>> 4 ^ g) & BIT_FOURS;
                c ^= t << 4;
                g ^= t;
                t = (d >>> 4 ^ h) & BIT_FOURS;
                d ^= t << 4;
                h ^= t;
            }
            // Pairs of bytes of neighbours, then quadruples, then whole elements.
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
            int q = to + 8 * k;
            LONG.set(out, q, ad0 & LOW | eh0 << 32);
            LONG.set(out, q + 8, ad1 & LOW | eh1 << 32);
            LONG.set(out, q + 16, ad2 & LOW | eh2 << 32);
            LONG.set(out, q + 24, ad3 & LOW | eh3 << 32);
            LONG.set(out, q + 32, ad0 >>> 32 | eh0 & ~LOW);
            LONG.set(out, q + 40, ad1 >>> 32 | eh1 & ~LOW);
            LONG.set(out, q + 48, ad2 >>> 32 | eh2 & ~LOW);
            LONG.set(out, q + 56, ad3 >>> 32 | eh3 & ~LOW);
        }
        return k;
    }

    @Override
    public void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
        int elements = n / item & ~7;
        int body = elements * item;
        for (int plane = 0; plane < item; plane++) {
            int base = plane * elements;
            int done = eight(elements / 8, 0, in, base, planes, base, true);
            gather(elements / 8, done, in, base, planes);
            transposeAll(planes, base + 8 * done, base + elements);
        }
        unshuffle(item, body, planes, out);
        System.arraycopy(in, body, out, body, n - body);
    }

    /// The bytes of eight bit rows at `base`, those of one group of eight elements side by side, for the groups that
    /// [#eight] has left.
    static void gather(int row, int first, byte[] in, int base, byte[] planes) {
        for (int g = first; g < row; g++) {
            for (int bit = 0; bit < 8; bit++) {
                planes[base + 8 * g + bit] = in[base + bit * row + g];
            }
        }
    }

    /// Transposes every eight bytes as 8 x 8 bits, in place.
    static void transposeAll(byte[] planes, int from, int to) {
        for (int i = from; i < to; i += 8) {
            LONG.set(planes, i, transpose((long) LONG.get(planes, i)));
        }
    }

    /// The transpose of an 8 x 8 bit matrix, one row per byte (Warren, Hacker's Delight, 7-3).
    static long transpose(long x) {
        long t = (x ^ (x >>> 7)) & 0x00aa00aa00aa00aaL;
        x = x ^ t ^ (t << 7);
        t = (x ^ (x >>> 14)) & 0x0000cccc0000ccccL;
        x = x ^ t ^ (t << 14);
        t = (x ^ (x >>> 28)) & 0x00000000f0f0f0f0L;
        return x ^ t ^ (t << 28);
    }
}
