package nbscope.io;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.internal.mla.MlaFields;
import nbscope.io.internal.mla.MlaPickle;
import org.jspecify.annotations.Nullable;

/// The part of MLArray's metadata that saving writes: the shape, how the array is stored, and that there is one.
final class MlaStorage {
    private MlaStorage() {}

    static int @Nullable [] lengths(MlaMetadata metadata, String field) {
        return MlaFields.ints(metadata.storage().get(field));
    }

    /// The metadata as the file will hold them.
    static MlaMetadata stored(MlaMetadata metadata, long[] shape, MlaOptions.Chosen layout, Compression compression) {
        boolean array = !Arrays.equals(shape, new long[] {0});
        Map<String, @Nullable Object> storage = new LinkedHashMap<>();
        storage.put("chunk_size", layout.chunks());
        storage.put("block_size", layout.blocks());
        storage.put("patch_size", layout.patch());
        storage.put("cparams", parameters(compression));
        storage.put("dparams", Map.of("nthreads", 1));
        return metadata.set("spatial.shape", array ? shape : null)
                .set("blosc2", storage)
                .set("_has_array", true)
                .set("_mlarray_version", "v0")
                .checked(shape.length);
    }

    /// As above, for an array that stays as it is stored.
    static MlaMetadata stored(MlaMetadata metadata, Blosc2Array array) {
        return metadata.set("spatial.shape", array.shape())
                .set("blosc2.chunk_size", array.chunks())
                .set("blosc2.block_size", array.blocks())
                .set("_has_array", true)
                .set("_mlarray_version", "v0")
                .checked(array.shape().length);
    }

    static MlaMetadata withoutArray(MlaMetadata metadata) {
        return metadata.set("spatial.shape", null)
                .set("_has_array", false)
                .set("_mlarray_version", "v0")
                .checked(-1);
    }

    /// What mlarray gives to Blosc2, with Blosc2's numbers; of its own choice only the codec and the level.
    private static Map<String, Object> parameters(Compression how) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("codec", how.codec().id());
        out.put("clevel", how.level());
        if (!how.filters().equals(MlaOptions.COMPRESSION.filters())) {
            List<Compression.Filter> filters = how.filters();
            out.put("filters", filters.stream().map(f -> f.kind().id()).toList());
            out.put(
                    "filters_meta",
                    filters.stream().map(Compression.Filter::meta).toList());
        }
        if (how.split() != Compression.Split.AUTO) {
            out.put("splitmode", how.split().id());
        }
        if (how.dictionary()) {
            out.put("use_dict", true);
        }
        return out;
    }

    static byte[] bytes(MlaMetadata metadata) {
        return MlaPickle.write(metadata.toMap());
    }
}
