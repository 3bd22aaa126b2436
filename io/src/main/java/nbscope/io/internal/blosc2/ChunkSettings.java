package nbscope.io.internal.blosc2;

import java.util.ArrayList;
import java.util.List;
import nbscope.io.Compression;
import nbscope.io.internal.bytes.MappedFile;

/// How the header of a frame says that chunks are made (c-blosc2, README_CFRAME_FORMAT): as numbers of the format, so
/// that a file keeps those that nbscope does not know.
///
/// @param codec      id of the codec
/// @param codecMeta  its setting
/// @param filters    six filter ids in the order of writing
/// @param filterMeta one number for each
/// @param split      1 always, 2 never, 3 auto, 4 forward compatible
/// @param item       bytes per element
record ChunkSettings(
        int codec,
        int codecMeta,
        int level,
        byte[] filters,
        byte[] filterMeta,
        int split,
        boolean dictionary,
        int item) {
    static final int USER_CODEC = 6;
    static final int CODEC_AT = 27;
    static final int SPLIT_AT = 28;
    static final int ITEM_AT = 48;
    static final int FILTERS_AT = 71;
    static final int USER_CODEC_AT = 77;
    static final int FILTER_META_AT = 79;
    static final int FLAGS2_AT = 85;

    /// @param base where the frame begins in the file; its header has been checked to be there
    static ChunkSettings read(MappedFile file, long base) {
        int codec = file.u8(base + CODEC_AT, "codec");
        int split = file.u8(base + SPLIT_AT, "split mode") + 1;
        return new ChunkSettings(
                (codec & 15) == USER_CODEC ? file.u8(base + USER_CODEC_AT, "user codec") : codec & 15,
                file.u8(base + USER_CODEC_AT + 1, "codec setting"),
                Math.min(codec >> 4, 9),
                file.copy(base + FILTERS_AT, 6, "filters"),
                file.copy(base + FILTER_META_AT, 6, "filter settings"),
                split < 1 || split > 4 ? 3 : split,
                (file.u8(base + FLAGS2_AT, "frame flags") & 1) != 0,
                file.i32BigEndian(base + ITEM_AT, "type size"));
    }

    /// The filters go to the last places, as C-Blosc2's default does.
    static ChunkSettings of(Compression compression, int item) {
        byte[] filters = new byte[6];
        byte[] meta = new byte[6];
        int at = 6 - compression.filters().size();
        for (Compression.Filter filter : compression.filters()) {
            boolean perElement = filter.kind() == Compression.Filter.Kind.BYTEDELTA && filter.meta() == 0;
            filters[at] = (byte) filter.kind().id();
            meta[at++] = (byte) (perElement ? item : filter.meta());
        }
        return new ChunkSettings(
                compression.codec().id(),
                0,
                compression.level(),
                filters,
                meta,
                compression.split().id(),
                compression.dictionary(),
                item);
    }

    Compression compression() {
        List<Compression.Filter> list = new ArrayList<>();
        for (int i = 0; i < filters.length; i++) {
            Compression.Filter.Kind kind = Compression.Filter.Kind.ofId(filters[i] & 0xff);
            boolean signed = kind == Compression.Filter.Kind.TRUNC_PREC || kind == Compression.Filter.Kind.INT_TRUNC;
            list.add(new Compression.Filter(kind, signed ? filterMeta[i] : filterMeta[i] & 0xff));
        }
        return new Compression(Compression.Codec.ofId(codec), level, list, Compression.Split.ofId(split), dictionary);
    }
}
