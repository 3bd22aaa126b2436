package nbscope.io.internal.czi.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nbscope.io.internal.bytes.NativeCall;
import nbscope.io.internal.codec.MissingLibraryException;

/// jxrlib, Microsoft's decoder of JPEG-XR, where the system has it (Debian: libjxr0). Only exported functions are
/// called, so no layout of a C struct is assumed. Each call has a decoder of its own; safe from any thread.
final class JpegXrLibrary {
    private static final class Found {
        static final Optional<JpegXrLibrary> LIBRARY = search();
    }

    private final MethodHandle openStream;
    private final MethodHandle closeStream;
    private final MethodHandle create;
    private final MethodHandle initialize;
    private final MethodHandle size;
    private final MethodHandle copy;
    private final MethodHandle release;

    private JpegXrLibrary(SymbolLookup symbols) {
        FunctionDescriptor two = FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS);
        FunctionDescriptor one = FunctionDescriptor.of(JAVA_LONG, ADDRESS);
        openStream = handle(symbols, "CreateWS_Memory", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
        closeStream = handle(symbols, "CloseWS_Memory", one);
        create = handle(symbols, "PKImageDecode_Create_WMP", one);
        initialize = handle(symbols, "PKImageDecode_Initialize_WMP", two);
        size = handle(
                symbols, "PKImageDecode_GetSize_WMP", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS));
        copy = handle(
                symbols,
                "PKImageDecode_Copy_WMP",
                FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
        release = handle(symbols, "PKImageDecode_Release_WMP", one);
    }

    private static MethodHandle handle(SymbolLookup symbols, String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
    }

    static boolean available() {
        return Found.LIBRARY.isPresent();
    }

    /// @throws MissingLibraryException where there is none
    static JpegXrLibrary get() {
        return Found.LIBRARY.orElseThrow(
                () -> new MissingLibraryException("JPEG-XR needs the native library libjxr0, which was not found; "
                        + "install it (apt-get install libjxr0) and start Java with "
                        + "--enable-native-access=ALL-UNNAMED"));
    }

    private static Optional<JpegXrLibrary> search() {
        // CreateWS_Memory stands in one library, the decoder in the other.
        if (!JpegXrLibrary.class.getModule().isNativeAccessEnabled() || ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<List<String>> names = system.startsWith("mac")
                ? List.of(List.of("libjpegxr.dylib", "libjxrglue.dylib"))
                : List.of(
                        List.of("libjpegxr.so.0", "libjxrglue.so.0"),
                        List.of("libjpegxr.so.1.2", "libjxrglue.so.1.2"),
                        List.of("libjpegxr.so", "libjxrglue.so"));
        // Windows has a C long of four bytes, and no package of the library.
        return system.startsWith("windows")
                ? Optional.empty()
                : names.stream().flatMap(pair -> load(pair).stream()).findFirst();
    }

    private static Optional<JpegXrLibrary> load(List<String> files) {
        try {
            SymbolLookup codec = SymbolLookup.libraryLookup(files.getFirst(), Arena.global());
            SymbolLookup glue = SymbolLookup.libraryLookup(files.getLast(), Arena.global());
            return Optional.of(new JpegXrLibrary(codec.or(glue)));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /// Decodes a file of which [JpegXrHeader] approved.
    ///
    /// @param file native memory
    /// @param out  native memory for `height` rows of `stride` bytes
    /// @return false where the library refuses it
    boolean decode(MemorySegment file, int width, int height, MemorySegment out, int stride) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment streamAt = arena.allocate(ADDRESS);
            if ((long) openStream.invokeExact(streamAt, file, file.byteSize()) < 0) {
                throw new OutOfMemoryError("jxrlib has no memory for a stream");
            }
            MemorySegment decoderAt = arena.allocate(ADDRESS);
            try {
                if ((long) create.invokeExact(decoderAt) < 0) {
                    throw new OutOfMemoryError("jxrlib has no memory for a decoder");
                }
                MemorySegment decoder = decoderAt.get(ADDRESS, 0);
                return (long) initialize.invokeExact(decoder, streamAt.get(ADDRESS, 0)) >= 0
                        && hasSize(decoder, width, height, arena)
                        && (long) copy.invokeExact(decoder, rectangle(width, height, arena), out, stride) >= 0;
            } finally {
                if (decoderAt.get(ADDRESS, 0).address() != 0) {
                    long _ = (long) release.invokeExact(decoderAt);
                }
                long _ = (long) closeStream.invokeExact(streamAt);
            }
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    private boolean hasSize(MemorySegment decoder, int width, int height, Arena arena) throws Throwable {
        MemorySegment w = arena.allocate(JAVA_INT);
        MemorySegment h = arena.allocate(JAVA_INT);
        return (long) size.invokeExact(decoder, w, h) >= 0
                && w.get(JAVA_INT, 0) == width
                && h.get(JAVA_INT, 0) == height;
    }

    /// `PKRect`: x, y, width, height.
    private static MemorySegment rectangle(int width, int height, Arena arena) {
        return arena.allocateFrom(JAVA_INT, 0, 0, width, height);
    }
}
