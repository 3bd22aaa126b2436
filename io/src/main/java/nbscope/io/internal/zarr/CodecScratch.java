package nbscope.io.internal.zarr;

import java.util.EnumMap;
import java.util.Map;
import nbscope.io.Compression.Codec;
import nbscope.io.internal.blosc2.Backend;
import nbscope.io.internal.blosc2.BloscBuffer;
import nbscope.io.internal.codec.CodecFormat;
import nbscope.io.internal.codec.Decoder;
import nbscope.io.internal.codec.Encoder;
import org.jspecify.annotations.Nullable;

/// The working memory of one thread: codecs with their contexts.
final class CodecScratch {
    private static final Backend BACKEND = Backend.warming();

    private final Map<CodecFormat, Decoder> decoders = new EnumMap<>(CodecFormat.class);
    private final Map<Codec, Encoder> encoders = new EnumMap<>(Codec.class);
    private @Nullable BloscBuffer blosc;

    Decoder decoder(CodecFormat format) {
        return decoders.computeIfAbsent(format, f -> Decoder.of(f, BACKEND.nativeCodecs()));
    }

    /// @param level Blosc's, the same in all calls
    Encoder encoder(Codec codec, int level) {
        return encoders.computeIfAbsent(codec, c -> Encoder.of(c, level, false, BACKEND.nativeCodecs()));
    }

    BloscBuffer blosc() {
        BloscBuffer buffer = blosc;
        if (buffer == null) {
            buffer = new BloscBuffer(BACKEND);
            blosc = buffer;
        }
        return buffer;
    }

    /// Which twins compress: what is written by one and gone on with by another would not be the same
    /// bytes.
    static String twins() {
        return Encoder.hasDictionaries(BACKEND.nativeCodecs()) ? "native" : "java";
    }
}
