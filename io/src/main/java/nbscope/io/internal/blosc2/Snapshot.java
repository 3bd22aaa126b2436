package nbscope.io.internal.blosc2;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.msgpack.MsgPack;
import org.jspecify.annotations.Nullable;

/// The content of an array as of one finished assignment; immutable, and so is all in the file that it points to.
///
/// @param frame   as the file's header says
/// @param offsets of the chunks
/// @param decoder of what lies in the file
record Snapshot(Frame frame, Offsets offsets, ChunkDecoder decoder) {
    private static final int MAX_METADATA = 64 << 20;

    /// All user metadata in the file's order.
    Map<String, @Nullable Object> userMetadata(Scratch scratch) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String key : frame.userLayers().keySet()) {
            all.put(key, userLayer(key, scratch));
        }
        return Collections.unmodifiableMap(all);
    }

    /// The value of a user metalayer, null where there is none.
    @Nullable
    Object userLayer(String key, Scratch scratch) {
        Long place = frame.userLayers().get(key);
        if (place == null) {
            return null;
        }
        ChunkHeader chunk = ChunkHeader.read(frame.file(), place);
        if (chunk.length() > MAX_METADATA) {
            throw frame.file()
                    .malformed(place, chunk.length() + " bytes of metadata " + key, "at most " + MAX_METADATA);
        }
        try {
            return MsgPack.read(decoder.whole(chunk, scratch));
        } catch (IllegalArgumentException e) {
            MalformedDataException damaged = frame.file()
                    .malformed(
                            place, "metadata " + key + " that is no MessagePack: " + e.getMessage(), "a value of one");
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
