package nbscope.io.internal.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.filter.BitPlanes;

/// Any bytes as a chunk of bitshuffle with LZ4: the first byte says how long elements are, two more how
/// many bytes are decoded, unless the chunk's own header says so. The vector code must give what the
/// scalar code does; both by the Java codec, because liblz4 takes distances of 0. See
/// nbscope.io.internal.blosc2.FrameFuzz.
public final class BitshuffleFuzz {
    private static final int[] ITEMS = {1, 2, 3, 4, 8, 16};
    private static final int MOST = 1 << 17;

    private static final BitshuffleChunk SCALAR =
            new BitshuffleChunk(BitPlanes.scalar(), Decoder.of(CodecFormat.LZ4, false));
    private static final BitshuffleChunk BEST =
            new BitshuffleChunk(BitPlanes.best(), Decoder.of(CodecFormat.LZ4, false));

    private BitshuffleFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 3) {
            return;
        }
        int item = ITEMS[(input[0] & 255) % ITEMS.length];
        int total = ((input[1] & 255) << 8 | input[2] & 255) * 2 % MOST;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocate(input.length);
            MemorySegment chunk = in.copyFrom(MemorySegment.ofArray(input)).asSlice(3);
            MemorySegment one = arena.allocate(Math.max(1, total)).asSlice(0, total);
            MemorySegment other = arena.allocate(Math.max(1, total)).asSlice(0, total);
            boolean sound = decode(SCALAR, chunk, item, one);
            if (sound != decode(BEST, chunk, item, other) || sound && one.mismatch(other) != -1) {
                throw new AssertionError("the vector code gives something else than the scalar code");
            }
        }
    }

    private static boolean decode(BitshuffleChunk by, MemorySegment in, int item, MemorySegment out) {
        try {
            by.decode(in, item, 0, out, "fuzzed chunk", 3);
            return true;
        } catch (MalformedDataException expected) {
            // Most bytes are no chunk.
            return false;
        }
    }
}
