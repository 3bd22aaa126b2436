package nbscope.io.internal.codec;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import nbscope.io.internal.bytes.NativeCall;
import org.jspecify.annotations.Nullable;

/// LZ4 blocks by the library's `LZ4_decompress_safe`, `_safe_partial` and `_safe_usingDict`.
public final class Lz4Native implements Decoder {
    private record Library(MethodHandle decompress, MethodHandle start, MethodHandle withDictionary) {}

    private static final @Nullable Library LIBRARY =
            NativeLibrary.load("liblz4").flatMap(Lz4Native::bind).orElse(null);

    private final Library library;

    public Lz4Native() {
        if (LIBRARY == null) {
            throw new IllegalStateException("liblz4 is not available");
        }
        library = LIBRARY;
    }

    public static boolean available() {
        return LIBRARY != null;
    }

    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length) {
        try {
            return (int) library.decompress.invokeExact(
                    MemorySegment.ofArray(in).asSlice(0, inLength),
                    MemorySegment.ofArray(out).asSlice(at, length),
                    inLength,
                    length);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    @Override
    public int decodeStart(byte[] in, int inLength, byte[] out, int at, int length, int wanted) {
        try {
            return (int) library.start.invokeExact(
                    MemorySegment.ofArray(in).asSlice(0, inLength),
                    MemorySegment.ofArray(out).asSlice(at, length),
                    inLength,
                    wanted,
                    length);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length, byte[] dictionary) {
        try {
            return (int) library.withDictionary.invokeExact(
                    MemorySegment.ofArray(in).asSlice(0, inLength),
                    MemorySegment.ofArray(out).asSlice(at, length),
                    inLength,
                    length,
                    MemorySegment.ofArray(dictionary),
                    dictionary.length);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    private static Optional<Library> bind(SymbolLookup symbols) {
        Optional<MemorySegment> plain = symbols.find("LZ4_decompress_safe");
        Optional<MemorySegment> start = symbols.find("LZ4_decompress_safe_partial");
        Optional<MemorySegment> withDictionary = symbols.find("LZ4_decompress_safe_usingDict");
        if (plain.isEmpty() || start.isEmpty() || withDictionary.isEmpty()) {
            return Optional.empty();
        }
        FunctionDescriptor type = FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT);
        Linker linker = Linker.nativeLinker();
        return Optional.of(new Library(
                linker.downcallHandle(plain.get(), type, Linker.Option.critical(true)),
                linker.downcallHandle(
                        start.get(), type.appendArgumentLayouts(ValueLayout.JAVA_INT), Linker.Option.critical(true)),
                linker.downcallHandle(
                        withDictionary.get(),
                        type.appendArgumentLayouts(ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        Linker.Option.critical(true))));
    }
}
