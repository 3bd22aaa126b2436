package nbscope.io.internal.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Filters in longs: several bytes of an element at a time, no special hardware.
final class ScalarFilters implements Filters {
    static final ScalarFilters INSTANCE = new ScalarFilters();

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ScalarFilters() {}

    @Override
    public void unshuffle(int item, int n, byte[] in, byte[] out) {
        unshuffle(item, n, 0, in, out);
    }

    /// As [Filters#unshuffle], from element `first` on.
    static void unshuffle(int item, int n, int first, byte[] in, byte[] out) {
        int elements = n / item;
        int i = switch (item) {
            case 2 -> two(elements, first, in, out);
            case 4 -> four(elements, first, in, out);
            default -> first;
        };
        for (; i < elements; i++) {
            for (int j = 0; j < item; j++) {
                out[i * item + j] = in[j * elements + i];
            }
        }
        System.arraycopy(in, elements * item, out, elements * item, n - elements * item);
    }

    private static int two(int elements, int first, byte[] in, byte[] out) {
        int i = first;
        for (; i + 8 <= elements; i += 8) {
            long a = (long) LONG.get(in, i);
            long b = (long) LONG.get(in, elements + i);
            LONG.set(out, 2 * i, spread2(a) | spread2(b) << 8);
            LONG.set(out, 2 * i + 8, spread2(a >>> 32) | spread2(b >>> 32) << 8);
        }
        return i;
    }

    /// Four low bytes to every second byte. Not Long.expand, which is one instruction on some machines and a slow loop
    /// on others.
    private static long spread2(long v) {
        long w = (v & 0xffff) | (v & 0xffff0000L) << 16;
        return (w & 0x000000ff000000ffL) | (w & 0x0000ff000000ff00L) << 8;
    }

    private static int four(int elements, int first, byte[] in, byte[] out) {
        int i = first;
        for (; i + 8 <= elements; i += 8) {
            long a = (long) LONG.get(in, i);
            long b = (long) LONG.get(in, elements + i);
            long c = (long) LONG.get(in, 2 * elements + i);
            long d = (long) LONG.get(in, 3 * elements + i);
            for (int k = 0; k < 4; k++) {
                LONG.set(out, 4 * i + 8 * k, spread4(a) | spread4(b) << 8 | spread4(c) << 16 | spread4(d) << 24);
                a >>>= 16;
                b >>>= 16;
                c >>>= 16;
                d >>>= 16;
            }
        }
        return i;
    }

    /// Two low bytes to every fourth byte.
    private static long spread4(long v) {
        return (v & 0xff) | (v & 0xff00) << 24;
    }

    @Override
    public void bitUnshuffle(int item, int n, byte[] in, byte[] out, byte[] planes) {
        int elements = n / item & ~7;
        int body = elements * item;
        for (int plane = 0; plane < item; plane++) {
            bytesOfPlane(plane, elements, 0, in, planes);
        }
        unshuffle(item, body, planes, out);
        System.arraycopy(in, body, out, body, n - body);
    }

    /// Turns eight bit rows into one byte plane, from the group of eight elements `firstGroup` on.
    static void bytesOfPlane(int plane, int elements, int firstGroup, byte[] in, byte[] planes) {
        int row = elements / 8;
        int base = plane * 8 * row;
        int to = plane * elements;
        for (int g = firstGroup; g < row; g++) {
            long rows = 0;
            for (int bit = 0; bit < 8; bit++) {
                rows |= (in[base + bit * row + g] & 0xffL) << (8 * bit);
            }
            LONG.set(planes, to + 8 * g, transpose(rows));
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
