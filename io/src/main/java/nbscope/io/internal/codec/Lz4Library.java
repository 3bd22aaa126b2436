package nbscope.io.internal.codec;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The compressing half of liblz4 (lz4.h, lz4hc.h): all of these functions or none.
///
/// @param sizeOfState     bytes of a fast state
/// @param fast            `LZ4_compress_fast_extState`
/// @param sizeOfHighState bytes of a high-compression state
/// @param high            `LZ4_compress_HC_extStateHC`
record Lz4Library(MethodHandle sizeOfState, MethodHandle fast, MethodHandle sizeOfHighState, MethodHandle high) {
    private static final FunctionDescriptor SIZE = FunctionDescriptor.of(ValueLayout.JAVA_INT);

    /// State, source, destination, source size, room, acceleration or level.
    private static final FunctionDescriptor COMPRESS = FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT);

    private static final @Nullable Lz4Library LIBRARY =
            NativeLibrary.load("liblz4").flatMap(Lz4Library::bind).orElse(null);

    static boolean available() {
        return LIBRARY != null;
    }

    static Lz4Library get() {
        if (LIBRARY == null) {
            throw new IllegalStateException("liblz4 is not available");
        }
        return LIBRARY;
    }

    private static Optional<Lz4Library> bind(SymbolLookup symbols) {
        List<String> names = List.of(
                "LZ4_sizeofState", "LZ4_compress_fast_extState", "LZ4_sizeofStateHC", "LZ4_compress_HC_extStateHC");
        if (names.stream().anyMatch(name -> symbols.find(name).isEmpty())) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        // The fast one works on Java's memory in place; the slow one would hold the garbage collector too long.
        return Optional.of(new Lz4Library(
                linker.downcallHandle(symbols.findOrThrow(names.get(0)), SIZE),
                linker.downcallHandle(symbols.findOrThrow(names.get(1)), COMPRESS, Linker.Option.critical(true)),
                linker.downcallHandle(symbols.findOrThrow(names.get(2)), SIZE),
                linker.downcallHandle(symbols.findOrThrow(names.get(3)), COMPRESS)));
    }
}
