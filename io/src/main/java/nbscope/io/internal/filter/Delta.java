package nbscope.io.internal.filter;

/// Undoes the delta filter (c-blosc2, blosc/delta.c): block 0 of a chunk is a running XOR of its elements, every other
/// block is XORed with the decoded block 0.
public final class Delta {
    private Delta() {}

    /// Block 0, in place.
    public static void first(byte[] block, int n, int item) {
        int width = switch (item) {
            case 1, 2, 4, 8 -> item;
            default -> item % 8 == 0 ? 8 : 1;
        };
        int end = n / width * width;
        for (int i = width; i < end; i++) {
            block[i] ^= block[i - width];
        }
    }

    /// Any other block, in place.
    public static void other(byte[] block, int n, byte[] first) {
        for (int i = 0; i < n; i++) {
            block[i] ^= first[i];
        }
    }
}
