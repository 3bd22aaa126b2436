package nbscope.io.internal.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nbscope.io.internal.bytes.NativeCall;
import org.jspecify.annotations.Nullable;

/// Zstandard frames by the library, with a context that is kept. The bytes go through native memory: at high levels a
/// block takes so long that the garbage collector must not wait for it.
final class ZstdEncoder implements Encoder {
    private final ZstdLibrary library = ZstdLibrary.get();
    private final int level;
    private final MemorySegment context;
    private final NativeRoom source = new NativeRoom();
    private final NativeRoom result = new NativeRoom();

    /// @param level zstd's own
    ZstdEncoder(int level) {
        this.level = level;
        try {
            context = ZstdLibrary.own((MemorySegment) library.create().invokeExact(), library.free());
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    @Override
    public int encode(byte[] in, int at, int length, byte[] out, int to, int limit) {
        return encode(in, at, length, out, to, limit, null);
    }

    /// As [#encode], with a dictionary of [ZstdLibrary] or null.
    int encode(byte[] in, int at, int length, byte[] out, int to, int limit, @Nullable MemorySegment dictionary) {
        MemorySegment from = source.reserve(length);
        MemorySegment into = result.reserve(limit);
        MemorySegment.copy(in, at, from, ValueLayout.JAVA_BYTE, 0, length);
        long n;
        try {
            n = dictionary == null
                    ? (long) library.compress().invokeExact(context, into, (long) limit, from, (long) length, level)
                    : (long) library.using().invokeExact(context, into, (long) limit, from, (long) length, dictionary);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
        // A size, or an error code that is negative as a signed number.
        if (n < 0 || n > limit) {
            return 0;
        }
        MemorySegment.copy(into, ValueLayout.JAVA_BYTE, 0, out, to, (int) n);
        return (int) n;
    }
}
