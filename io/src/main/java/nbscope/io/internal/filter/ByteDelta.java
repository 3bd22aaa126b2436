package nbscope.io.internal.filter;

/// Undoes the bytedelta filter (c-blosc2, plugins/filters/bytedelta): the block is as many streams as an element has
/// bytes, each a running sum of its bytes. What is left over after whole streams is stored as it is.
public final class ByteDelta {
    /// Bytes that the C code handles at a time.
    private static final int STEP = 16;

    private ByteDelta() {}

    /// In place.
    ///
    /// @param streams number of streams
    /// @param n       bytes of the block
    public static void undo(byte[] block, int n, int streams) {
        int length = n / streams;
        for (int s = 0; s < streams; s++) {
            sum(block, s * length, (s + 1) * length);
        }
    }

    /// The filter's early version, id 34: the sum starts anew after the last whole 16 bytes of a stream, as it does on
    /// processors with SSSE3 or NEON, and so on nearly all that wrote it.
    public static void undoEarly(byte[] block, int n, int streams) {
        int length = n / streams;
        for (int s = 0; s < streams; s++) {
            int from = s * length;
            int turn = from + length / STEP * STEP;
            sum(block, from, turn);
            sum(block, turn, from + length);
        }
    }

    private static void sum(byte[] block, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            block[i] += block[i - 1];
        }
    }
}
