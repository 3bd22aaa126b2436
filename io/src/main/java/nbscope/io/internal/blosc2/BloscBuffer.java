package nbscope.io.internal.blosc2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import nbscope.io.Compression.Codec;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.codec.Encoder;

/// Single Blosc chunks in memory, as the blosc codec of Zarr and numcodecs have them: reads those of
/// Blosc1 and Blosc2, writes those of Blosc1 (c-blosc 1.21, README_CHUNK_FORMAT.rst: a header of 16
/// bytes, the starts of the blocks, each block as one stream). For one thread at a time.
public final class BloscBuffer {
    private static final int HEADER = 16;
    private static final int BLOSC1_VERSION = 2;
    private static final int SHUFFLED = 1;
    private static final int STORED = 2;
    private static final int NOT_SPLIT = 0x10;
    private static final int BLOCK = 256 << 10;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Backend backend;
    private final ChunkDecoder decoder;
    private final Scratch scratch;
    private final Map<Codec, Encoder> encoders = new EnumMap<>(Codec.class);
    private byte[] source = new byte[0];
    private byte[] shuffled = new byte[0];

    public BloscBuffer(Backend backend) {
        this.backend = backend;
        decoder = new ChunkDecoder(backend.filters());
        scratch = new Scratch(backend.nativeCodecs());
    }

    /// @param name what errors call the bytes
    /// @param most bytes that the chunk may have when decoded
    /// @throws nbscope.io.MalformedDataException when the chunk is damaged
    /// @throws nbscope.io.UnsupportedDataException when it was compressed with snappy
    public byte[] decode(String name, byte[] in, int most) {
        MappedFile file = MappedFile.of(name, in);
        ChunkHeader header = ChunkHeader.read(file, 0);
        if (header.length() > most) {
            throw file.malformed(
                    4,
                    "a Blosc chunk of " + header.length() + " bytes",
                    "at most " + most + "; the file is damaged, write it again");
        }
        // What a damaged chunk has left here must not be the reference of the next.
        scratch.referTo(null);
        return decoder.whole(header, scratch);
    }

    /// A chunk with shuffled bytes.
    ///
    /// @param codec LZ4 or ZSTD
    /// @param level 1 to 9
    /// @param item  bytes per element, below 256
    /// @param out   at least [#most] bytes
    /// @return the bytes of the chunk
    public int encode(Codec codec, int level, int item, byte[] in, int length, byte[] out) {
        int block = Math.max(item, Math.min(length, BLOCK) / item * item);
        int blocks = Math.ceilDiv(length, block);
        int format = codec == Codec.LZ4 ? 1 : 4;
        out[0] = BLOSC1_VERSION;
        out[1] = 1;
        out[2] = (byte) (SHUFFLED | NOT_SPLIT | format << 5);
        out[3] = (byte) item;
        INT.set(out, 4, length);
        INT.set(out, 8, block);
        if (shuffled.length < block) {
            shuffled = new byte[block];
            source = new byte[block];
        }
        Encoder encoder = encoders.computeIfAbsent(codec, c -> Encoder.of(c, level, false, backend.nativeCodecs()));
        int at = HEADER + 4 * blocks;
        int limit = HEADER + length;
        for (int i = 0; i < blocks && at <= limit; i++) {
            int n = Math.min(block, length - i * block);
            System.arraycopy(in, i * block, source, 0, n);
            backend.forward().shuffle(item, n, source, shuffled);
            INT.set(out, HEADER + 4 * i, at);
            at = stream(encoder, n, out, at, limit);
        }
        if (at > limit) {
            out[2] |= STORED;
            System.arraycopy(in, 0, out, HEADER, length);
            at = limit;
        }
        INT.set(out, 12, at);
        return at;
    }

    /// Room that [#encode] needs for so many bytes.
    public static int most(int length) {
        return Math.addExact(length, HEADER + 8);
    }

    /// @return where the stream ends, more than `limit` where it does not fit
    private int stream(Encoder encoder, int n, byte[] out, int at, int limit) {
        int room = Math.min(n - 1, limit - at - 4);
        int size = room > 0 ? encoder.encode(shuffled, 0, n, out, at + 4, room) : 0;
        if (size == 0) {
            if (at + 4 + n > limit) {
                return limit + 1;
            }
            System.arraycopy(shuffled, 0, out, at + 4, n);
            size = n;
        }
        INT.set(out, at, size);
        return at + 4 + size;
    }
}
