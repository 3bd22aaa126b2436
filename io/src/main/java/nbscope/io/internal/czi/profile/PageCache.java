package nbscope.io.internal.czi.profile;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import nbscope.io.internal.bytes.NativeCall;
import org.jspecify.annotations.Nullable;

/// What the system keeps of a file in memory.
final class PageCache {
    /// `POSIX_FADV_DONTNEED` of Linux.
    private static final int NOT_NEEDED = 4;

    /// A tile counts as cached by its first bytes, at most so many.
    private static final long LOOK = 1 << 20;

    private static final @Nullable PageCache SYSTEM = find();

    private final MethodHandle open;
    private final MethodHandle advise;
    private final MethodHandle close;

    private PageCache(MethodHandle open, MethodHandle advise, MethodHandle close) {
        this.open = open;
        this.advise = advise;
        this.close = close;
    }

    private static @Nullable PageCache find() {
        if (!linux() || !PageCache.class.getModule().isNativeAccessEnabled()) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup c = linker.defaultLookup();
        if (List.of("open", "posix_fadvise", "close").stream()
                .anyMatch(name -> c.find(name).isEmpty())) {
            return null;
        }
        return new PageCache(
                linker.downcallHandle(
                        c.findOrThrow("open"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        Linker.Option.firstVariadicArg(2)),
                linker.downcallHandle(
                        c.findOrThrow("posix_fadvise"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT)),
                linker.downcallHandle(
                        c.findOrThrow("close"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }

    private static boolean linux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
    }

    /// Asks the system to forget what it keeps of a file. Pages that a program has mapped stay, so close it
    /// before.
    ///
    /// @return whether the system took the advice
    static boolean drop(Path file) {
        PageCache system = SYSTEM;
        if (system == null) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) system.open.invokeExact(
                    arena.allocateFrom(file.toAbsolutePath().toString()), 0);
            if (descriptor < 0) {
                return false;
            }
            int answer = (int) system.advise.invokeExact(descriptor, 0L, 0L, NOT_NEEDED);
            int closed = (int) system.close.invokeExact(descriptor);
            return answer == 0 && closed == 0;
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    /// The share of places in a file that lie in memory.
    ///
    /// @param offsets of the tiles
    /// @return 0 to 1, NaN where the system does not say
    static double resident(Path file, List<Long> offsets) {
        if (offsets.isEmpty()) {
            return Double.NaN;
        }
        try (FileChannel channel = FileChannel.open(file);
                Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            int loaded = 0;
            for (int i = 0; i < offsets.size(); i++) {
                long from = Math.min(offsets.get(i), mapped.byteSize());
                long next = i + 1 < offsets.size() && offsets.get(i + 1) > from ? offsets.get(i + 1) : from + LOOK;
                long length = Math.min(Math.min(next - from, LOOK), mapped.byteSize() - from);
                loaded += mapped.asSlice(from, length).isLoaded() ? 1 : 0;
            }
            return (double) loaded / offsets.size();
        } catch (IOException | UnsupportedOperationException e) {
            return Double.NaN;
        }
    }
}
