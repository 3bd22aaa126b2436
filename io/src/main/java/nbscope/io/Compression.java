package nbscope.io;

import java.util.List;
import java.util.Locale;

/// How the chunks of a Blosc2 array are compressed. Immutable.
///
/// @param codec      the byte codec
/// @param level      0 (stored) to 9 (smallest); what a level costs differs by codec
/// @param filters    what happens to a block before the codec, in this order; at most 6
/// @param split      whether the bytes of an element go to separate streams
/// @param dictionary whether the blocks of a chunk share a zstd dictionary
public record Compression(Codec codec, int level, List<Filter> filters, Split split, boolean dictionary) {
    private static final int SLOTS = 6;

    public Compression {
        if (level < 0 || level > 9) {
            throw new IllegalArgumentException("compression level " + level + " is not possible; give 0 to 9");
        }
        filters = filters.stream().filter(f -> f.kind() != Filter.Kind.NONE).toList();
        if (filters.size() > SLOTS) {
            throw new IllegalArgumentException(
                    filters.size() + " filters do not fit the " + SLOTS + " places of a Blosc2 file");
        }
    }

    /// Blosc2's own choice: zstd, level 5, shuffle.
    public static Compression defaults() {
        return of(Codec.ZSTD, 5, Filter.Kind.SHUFFLE);
    }

    /// Blosc2's choice of everything that is not given.
    public static Compression of(Codec codec, int level, Filter.Kind... filters) {
        return new Compression(
                codec, level, List.of(filters).stream().map(Filter::of).toList(), Split.AUTO, false);
    }

    public Compression withCodec(Codec other) {
        return new Compression(other, level, filters, split, dictionary);
    }

    public Compression withLevel(int other) {
        return new Compression(codec, other, filters, split, dictionary);
    }

    public Compression withFilters(Filter... others) {
        return new Compression(codec, level, List.of(others), split, dictionary);
    }

    public Compression withSplit(Split other) {
        return new Compression(codec, level, filters, other, dictionary);
    }

    public Compression withDictionary(boolean on) {
        return new Compression(codec, level, filters, split, on);
    }

    /// The codecs of the format and those registered as plugins (c-blosc2, codecs-registry.h). A file
    /// with a plugin codec can be described, not read or written.
    public enum Codec {
        BLOSCLZ(0, "blosclz"),
        LZ4(1, "lz4"),
        LZ4HC(2, "lz4hc"),
        ZLIB(4, "zlib"),
        ZSTD(5, "zstd"),
        NDLZ(32, "ndlz"),
        ZFP_ACC(33, "zfp_acc"),
        ZFP_PREC(34, "zfp_prec"),
        ZFP_RATE(35, "zfp_rate"),
        OPENHTJ2K(36, "openhtj2k"),
        GROK(37, "grok"),
        OPENZL(38, "openzl"),
        J2K(39, "j2k"),
        HTJ2K(40, "htj2k"),
        /// A codec that is not registered.
        OTHER(-1, "other");

        private final int id;
        private final String label;

        Codec(int id, String label) {
            this.id = id;
            this.label = label;
        }

        /// The number in files; -1 for [#OTHER].
        public int id() {
            return id;
        }

        /// Blosc2's name, lower case.
        public String label() {
            return label;
        }

        /// Whether nbscope compresses with it.
        public boolean isWritable() {
            return id >= 0 && id < NDLZ.id;
        }

        public static Codec ofId(int id) {
            for (Codec codec : values()) {
                if (codec.id == id) {
                    return codec;
                }
            }
            return OTHER;
        }

        /// @throws IllegalArgumentException listing the names when there is none such
        public static Codec ofLabel(String label) {
            for (Codec codec : values()) {
                if (codec.label.equals(label.toLowerCase(Locale.ROOT)) && codec != OTHER) {
                    return codec;
                }
            }
            throw new IllegalArgumentException(
                    "there is no codec " + label + "; the codecs are blosclz, lz4, lz4hc, zlib and zstd");
        }
    }

    /// One filter with its setting.
    ///
    /// @param meta for `TRUNC_PREC` the bits to keep (negative: to drop); for `SHUFFLE` and `BYTEDELTA` the
    ///             bytes per element (0: those of the array); else 0
    public record Filter(Kind kind, int meta) {
        public Filter {
            if (meta < -128 || meta > 255) {
                throw new IllegalArgumentException(
                        "the setting " + meta + " of the filter " + kind.label() + " does not fit a byte");
            }
        }

        public static Filter of(Kind kind) {
            return new Filter(kind, 0);
        }

        /// The filters of the format and those registered as plugins (c-blosc2, filters-registry.h).
        public enum Kind {
            NONE(0, "nofilter"),
            SHUFFLE(1, "shuffle"),
            BITSHUFFLE(2, "bitshuffle"),
            DELTA(3, "delta"),
            TRUNC_PREC(4, "trunc_prec"),
            NDCELL(32, "ndcell"),
            NDMEAN(33, "ndmean"),
            BYTEDELTA(35, "bytedelta"),
            INT_TRUNC(36, "int_trunc"),
            /// A filter that is not registered.
            OTHER(-1, "other");

            private final int id;
            private final String label;

            Kind(int id, String label) {
                this.id = id;
                this.label = label;
            }

            /// The number in files; -1 for [#OTHER].
            public int id() {
                return id;
            }

            /// Blosc2's name, lower case.
            public String label() {
                return label;
            }

            /// Whether nbscope applies it.
            public boolean isWritable() {
                return id >= 0 && id < NDCELL.id || this == BYTEDELTA;
            }

            public static Kind ofId(int id) {
                for (Kind kind : values()) {
                    if (kind.id == id) {
                        return kind;
                    }
                }
                return OTHER;
            }
        }
    }

    /// Whether the bytes of an element go to separate streams.
    public enum Split {
        ALWAYS(1),
        NEVER(2),
        /// By codec, filter and size, as C-Blosc2 does.
        AUTO(3),
        /// As [#AUTO] today; a name of its own in files.
        FORWARD_COMPATIBLE(4);

        private final int id;

        Split(int id) {
            this.id = id;
        }

        /// Blosc2's number; files hold one less.
        public int id() {
            return id;
        }

        public static Split ofId(int id) {
            for (Split split : values()) {
                if (split.id == id) {
                    return split;
                }
            }
            return AUTO;
        }

        /// Blosc2's name, lower case.
        public String label() {
            return this == FORWARD_COMPATIBLE ? "forward_compat" : name().toLowerCase(Locale.ROOT);
        }
    }
}
