package nbscope.io.internal.filter;

/// Applies the filters that work byte by byte; [Delta] undoes the first.
public final class ForwardDelta {
    private static final int FLOAT_BITS = 23;
    private static final int DOUBLE_BITS = 52;

    private ForwardDelta() {}

    /// Block 0 of a chunk: each element XORed with the one before (c-blosc2, blosc/delta.c).
    public static void first(int n, int item, byte[] in, byte[] out) {
        int width = switch (item) {
            case 1, 2, 4, 8 -> item;
            default -> item % 8 == 0 ? 8 : 1;
        };
        int head = Math.min(width, n);
        System.arraycopy(in, 0, out, 0, head);
        for (int i = head; i < n; i++) {
            out[i] = (byte) (in[i] ^ in[i - width]);
        }
        int end = n / width * width;
        System.arraycopy(in, end, out, end, n - end);
    }

    /// Any other block: XORed with block 0 as the decoder will have it.
    public static void other(int n, byte[] first, byte[] in, byte[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = (byte) (in[i] ^ first[i]);
        }
    }

    /// Differences of neighbours within each of `item` streams (c-blosc2, plugins/filters/bytedelta).
    public static void bytes(int n, int item, byte[] in, byte[] out) {
        int stream = n / item;
        for (int j = 0; j < item; j++) {
            int at = j * stream;
            if (stream > 0) {
                out[at] = in[at];
            }
            for (int i = at + 1; i < at + stream; i++) {
                out[i] = (byte) (in[i] - in[i - 1]);
            }
        }
        System.arraycopy(in, item * stream, out, item * stream, n - item * stream);
    }

    /// Whether `truncate` can do it: float32 or float64, and at least one bit of the fraction is kept.
    ///
    /// @param bits to keep of the fraction, or, negative, to drop
    public static boolean truncates(int item, int bits) {
        int all = item == 4 ? FLOAT_BITS : DOUBLE_BITS;
        int dropped = bits >= 0 ? all - bits : -bits;
        return (item == 4 || item == 8) && Math.abs(bits) <= all && dropped < all;
    }

    /// Clears the last bits of little-endian floats (c-blosc2, blosc/trunc-prec.c).
    public static void truncate(int n, int item, int bits, byte[] in, byte[] out) {
        int dropped = bits >= 0 ? (item == 4 ? FLOAT_BITS : DOUBLE_BITS) - bits : -bits;
        System.arraycopy(in, 0, out, 0, n);
        for (int i = 0; i + item <= n; i += item) {
            int left = dropped;
            for (int j = 0; left > 0; j++, left -= 8) {
                out[i + j] &= (byte) (left >= 8 ? 0 : -1 << left);
            }
        }
    }
}
