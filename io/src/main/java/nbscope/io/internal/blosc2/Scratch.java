package nbscope.io.internal.blosc2;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.codec.CodecFormat;
import nbscope.io.internal.codec.Decoder;
import org.jspecify.annotations.Nullable;

/// The working memory of one thread: three blocks, the compressed bytes of a stream, and decoders with their contexts.
final class Scratch {
    private final boolean nativeCodecs;
    private final Map<CodecFormat, Decoder> decoders = new EnumMap<>(CodecFormat.class);
    byte[] data = new byte[0];
    byte[] spare = new byte[0];
    byte[] planes = new byte[0];
    byte[] compressed = new byte[0];

    /// Block 0 of a chunk, decoded: what the delta filter refers to.
    byte[] reference = new byte[0];

    private final Place referencePlace = new Place();

    /// The dictionary of a chunk, null where this scratch has seen none.
    private byte @Nullable [] dictionary;

    private final Place dictionaryPlace = new Place();

    /// The last chunk file of a sparse frame.
    private @Nullable MappedFile chunkFile;

    private long chunkFileNumber = -1;

    /// Which chunk something belongs to.
    private static final class Place {
        private @Nullable MappedFile file;
        private long offset;

        @SuppressWarnings("ReferenceEquality") // a file that is mapped again may have changed
        boolean is(ChunkHeader chunk) {
            return file == chunk.file() && offset == chunk.offset();
        }

        void set(@Nullable MappedFile file, long offset) {
            this.file = file;
            this.offset = offset;
        }
    }

    Scratch(boolean nativeCodecs) {
        this.nativeCodecs = nativeCodecs;
    }

    Decoder decoder(CodecFormat format) {
        return decoders.computeIfAbsent(format, f -> Decoder.of(f, nativeCodecs));
    }

    /// The file of a chunk of a sparse frame.
    MappedFile chunkFile(Path folder, long number) {
        MappedFile file = chunkFile;
        if (file == null || chunkFileNumber != number) {
            Path path = folder.resolve(String.format(Locale.ROOT, "%08X.chunk", number));
            if (!Files.isRegularFile(path)) {
                throw new MalformedDataException(
                        path.toString(), -1, "no such file", "one for each chunk; copy the folder as a whole");
            }
            file = MappedFile.load(path, Integer.MAX_VALUE - 8);
            chunkFile = file;
            chunkFileNumber = number;
        }
        return file;
    }

    /// Whether [#reference] is that of the chunk.
    boolean refersTo(ChunkHeader chunk) {
        return referencePlace.is(chunk);
    }

    /// @param chunk null while the reference is being made
    void referTo(@Nullable ChunkHeader chunk) {
        referencePlace.set(chunk == null ? null : chunk.file(), chunk == null ? 0 : chunk.offset());
    }

    /// The dictionary of a chunk that has one, the same array as long as the chunk is the same.
    byte[] dictionary(ChunkHeader chunk) {
        byte[] bytes = dictionary;
        if (bytes == null || !dictionaryPlace.is(chunk)) {
            bytes = chunk.readDictionary();
            dictionary = bytes;
            dictionaryPlace.set(chunk.file(), chunk.offset());
        }
        return bytes;
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
