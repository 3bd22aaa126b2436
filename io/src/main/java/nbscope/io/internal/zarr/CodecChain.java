package nbscope.io.internal.zarr;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The codecs of `zarr.json`, sorted out.
///
/// @param chunk  of what is compressed at once
/// @param shard  null where there is none
/// @param order  of the bytes of an element
/// @param axes   of the array in the order of the chunk's bytes
/// @param codecs from bytes to bytes
record CodecChain(
        int[] chunk, ArrayMetadata.@Nullable Shard shard, ByteOrder order, int[] axes, List<ByteCodec> codecs) {
    static CodecChain of(JsonPart list, JsonPart lengths, int rank, int item) {
        List<JsonPart> items = list.items();
        for (JsonPart codec : items) {
            if (name(codec).equals("sharding_indexed")) {
                if (items.size() != 1) {
                    throw list.unsupported("other codecs around sharding_indexed " + list.node()
                            + "; nbscope reads shards that are stored as they are; found");
                }
                return sharded(codec.get("configuration"), lengths, rank, item);
            }
        }
        return plain(list, ArrayMetadata.chunk(lengths, rank, item), null, item);
    }

    private static CodecChain sharded(JsonPart settings, JsonPart lengths, int rank, int item) {
        int[] chunk = ArrayMetadata.chunk(settings.get("chunk_shape"), rank, item);
        int[] shape = ArrayMetadata.shardShape(lengths, rank);
        long chunks = 1;
        for (int i = 0; i < rank; i++) {
            if (shape[i] % chunk[i] != 0) {
                throw lengths.malformed("a multiple of the chunks " + Arrays.toString(chunk));
            }
            chunks *= shape[i] / chunk[i];
            if (chunks > ArrayMetadata.MAX_IN_SHARD) {
                throw lengths.unsupported("shards of more than " + ArrayMetadata.MAX_IN_SHARD
                        + " chunks; write the array with larger chunks or smaller shards; found "
                        + lengths.node());
            }
        }
        String place = settings.text("index_location", "end");
        if (!place.equals("end") && !place.equals("start")) {
            throw settings.get("index_location").malformed("\"start\" or \"end\"");
        }
        boolean checksum = checksum(settings.get("index_codecs"));
        ArrayMetadata.Shard shard = new ArrayMetadata.Shard(shape, (int) chunks, place.equals("end"), checksum);
        return plain(settings.get("codecs"), chunk, shard, item);
    }

    /// The index is raw in little endian, with or without its checksum: its length must be known
    /// beforehand.
    private static boolean checksum(JsonPart list) {
        List<JsonPart> items = list.items();
        boolean raw = !items.isEmpty()
                && name(items.get(0)).equals("bytes")
                && order(items.get(0), 8).equals(ByteOrder.LITTLE_ENDIAN);
        boolean checked = items.size() == 2 && name(items.get(1)).equals("crc32c");
        if (!raw || items.size() > 2 || (items.size() == 2 && !checked)) {
            throw list.unsupported("an index of shards that is written with " + list.node()
                    + "; nbscope reads bytes (little) and crc32c; found");
        }
        return checked;
    }

    private static CodecChain plain(JsonPart list, int[] chunk, ArrayMetadata.@Nullable Shard shard, int item) {
        int[] axes = ArrayMetadata.inOrder(chunk.length);
        List<JsonPart> items = list.items();
        int at = 0;
        while (at < items.size() && name(items.get(at)).equals("transpose")) {
            axes = transposed(axes, items.get(at++).get("configuration").get("order"));
        }
        if (at == items.size() || !name(items.get(at)).equals("bytes")) {
            JsonPart found = at == items.size() ? list : items.get(at);
            throw found.unsupported("elements that are turned into bytes by " + found.node()
                    + "; nbscope reads the codec \"bytes\", after any \"transpose\". Write the array again with "
                    + "them; found");
        }
        ByteOrder order = order(items.get(at++), item);
        List<ByteCodec> codecs = items.subList(at, items.size()).stream()
                .map(codec -> ByteCodecs.of(codec.node().isTextual() ? codec : codec.get("name")))
                .toList();
        return new CodecChain(chunk, shard, order, axes, ByteCodecs.checked(codecs, list));
    }

    private static String name(JsonPart codec) {
        return codec.node().isTextual() ? codec.text() : codec.get("name").text();
    }

    private static ByteOrder order(JsonPart codec, int item) {
        JsonPart settings = codec.node().isTextual() ? null : codec.find("configuration");
        JsonPart endian = settings == null ? null : settings.find("endian");
        if (endian == null) {
            if (item > 1) {
                throw codec.malformed("the byte order of elements of " + item + " bytes");
            }
            return ByteOrder.LITTLE_ENDIAN;
        }
        return switch (endian.text()) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw endian.malformed("\"little\" or \"big\"");
        };
    }

    private static int[] transposed(int[] axes, JsonPart order) {
        long[] found = order.lengths(0);
        int[] out = new int[axes.length];
        boolean[] seen = new boolean[axes.length];
        for (int i = 0; i < axes.length; i++) {
            if (found.length != axes.length || found[i] >= axes.length || seen[(int) found[i]]) {
                throw order.malformed("each of 0 to " + (axes.length - 1) + " once");
            }
            seen[(int) found[i]] = true;
            out[i] = axes[(int) found[i]];
        }
        return out;
    }
}
