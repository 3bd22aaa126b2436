package nbscope.io.internal.bytes;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Memory that is about to be filled: not set to zero first, and in huge pages where Linux has them, because a new
/// array of 100 MB costs 25 000 page faults otherwise. An ordinary allocation of the arena where the JVM may not call
/// the C library.
public final class FreshMemory {
    private static final long HUGE_PAGE = 2 << 20;
    /// Under this size the C library has the memory at hand anyway.
    private static final long ADVISED = 2 * HUGE_PAGE;
    private static final long CACHE_LINE = 64;
    /// `MADV_HUGEPAGE` of Linux.
    private static final int ADVICE = 14;

    private record Library(MethodHandle allocate, MethodHandle advise, MethodHandle free) {}

    private static final @Nullable Library LIBRARY = bind().orElse(null);

    private FreshMemory() {}

    /// Memory with any content, which the arena frees.
    public static MemorySegment allocate(long bytes, Arena arena) {
        Library library = LIBRARY;
        if (library == null || bytes < HUGE_PAGE) {
            return arena.allocate(bytes, CACHE_LINE);
        }
        try {
            // aligned_alloc wants a multiple of the alignment.
            long rounded = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
            MemorySegment raw = (MemorySegment) library.allocate.invokeExact(HUGE_PAGE, rounded);
            if (raw.address() == 0) {
                throw new OutOfMemoryError("there is no memory for " + bytes + " bytes");
            }
            if (rounded >= ADVISED) {
                // Advice that is not taken costs speed and nothing else.
                int ignored = (int) library.advise.invokeExact(raw, rounded, ADVICE);
            }
            return raw.reinterpret(bytes, arena, free(library));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Consumer<MemorySegment> free(Library library) {
        return memory -> {
            try {
                library.free.invokeExact(memory);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static Optional<Library> bind() {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
        if (!linux || !FreshMemory.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup c = linker.defaultLookup();
        if (c.find("aligned_alloc").isEmpty()
                || c.find("madvise").isEmpty()
                || c.find("free").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Library(
                linker.downcallHandle(
                        c.findOrThrow("aligned_alloc"),
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG)),
                linker.downcallHandle(
                        c.findOrThrow("madvise"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT)),
                linker.downcallHandle(c.findOrThrow("free"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS))));
    }
}
