package nbscope.io.internal.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import nbscope.io.internal.bytes.NativeCall;
import org.jspecify.annotations.Nullable;

/// Zstandard frames by the library, with a context that is kept: on blocks of a few KiB a new context costs more than
/// the decoding.
public final class ZstdNative implements Decoder {
    /// The entry points that are needed; all or none.
    private record Library(
            MethodHandle create,
            MethodHandle decompress,
            MethodHandle decompressLong,
            MethodHandle free,
            MethodHandle loadDictionary) {}

    private static final byte[] NO_DICTIONARY = new byte[0];

    private static final @Nullable Library LIBRARY =
            NativeLibrary.load("libzstd").flatMap(ZstdNative::bind).orElse(null);

    private final Library library;
    private final MemorySegment context;

    /// What the context holds: empty for none, and then frames must not ask for one.
    private byte[] loaded = NO_DICTIONARY;

    public ZstdNative() {
        if (LIBRARY == null) {
            throw new IllegalStateException("libzstd is not available");
        }
        library = LIBRARY;
        try {
            MemorySegment raw = (MemorySegment) library.create.invokeExact();
            if (raw.address() == 0) {
                throw new OutOfMemoryError("libzstd has no memory for a decoding context");
            }
            // Freed when this object is unreachable: the arena is collected with it.
            context = raw.reinterpret(Arena.ofAuto(), ZstdNative::free);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    public static boolean available() {
        return LIBRARY != null;
    }

    @Override
    public int decode(byte[] in, int inLength, byte[] out, int at, int length) {
        return decode(in, inLength, out, at, length, NO_DICTIONARY);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same array means the same dictionary
    public int decode(byte[] in, int inLength, byte[] out, int at, int length, byte[] dictionary) {
        if (loaded != dictionary) {
            load(dictionary);
        }
        try {
            // A size, or an error code that is negative as a signed number.
            long n = (long) library.decompress.invokeExact(
                    context,
                    MemorySegment.ofArray(out).asSlice(at, length),
                    (long) length,
                    MemorySegment.ofArray(in).asSlice(0, inLength),
                    (long) inLength);
            return n < 0 || n > length ? -1 : (int) n;
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    /// Native memory to native memory, without a dictionary.
    ///
    /// @return the bytes written, or libzstd's error code, which is negative
    long decode(MemorySegment in, MemorySegment out) {
        try {
            return (long) library.decompressLong.invokeExact(context, out, out.byteSize(), in, in.byteSize());
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    /// The context keeps a copy, digested once for all blocks of a chunk.
    private void load(byte[] dictionary) {
        loaded = NO_DICTIONARY;
        try {
            long code = (long) library.loadDictionary.invokeExact(
                    context, MemorySegment.ofArray(dictionary), (long) dictionary.length);
            if (code < 0) {
                throw new IllegalArgumentException("libzstd refuses the dictionary");
            }
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
        loaded = dictionary;
    }

    private static void free(MemorySegment context) {
        if (LIBRARY != null) {
            try {
                long ignored = (long) LIBRARY.free.invokeExact(context);
            } catch (Throwable e) {
                throw NativeCall.failure(e);
            }
        }
    }

    private static Optional<Library> bind(SymbolLookup symbols) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> create = symbols.find("ZSTD_createDCtx");
        Optional<MemorySegment> decompress = symbols.find("ZSTD_decompressDCtx");
        Optional<MemorySegment> free = symbols.find("ZSTD_freeDCtx");
        Optional<MemorySegment> load = symbols.find("ZSTD_DCtx_loadDictionary");
        if (create.isEmpty() || decompress.isEmpty() || free.isEmpty() || load.isEmpty()) {
            return Optional.empty();
        }
        FunctionDescriptor decompressType = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG);
        return Optional.of(new Library(
                linker.downcallHandle(create.get(), FunctionDescriptor.of(ValueLayout.ADDRESS)),
                linker.downcallHandle(decompress.get(), decompressType, Linker.Option.critical(true)),
                linker.downcallHandle(decompress.get(), decompressType),
                linker.downcallHandle(free.get(), FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS)),
                linker.downcallHandle(
                        load.get(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG),
                        Linker.Option.critical(true))));
    }
}
