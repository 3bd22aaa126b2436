package nbscope.io.internal.blosc2;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nbscope.io.Compression;

/// The parts of a contiguous frame around its chunks, as bytes (c-blosc2, README_CFRAME_FORMAT and
/// README_B2ND_METALAYER; blosc/frame.c, `new_header_frame` and `frame_update_trailer`).
final class FrameBytes {
    static final int LENGTH_AT = 16;
    private static final int COMPRESSED_AT = 39;
    private static final int USER_LAYERS_AT = 68;
    /// Where the fields end that an update changes, all of them in one disk sector.
    private static final int CHANGING_END = 87;

    private static final int TRAILER_HEAD = 2;
    private static final int TRAILER_END = 23;
    private static final int MAX_NAME = 31;
    static final int MAX_LAYERS = 16;
    private static final int INDEX_BLOCK = 512 * 1024;

    private FrameBytes() {}

    /// A header without the fields that [#patch] sets.
    ///
    /// @param length decoded bytes of all chunks
    static byte[] header(ChunkSettings settings, long length, int block, int chunk, Map<String, byte[]> metalayers) {
        ByteBuffer fixed = ByteBuffer.allocate(CHANGING_END);
        fixed.put((byte) 0x9e).put((byte) 0xa8).put("b2frame\0".getBytes(StandardCharsets.US_ASCII));
        fixed.put((byte) 0xd2).putInt(0);
        fixed.put((byte) 0xcf).putLong(0);
        // Version 2 with 64-bit offsets; chunks of no length count as differing ones, which is version 3.
        fixed.put((byte) 0xa4).put((byte) (chunk == 0 ? 0x53 : 0x12)).put((byte) 0);
        boolean plugin = settings.codec() >= Compression.Codec.NDLZ.id();
        fixed.put((byte) ((plugin ? ChunkSettings.USER_CODEC : settings.codec()) | settings.level() << 4));
        fixed.put((byte) (settings.split() - 1));
        fixed.put((byte) 0xd3).putLong(length);
        fixed.put((byte) 0xd3).putLong(0);
        fixed.put((byte) 0xd2).putInt(settings.item());
        fixed.put((byte) 0xd2).putInt(block);
        fixed.put((byte) 0xd2).putInt(chunk);
        fixed.put((byte) 0xd1).putShort((short) 1);
        fixed.put((byte) 0xd1).putShort((short) 1);
        fixed.put((byte) 0xc2).put((byte) 0xd8).put((byte) 6);
        fixed.put(settings.filters());
        fixed.put((byte) settings.codec()).put((byte) settings.codecMeta());
        fixed.put(settings.filterMeta());
        fixed.put((byte) (settings.dictionary() ? 1 : 0)).put((byte) 0);
        byte[] layers = layers(CHANGING_END, metalayers);
        fixed.putInt(11, CHANGING_END + layers.length);
        return join(List.of(fixed.array(), layers));
    }

    /// The bytes from [#LENGTH_AT] on that tell a reader of another state of the frame.
    ///
    /// @param header     as it stands in the file
    /// @param end        of the frame
    /// @param compressed from the end of the header to the index of chunks
    static byte[] patch(byte[] header, long end, long compressed, boolean userLayers) {
        ByteBuffer all = ByteBuffer.wrap(Arrays.copyOf(header, CHANGING_END));
        all.putLong(LENGTH_AT, end);
        all.putLong(COMPRESSED_AT, compressed);
        all.put(USER_LAYERS_AT, (byte) (userLayers ? 0xc3 : 0xc2));
        return Arrays.copyOfRange(all.array(), LENGTH_AT, CHANGING_END);
    }

    /// @param layers name to Blosc2 chunk
    private static byte[] trailer(Map<String, byte[]> layers) {
        byte[] table = layers(TRAILER_HEAD, layers);
        ByteBuffer end = ByteBuffer.allocate(TRAILER_END);
        end.put((byte) 0xce).putInt(TRAILER_HEAD + table.length + TRAILER_END).put((byte) 0xd8);
        return join(List.of(new byte[] {(byte) 0x94, 1}, table, end.array()));
    }

    /// Names with places, then contents.
    ///
    /// @param before bytes between what the places count from and this table
    private static byte[] layers(int before, Map<String, byte[]> layers) {
        List<byte[]> names = new ArrayList<>();
        int mapBytes = 7;
        for (String name : layers.keySet()) {
            byte[] utf = name.getBytes(StandardCharsets.UTF_8);
            names.add(utf);
            mapBytes += 1 + utf.length + 5;
        }
        ByteBuffer map = ByteBuffer.allocate(mapBytes);
        // C counts the first byte in the header and not in the trailer.
        map.put((byte) 0x93).put((byte) 0xcd).putShort((short) (before == TRAILER_HEAD ? mapBytes - 1 : mapBytes));
        map.put((byte) 0xde).putShort((short) names.size());
        List<byte[]> parts = new ArrayList<>(List.of(map.array()));
        parts.add(ByteBuffer.allocate(3)
                .put((byte) 0xdc)
                .putShort((short) names.size())
                .array());
        int place = before + mapBytes + 3;
        int i = 0;
        for (byte[] content : layers.values()) {
            map.put((byte) (0xa0 + names.get(i).length))
                    .put(names.get(i))
                    .put((byte) 0xd2)
                    .putInt(place);
            parts.add(ByteBuffer.allocate(5)
                    .put((byte) 0xc6)
                    .putInt(content.length)
                    .array());
            parts.add(content);
            place += 5 + content.length;
            i++;
        }
        return join(parts);
    }

    /// @throws IllegalArgumentException when a metalayer cannot have this name
    static void checkName(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_NAME) {
            throw new IllegalArgumentException("metadata cannot be named \"" + name + "\", which has " + bytes
                    + " bytes in UTF-8; Blosc2 takes 1 to " + MAX_NAME);
        }
    }

    static byte[] b2nd(long[] shape, int[] chunk, int[] block, String dtype) {
        byte[] text = dtype.getBytes(StandardCharsets.UTF_8);
        int rank = shape.length;
        ByteBuffer out = ByteBuffer.allocate(3 + 3 + 19 * rank + 6 + text.length);
        out.put((byte) 0x97).put((byte) 0).put((byte) rank);
        out.put((byte) (0x90 + rank));
        for (long n : shape) {
            out.put((byte) 0xd3).putLong(n);
        }
        for (int[] lengths : List.of(chunk, block)) {
            out.put((byte) (0x90 + rank));
            for (int n : lengths) {
                out.put((byte) 0xd2).putInt(n);
            }
        }
        out.put((byte) 0).put((byte) 0xdb).putInt(text.length).put(text);
        return out.array();
    }

    /// What follows the chunks: their index, then the trailer.
    ///
    /// @param layers name to Blosc2 chunk
    static byte[] tail(long[] offsets, Map<String, byte[]> layers, Backend backend, String file) {
        return join(List.of(index(offsets, backend, file), trailer(layers)));
    }

    /// The chunk of the chunks' offsets, as C writes it: BloscLZ, level 5, shuffle.
    private static byte[] index(long[] offsets, Backend backend, String file) {
        if (offsets.length == 0) {
            return new byte[0];
        }
        ByteBuffer plain = ByteBuffer.allocate(8 * offsets.length).order(ByteOrder.LITTLE_ENDIAN);
        plain.asLongBuffer().put(offsets);
        return small(plain.array(), Compression.Codec.BLOSCLZ, 8, backend, file);
    }

    /// The chunk of a user metalayer.
    static byte[] userLayer(byte[] content, Backend backend, String file) {
        return small(content, Compression.Codec.ZSTD, 1, backend, file);
    }

    private static byte[] small(byte[] content, Compression.Codec codec, int item, Backend backend, String file) {
        ChunkSettings settings = ChunkSettings.of(Compression.of(codec, 5, Compression.Filter.Kind.SHUFFLE), item);
        EncodeScratch scratch = new EncodeScratch(backend.nativeCodecs());
        int block = Math.clamp(content.length, 1, INDEX_BLOCK);
        int n = new ChunkEncoder(settings, backend, file).encode(content, content.length, block, scratch);
        return Arrays.copyOf(scratch.out, n);
    }

    static byte[] join(List<byte[]> parts) {
        ByteBuffer all =
                ByteBuffer.allocate(parts.stream().mapToInt(p -> p.length).sum());
        parts.forEach(all::put);
        return all.array();
    }
}
