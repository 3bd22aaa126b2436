package nbscope.compute.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Page-aligned memory outside the heap, released when its arena closes. Large pieces lie in huge pages where Linux has
/// them: a frame of 5 GB costs a million page faults otherwise.
///
/// Goes to the C library's `malloc` where the JVM lets it: `Arena.allocate` clears what it returns and counts it
/// against -XX:MaxDirectMemorySize, which by default is the size of the heap and far below what a stack may take.
public final class OffHeap {
    private static final long PAGE = 4096;
    private static final long HUGE_PAGE = 2 << 20;

    /// Smaller pieces stay in small pages.
    private static final long LARGE = 4 * HUGE_PAGE;

    /// Linux's `MADV_HUGEPAGE`.
    private static final int HUGE_PAGES = 14;

    /// Linux's `MADV_DONTNEED`.
    private static final int FORGET = 4;

    private static final OffHeap INSTANCE = new OffHeap();

    private final @Nullable MethodHandle malloc;
    private final @Nullable MethodHandle free;

    /// Null on other systems than Linux.
    private final @Nullable MethodHandle advise;

    private OffHeap() {
        MethodHandle m = null;
        MethodHandle f = null;
        MethodHandle a = null;
        try {
            var linker = Linker.nativeLinker();
            var lookup = linker.defaultLookup();
            m = linker.downcallHandle(
                    lookup.find("malloc").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
            f = linker.downcallHandle(
                    lookup.find("free").orElseThrow(), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
            if (System.getProperty("os.name", "").startsWith("Linux")) {
                a = lookup.find("madvise")
                        .map(symbol -> linker.downcallHandle(
                                symbol,
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_LONG,
                                        ValueLayout.JAVA_INT)))
                        .orElse(null);
            }
        } catch (IllegalCallerException | UnsupportedOperationException | java.util.NoSuchElementException e) {
            m = null;
        }
        malloc = m;
        free = f;
        advise = a;
    }

    /// Memory of `bytes` bytes, not cleared.
    ///
    /// @throws OutOfMemoryError when the system has none
    public static MemorySegment allocate(Arena arena, long bytes) {
        return INSTANCE.take(arena, bytes);
    }

    private MemorySegment take(Arena arena, long bytes) {
        MethodHandle m = malloc;
        MethodHandle f = free;
        if (m == null || f == null) {
            return arena.allocate(bytes, PAGE);
        }
        try {
            long alignment = bytes < LARGE ? PAGE : HUGE_PAGE;
            long size = Math.addExact(bytes, alignment);
            MemorySegment raw = (MemorySegment) m.invokeExact(size);
            if (raw.address() == 0) {
                throw new OutOfMemoryError("the system gave no " + bytes + " bytes");
            }
            MemorySegment owned = raw.reinterpret(size, arena, s -> release(f, s));
            long skip = (alignment - owned.address() % alignment) % alignment;
            MemorySegment aligned = owned.asSlice(skip, bytes);
            if (advise != null && bytes >= LARGE) {
                // Advice that is not taken costs speed and nothing else.
                int ignored = (int) advise.invokeExact(aligned, bytes / HUGE_PAGE * HUGE_PAGE, HUGE_PAGES);
            }
            return aligned;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Gives the whole pages of a part back to the system, whose content is of no use any more, before
    /// the rest of it goes. Where the system does not let it nothing happens.
    ///
    /// @param part of memory of [#allocate]
    public static void forget(MemorySegment part) {
        MethodHandle a = INSTANCE.advise;
        long skip = (PAGE - part.address() % PAGE) % PAGE;
        long bytes = (part.byteSize() - skip) / PAGE * PAGE;
        if (a == null || bytes <= 0) {
            return;
        }
        try {
            int ignored = (int) a.invokeExact(part.asSlice(skip, bytes), bytes, FORGET);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void release(MethodHandle free, MemorySegment segment) {
        try {
            free.invokeExact(segment);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
