package nbscope.io;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a new Blosc2 array is to be.
///
/// @param type         of the elements
/// @param shape        lengths of the axes, at most 16
/// @param chunks       lengths of a chunk, which may be longer than the axis
/// @param blocks       lengths of a block, none longer than the chunk
/// @param compression  of the chunks
/// @param metalayers   fixed metalayers beside `b2nd`, as bytes
/// @param userMetadata variable-length metalayers, encoded as MessagePack (see [Blosc2Array#putUserMetadata])
public record Blosc2Spec(
        ElementType type,
        long[] shape,
        int[] chunks,
        int[] blocks,
        Compression compression,
        Map<String, byte[]> metalayers,
        Map<String, @Nullable Object> userMetadata) {
    public Blosc2Spec {
        shape = shape.clone();
        chunks = chunks.clone();
        blocks = blocks.clone();
        metalayers = Collections.unmodifiableMap(new LinkedHashMap<>(metalayers));
        userMetadata = Collections.unmodifiableMap(new LinkedHashMap<>(userMetadata));
    }

    /// Blosc2's compression, no metadata.
    public static Blosc2Spec of(ElementType type, long[] shape, int[] chunks, int[] blocks) {
        return new Blosc2Spec(type, shape, chunks, blocks, Compression.defaults(), Map.of(), Map.of());
    }

    public Blosc2Spec withCompression(Compression other) {
        return new Blosc2Spec(type, shape, chunks, blocks, other, metalayers, userMetadata);
    }

    public Blosc2Spec withMetalayers(Map<String, byte[]> others) {
        return new Blosc2Spec(type, shape, chunks, blocks, compression, others, userMetadata);
    }

    public Blosc2Spec withUserMetadata(Map<String, ? extends @Nullable Object> other) {
        return new Blosc2Spec(type, shape, chunks, blocks, compression, metalayers, new LinkedHashMap<>(other));
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public int[] chunks() {
        return chunks.clone();
    }

    @Override
    public int[] blocks() {
        return blocks.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Blosc2Spec s
                && type.equals(s.type)
                && Arrays.equals(shape, s.shape)
                && Arrays.equals(chunks, s.chunks)
                && Arrays.equals(blocks, s.blocks)
                && compression.equals(s.compression)
                && metalayers.equals(s.metalayers)
                && userMetadata.equals(s.userMetadata);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * type.hashCode() + Arrays.hashCode(shape)) + Arrays.hashCode(chunks);
    }

    @Override
    public String toString() {
        return type.numpy() + " " + Arrays.toString(shape) + " in chunks of " + Arrays.toString(chunks)
                + " and blocks of " + Arrays.toString(blocks) + ", " + compression;
    }
}
