package nbscope.io.internal.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import nbscope.io.internal.bytes.NativeCall;

/// Zstandard frames that refer to a dictionary which was trained on the chunk that they belong to.
public final class DictionaryEncoder implements Encoder {
    private final ZstdEncoder encoder;
    private final MemorySegment digested;
    private final byte[] dictionary;

    private DictionaryEncoder(ZstdEncoder encoder, MemorySegment digested, byte[] dictionary) {
        this.encoder = encoder;
        this.digested = digested;
        this.dictionary = dictionary;
    }

    /// Trains a dictionary as C-Blosc2 does (blosc/blosc2.c, `blosc2_compress_ctx`). Empty where the samples are too
    /// few or too much alike, or `plain` is not the native zstd.
    ///
    /// @param samples    `count` samples of `sampleBytes`, one after the other
    /// @param mostBytes  of the dictionary
    public static Optional<DictionaryEncoder> train(
            Encoder plain, byte[] samples, int count, int sampleBytes, int mostBytes) {
        if (!(plain instanceof ZstdEncoder zstd)) {
            return Optional.empty();
        }
        ZstdLibrary library = ZstdLibrary.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(mostBytes);
            MemorySegment from = arena.allocate((long) count * sampleBytes);
            MemorySegment.copy(samples, 0, from, ValueLayout.JAVA_BYTE, 0, count * sampleBytes);
            MemorySegment sizes = arena.allocate(ValueLayout.JAVA_LONG, count);
            for (int i = 0; i < count; i++) {
                sizes.setAtIndex(ValueLayout.JAVA_LONG, i, sampleBytes);
            }
            long n = (long) library.train().invokeExact(room, (long) mostBytes, from, sizes, count);
            if (n <= 0 || n > mostBytes) {
                return Optional.empty();
            }
            MemorySegment digested = ZstdLibrary.own(
                    (MemorySegment) library.createDictionary().invokeExact(room, n, 1), library.freeDictionary());
            return Optional.of(
                    new DictionaryEncoder(zstd, digested, room.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE)));
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    /// What the decoder needs.
    public byte[] dictionary() {
        return dictionary.clone();
    }

    @Override
    public int encode(byte[] in, int at, int length, byte[] out, int to, int limit) {
        return encoder.encode(in, at, length, out, to, limit, digested);
    }
}
