package nbscope.io.internal.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.internal.bytes.NativeCall;

/// LZ4 and LZ4HC blocks by the library, with a state that is kept.
final class Lz4Encoder implements Encoder {
    private final Lz4Library library;
    private final boolean high;
    private final int effort;
    private final MemorySegment state;
    private final NativeRoom source = new NativeRoom();
    private final NativeRoom result = new NativeRoom();

    private Lz4Encoder(boolean high, int effort) {
        library = Lz4Library.get();
        this.high = high;
        this.effort = effort;
        try {
            int bytes = (int) (high ? library.sizeOfHighState() : library.sizeOfState()).invokeExact();
            state = Arena.ofAuto().allocate(bytes, 64);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    static Lz4Encoder fast(int acceleration) {
        return new Lz4Encoder(false, acceleration);
    }

    static Lz4Encoder high(int level) {
        return new Lz4Encoder(true, level);
    }

    @Override
    public int encode(byte[] in, int at, int length, byte[] out, int to, int limit) {
        try {
            if (!high) {
                return (int) library.fast()
                        .invokeExact(
                                state,
                                MemorySegment.ofArray(in).asSlice(at, length),
                                MemorySegment.ofArray(out).asSlice(to, limit),
                                length,
                                limit,
                                effort);
            }
            MemorySegment from = source.reserve(length);
            MemorySegment into = result.reserve(limit);
            MemorySegment.copy(in, at, from, ValueLayout.JAVA_BYTE, 0, length);
            int n = (int) library.high().invokeExact(state, from, into, length, limit, effort);
            MemorySegment.copy(into, ValueLayout.JAVA_BYTE, 0, out, to, Math.max(n, 0));
            return Math.max(n, 0);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }
}
