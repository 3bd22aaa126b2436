package nbscope.io.internal.blosc2;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import nbscope.io.internal.bytes.NativeCall;
import org.jspecify.annotations.Nullable;

/// The C library libblosc2, where the machine has it: for the codecs and filters that are plugins of it (ZFP, NDLZ,
/// ...), which work on a whole b2nd array and not on a chunk alone. One call at a time, C-Blosc2 is not thread-safe.
final class Libblosc2 {
    /// A file, or a folder with one.
    private static final String VARIABLE = "NBSCOPE_LIBBLOSC2";

    /// Sonames of the releases with b2nd.
    private static final int OLDEST = 2;

    private static final int NEWEST = 12;

    private static final class Found {
        static final Optional<Libblosc2> LIBRARY = search();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final MethodHandle open;
    private final MethodHandle slice;
    private final MethodHandle free;

    private Libblosc2(SymbolLookup symbols) throws Throwable {
        Linker linker = Linker.nativeLinker();
        open = linker.downcallHandle(
                symbols.findOrThrow("b2nd_open_offset"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        slice = linker.downcallHandle(
                symbols.findOrThrow("b2nd_get_slice_cbuffer"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG));
        free = linker.downcallHandle(
                symbols.findOrThrow("b2nd_free"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        linker.downcallHandle(symbols.findOrThrow("blosc2_init"), FunctionDescriptor.ofVoid())
                .invokeExact();
    }

    /// That of the environment variable NBSCOPE_LIBBLOSC2, of java.library.path, or of the system.
    static Optional<Libblosc2> find() {
        return Found.LIBRARY;
    }

    /// The library in a file; empty where it does not load or is no libblosc2 with b2nd.
    static Optional<Libblosc2> load(Path file) {
        return Files.isRegularFile(file) ? load(file.toAbsolutePath().toString()) : Optional.empty();
    }

    private static Optional<Libblosc2> load(String name) {
        if (!Libblosc2.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Libblosc2(SymbolLookup.libraryLookup(name, Arena.global())));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return Optional.empty();
        }
    }

    private static Optional<Libblosc2> search() {
        List<String> names = names();
        List<Path> folders = new ArrayList<>();
        String named = System.getenv(VARIABLE);
        if (named != null) {
            Optional<Libblosc2> file = load(Path.of(named));
            if (file.isPresent()) {
                return file;
            }
            folders.add(Path.of(named));
        }
        for (String folder : System.getProperty("java.library.path", "").split(File.pathSeparator)) {
            folders.add(Path.of(folder));
        }
        return folders.stream()
                .flatMap(folder -> names.stream().map(folder::resolve))
                .flatMap(file -> load(file).stream())
                .findFirst()
                // By the linker's own search.
                .or(() -> names.stream().flatMap(n -> load(n).stream()).findFirst());
    }

    private static List<String> names() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return List.of("libblosc2.dll", "blosc2.dll");
        }
        boolean mac = os.startsWith("mac");
        List<String> names = new ArrayList<>(List.of(mac ? "libblosc2.dylib" : "libblosc2.so"));
        for (int version = NEWEST; version >= OLDEST; version--) {
            names.add(mac ? "libblosc2." + version + ".dylib" : "libblosc2.so." + version);
        }
        return names;
    }

    /// The handle of an array in a file, null where the library refuses it.
    ///
    /// @param offset where the frame begins
    @Nullable
    MemorySegment open(String path, long offset) {
        lock.lock();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            int code = (int) open.invokeExact(arena.allocateFrom(path), out, offset);
            return code < 0 ? null : out.get(ValueLayout.ADDRESS, 0);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        } finally {
            lock.unlock();
        }
    }

    /// Decodes a region in C order as stored.
    ///
    /// @param destination native memory of just its bytes
    /// @return a negative number where the library fails
    int slice(MemorySegment array, long[] start, long[] shape, MemorySegment destination) {
        long[] stop = new long[start.length];
        for (int i = 0; i < stop.length; i++) {
            stop[i] = start[i] + shape[i];
        }
        lock.lock();
        try (Arena arena = Arena.ofConfined()) {
            return (int) slice.invokeExact(
                    array,
                    arena.allocateFrom(ValueLayout.JAVA_LONG, start),
                    arena.allocateFrom(ValueLayout.JAVA_LONG, stop),
                    destination,
                    arena.allocateFrom(ValueLayout.JAVA_LONG, shape),
                    destination.byteSize());
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        } finally {
            lock.unlock();
        }
    }

    void free(MemorySegment array) {
        lock.lock();
        try {
            int ignored = (int) free.invokeExact(array);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        } finally {
            lock.unlock();
        }
    }
}
