package nbscope.io.internal.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import nbscope.io.internal.bytes.NativeCall;
import org.jspecify.annotations.Nullable;

/// The compressing half of libzstd (zstd.h, zdict.h): all of these functions or none.
///
/// @param compress `ZSTD_compressCCtx`
/// @param using    `ZSTD_compress_usingCDict`
/// @param train    `ZDICT_trainFromBuffer`
record ZstdLibrary(
        MethodHandle create,
        MethodHandle free,
        MethodHandle compress,
        MethodHandle createDictionary,
        MethodHandle freeDictionary,
        MethodHandle using,
        MethodHandle train,
        MethodHandle largestLevel) {
    private static final @Nullable ZstdLibrary LIBRARY =
            NativeLibrary.load("libzstd").flatMap(ZstdLibrary::bind).orElse(null);

    static boolean available() {
        return LIBRARY != null;
    }

    static ZstdLibrary get() {
        if (LIBRARY == null) {
            throw new IllegalStateException("libzstd is not available");
        }
        return LIBRARY;
    }

    static int maxLevel() {
        try {
            return LIBRARY == null ? 22 : (int) LIBRARY.largestLevel.invokeExact();
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    private static Optional<ZstdLibrary> bind(SymbolLookup symbols) {
        List<String> names = List.of(
                "ZSTD_createCCtx",
                "ZSTD_freeCCtx",
                "ZSTD_compressCCtx",
                "ZSTD_createCDict",
                "ZSTD_freeCDict",
                "ZSTD_compress_usingCDict",
                "ZDICT_trainFromBuffer",
                "ZSTD_maxCLevel");
        if (names.stream().anyMatch(name -> symbols.find(name).isEmpty())) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor free = FunctionDescriptor.of(JAVA_LONG, ADDRESS);
        List<FunctionDescriptor> types = List.of(
                FunctionDescriptor.of(ADDRESS),
                free,
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT),
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT),
                free,
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS),
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT),
                FunctionDescriptor.of(JAVA_INT));
        MethodHandle[] handles = new MethodHandle[names.size()];
        for (int i = 0; i < handles.length; i++) {
            MemorySegment symbol = symbols.findOrThrow(names.get(i));
            handles[i] = linker.downcallHandle(symbol, types.get(i));
        }
        return Optional.of(new ZstdLibrary(
                handles[0], handles[1], handles[2], handles[3], handles[4], handles[5], handles[6], handles[7]));
    }

    /// A new native object that is freed when the segment is collected.
    static MemorySegment own(MemorySegment raw, MethodHandle free) {
        if (raw.address() == 0) {
            throw new OutOfMemoryError("libzstd has no memory for compressing");
        }
        return raw.reinterpret(java.lang.foreign.Arena.ofAuto(), memory -> {
            try {
                long ignored = (long) free.invokeExact(memory);
            } catch (Throwable e) {
                throw NativeCall.failure(e);
            }
        });
    }
}
