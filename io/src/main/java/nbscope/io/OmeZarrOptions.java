package nbscope.io;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How an OME-Zarr image is written. Immutable.
///
/// @param ngff   version of the metadata, which also decides that of Zarr
/// @param levels resolutions, or [#AUTO]
/// @param chunk  rows and columns of a chunk, even
/// @param shard  chunks along each side of a shard, or 0 for a file each
/// @param codec  of the chunks
public record OmeZarrOptions(Ngff ngff, int levels, int chunk, int shard, Codec codec) {
    /// As many resolutions until the smaller side fits one chunk.
    public static final int AUTO = 0;

    /// Chunks along each side of a shard where nobody says otherwise.
    public static final int USUAL_SHARD = 4;

    private static final int MOST_LEVELS = 31;
    private static final int LARGEST_CHUNK = 8192;
    private static final int LARGEST_SHARD = 64;

    public OmeZarrOptions {
        if (levels < 0 || levels > MOST_LEVELS) {
            throw new IllegalArgumentException(
                    levels + " levels are not possible; give 1 to " + MOST_LEVELS + ", or auto");
        }
        if (chunk < 16 || chunk > LARGEST_CHUNK || chunk % 2 != 0) {
            throw new IllegalArgumentException("chunks of " + chunk + " pixels a side are not possible; give an even "
                    + "number from 16 to " + LARGEST_CHUNK + ", such as 512");
        }
        if (shard < 0 || shard > LARGEST_SHARD) {
            throw new IllegalArgumentException(
                    shard + " chunks along a shard are not possible; give 1 to " + LARGEST_SHARD);
        }
        if (shard > 0 && ngff == Ngff.V04) {
            throw new IllegalArgumentException("OME-Zarr 0.4 has no shards; write 0.5, or leave shards out");
        }
        if (codec == Codec.ZLIB && ngff == Ngff.V05) {
            throw new IllegalArgumentException("Zarr v3, which OME-Zarr 0.5 is, has no codec zlib; take gzip or zstd");
        }
    }

    /// OME-Zarr 0.5, levels until one fits a chunk of 512 x 512, Blosc with LZ4, a file for each chunk.
    public static OmeZarrOptions defaults() {
        return new OmeZarrOptions(Ngff.V05, AUTO, 512, 0, Codec.BLOSC);
    }

    public OmeZarrOptions withNgff(Ngff other) {
        return new OmeZarrOptions(other, levels, chunk, shard, codec);
    }

    public OmeZarrOptions withLevels(int other) {
        return new OmeZarrOptions(ngff, other, chunk, shard, codec);
    }

    public OmeZarrOptions withChunk(int other) {
        return new OmeZarrOptions(ngff, levels, other, shard, codec);
    }

    public OmeZarrOptions withShard(int other) {
        return new OmeZarrOptions(ngff, levels, chunk, other, codec);
    }

    public OmeZarrOptions withCodec(Codec other) {
        return new OmeZarrOptions(ngff, levels, chunk, shard, other);
    }

    /// The version of the metadata.
    public enum Ngff {
        /// On Zarr v2.
        V04("0.4"),
        /// On Zarr v3.
        V05("0.5");

        private final String label;

        Ngff(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /// @throws IllegalArgumentException listing the versions when it is another
        public static Ngff ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(v -> v.label.equals(label))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "OME-Zarr " + label + " is not written; the versions are 0.4 and 0.5"));
        }
    }

    /// What makes chunks smaller.
    public enum Codec {
        RAW("raw"),
        GZIP("gzip"),
        ZLIB("zlib"),
        ZSTD("zstd"),
        /// Blosc with shuffled bytes and LZ4.
        BLOSC("blosc"),
        /// Blosc with shuffled bytes and zstd.
        BLOSC_ZSTD("blosc-zstd");

        private final String label;

        Codec(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /// @throws IllegalArgumentException listing the names when there is none such
        public static Codec ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(c -> c.label.equals(label.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no codec " + label + "; the codecs are "
                            + Arrays.stream(values()).map(Codec::label).collect(Collectors.joining(", "))));
        }
    }
}
