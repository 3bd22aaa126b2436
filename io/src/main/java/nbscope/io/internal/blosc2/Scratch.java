package nbscope.io.internal.blosc2;

import java.util.EnumMap;
import java.util.Map;
import nbscope.io.internal.codec.CodecFormat;
import nbscope.io.internal.codec.Decoder;

/// The working memory of one thread: three blocks, the compressed bytes of a stream, and decoders with their contexts.
final class Scratch {
    private final boolean nativeCodecs;
    private final Map<CodecFormat, Decoder> decoders = new EnumMap<>(CodecFormat.class);
    byte[] data = new byte[0];
    byte[] spare = new byte[0];
    byte[] planes = new byte[0];
    byte[] compressed = new byte[0];

    /// Block 0 of the chunk at `referenceOffset`, decoded: what the delta filter refers to.
    byte[] reference = new byte[0];

    long referenceOffset = -1;

    Scratch(boolean nativeCodecs) {
        this.nativeCodecs = nativeCodecs;
    }

    Decoder decoder(CodecFormat format) {
        return decoders.computeIfAbsent(format, f -> Decoder.of(f, nativeCodecs));
    }

    void reserveData(int bytes) {
        if (data.length < bytes) {
            data = new byte[bytes];
        }
    }

    void reserveFilters(int bytes) {
        if (spare.length < bytes) {
            spare = new byte[bytes];
        }
        if (planes.length < bytes) {
            planes = new byte[bytes];
        }
    }

    byte[] reserveCompressed(int bytes) {
        if (compressed.length < bytes) {
            compressed = new byte[Math.max(bytes, 2 * compressed.length)];
        }
        return compressed;
    }

    /// Exchanges the block with its filtered copy.
    void swap() {
        byte[] t = data;
        data = spare;
        spare = t;
    }
}
