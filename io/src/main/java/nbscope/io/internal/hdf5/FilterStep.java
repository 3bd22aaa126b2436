package nbscope.io.internal.hdf5;

/// One filter of a data set, by its registered number.
///
/// @param name   as the file calls it
/// @param values the client data: sizes and options
record FilterStep(int id, String name, int[] values) {
    static final int DEFLATE = 1;
    static final int SHUFFLE = 2;
    static final int FLETCHER = 3;
    static final int LZ4 = 32004;
    static final int BITSHUFFLE = 32008;

    static final int BITSHUFFLE_LZ4 = 2;
    static final int BITSHUFFLE_ZSTD = 3;

    /// A client value, 0 where there are fewer.
    int value(int i) {
        return i < values.length ? values[i] : 0;
    }

    String title() {
        return switch (id) {
            case DEFLATE -> "deflate";
            case SHUFFLE -> "shuffle";
            case FLETCHER -> "fletcher32";
            case LZ4 -> "LZ4";
            case BITSHUFFLE ->
                "bitshuffle"
                        + switch (value(4)) {
                            case BITSHUFFLE_LZ4 -> " with LZ4";
                            case BITSHUFFLE_ZSTD -> " with zstd";
                            default -> "";
                        };
            default -> "filter " + id + " (" + name + ")";
        };
    }

    /// Whether its output may have another length than its input: only one filter of a data set may be such a one.
    boolean compresses() {
        return id == DEFLATE || id == LZ4 || id == BITSHUFFLE;
    }

    boolean isKnown() {
        return switch (id) {
            case DEFLATE, SHUFFLE, FLETCHER, LZ4 -> true;
            case BITSHUFFLE -> value(4) == 0 || value(4) == BITSHUFFLE_LZ4 || value(4) == BITSHUFFLE_ZSTD;
            default -> false;
        };
    }
}
