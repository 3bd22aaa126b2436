package nbscope.io.internal.blosc2;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.msgpack.MsgPack;
import org.jspecify.annotations.Nullable;

/// The content of an array as of one finished assignment; immutable, and so is all in the file that it points to.
///
/// @param frame   as the file's header says
/// @param offsets of the chunks
/// @param decoder of what lies in the file
/// @param layers  the user metalayers, in the file's order
record Snapshot(Frame frame, Offsets offsets, ChunkDecoder decoder, Map<String, Layer> layers) {
    private static final int MAX_METADATA = 64 << 20;

    /// A user metalayer: a Blosc2 chunk in the file, or in memory since it was changed.
    record Layer(MappedFile file, long at) {
        byte[] bytes() {
            return file.copy(at, ChunkHeader.read(file, at).bytes(), "metadata");
        }
    }

    /// As the file holds it.
    static Snapshot read(Frame frame, ChunkDecoder decoder, Scratch scratch) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        frame.userLayers().forEach((name, place) -> layers.put(name, new Layer(frame.file(), place)));
        return new Snapshot(frame, Offsets.read(frame, decoder, scratch), decoder, layers);
    }

    /// All user metadata in the file's order.
    Map<String, @Nullable Object> userMetadata(Scratch scratch) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String key : layers.keySet()) {
            all.put(key, userLayer(key, scratch));
        }
        return Collections.unmodifiableMap(all);
    }

    /// The value of a user metalayer, null where there is none.
    @Nullable
    Object userLayer(String key, Scratch scratch) {
        Layer layer = layers.get(key);
        if (layer == null) {
            return null;
        }
        ChunkHeader chunk = ChunkHeader.read(layer.file(), layer.at());
        if (chunk.length() > MAX_METADATA) {
            throw layer.file()
                    .malformed(layer.at(), chunk.length() + " bytes of metadata " + key, "at most " + MAX_METADATA);
        }
        try {
            return MsgPack.read(decoder.whole(chunk, scratch));
        } catch (IllegalArgumentException e) {
            MalformedDataException damaged = layer.file()
                    .malformed(
                            layer.at(),
                            "metadata " + key + " that is no MessagePack: " + e.getMessage(),
                            "a value of one");
            damaged.initCause(e);
            throw damaged;
        }
    }

    /// The fixed metalayers as they lie in the header.
    Map<String, byte[]> metalayers() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        frame.metalayers().forEach((name, place) -> {
            int length = frame.file().i32BigEndian(place - 4, "length of metalayer " + name);
            all.put(name, frame.file().copy(place, length, "metalayer " + name));
        });
        return Collections.unmodifiableMap(all);
    }
}
