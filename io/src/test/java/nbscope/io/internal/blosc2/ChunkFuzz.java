package nbscope.io.internal.blosc2;

import java.util.Arrays;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/// Any bytes as a chunk: its content or our own exception, the same from both twins. See [FrameFuzz].
public final class ChunkFuzz {
    private static final int LARGE = 1 << 20;

    private static final ChunkDecoder BEST = new ChunkDecoder(Backend.best().filters());
    private static final ChunkDecoder PLAIN = new ChunkDecoder(Backend.plain().filters());
    private static final Scratch BEST_SCRATCH = new Scratch(true);
    private static final Scratch PLAIN_SCRATCH = new Scratch(false);

    private ChunkFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        byte @Nullable [] best = decode(input, BEST, BEST_SCRATCH);
        byte @Nullable [] plain = decode(input, PLAIN, PLAIN_SCRATCH);
        // liblz4 takes a distance of 0, which LZ4 forbids, for one that copies nothing.
        boolean lz4 = input.length > 2 && (input[2] & 0xff) >> 5 == 1;
        if (!lz4 && best != null && plain != null && !Arrays.equals(best, plain)) {
            throw new AssertionError("native and Java decoders differ");
        }
    }

    private static byte @Nullable [] decode(byte[] input, ChunkDecoder decoder, Scratch scratch) {
        try {
            ChunkHeader chunk = ChunkHeader.read(MappedFile.of("fuzzed", input), 0);
            if (chunk.length() <= LARGE) {
                return decoder.whole(chunk, scratch);
            }
            // Of a large one the last block only, as a read of a region does.
            int last = chunk.blocks() - 1;
            if (chunk.block() <= LARGE) {
                decoder.block(chunk, last, scratch);
                return Arrays.copyOf(scratch.data, chunk.blockLength(last));
            }
            return null;
        } catch (MalformedDataException | UnsupportedDataException expected) {
            return null;
        }
    }
}
