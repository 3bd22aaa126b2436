package nbscope.io.internal.codec;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// LZ4 blocks by the library's `LZ4_decompress_safe`.
public final class Lz4Native implements Decoder {
    private static final @Nullable MethodHandle DECOMPRESS = NativeLibrary.load("liblz4")
            .flatMap(library -> library.find("LZ4_decompress_safe"))
            .map(symbol -> Linker.nativeLinker()
                    .downcallHandle(
                            symbol,
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT),
                            Linker.Option.critical(true)))
            .orElse(null);

    private final MethodHandle decompress;

    public Lz4Native() {
        if (DECOMPRESS == null) {
            throw new IllegalStateException("liblz4 is not available");
        }
        decompress = DECOMPRESS;
    }

    public static boolean available() {
        return DECOMPRESS != null;
    }

    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length) {
        try {
            return (int) decompress.invokeExact(
                    MemorySegment.ofArray(in), MemorySegment.ofArray(out).asSlice(at, length), inLength, length);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
