package nbscope.io.internal.bytes;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Memory straight from Linux's C library, in huge pages where the system has them: a new array of 100 MB costs 25 000
/// page faults otherwise.
public final class PageMemory {
    /// Sizes and alignment.
    public static final long HUGE_PAGE = 2 << 20;

    /// `MADV_FREE`: the system may take the pages when it is short of them; until then they come back for nothing.
    private static final int MAY_TAKE = 8;

    /// `MADV_HUGEPAGE`.
    private static final int HUGE_PAGES = 14;

    private final MethodHandle allocate;
    private final MethodHandle advise;
    private final MethodHandle free;

    private PageMemory(MethodHandle allocate, MethodHandle advise, MethodHandle free) {
        this.allocate = allocate;
        this.advise = advise;
        this.free = free;
    }

    /// Empty on other systems and where the JVM may not call native code.
    public static Optional<PageMemory> find() {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
        if (!linux || !PageMemory.class.getModule().isNativeAccessEnabled()) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup c = linker.defaultLookup();
        if (List.of("aligned_alloc", "madvise", "free").stream()
                .anyMatch(name -> c.find(name).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new PageMemory(
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

    /// @param bytes a multiple of [#HUGE_PAGE]
    /// @return an address, 0 where there is no memory
    public long allocate(long bytes) {
        try {
            MemorySegment raw = (MemorySegment) allocate.invokeExact(HUGE_PAGE, bytes);
            if (raw.address() != 0) {
                advise(raw, bytes, HUGE_PAGES);
            }
            return raw.address();
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    /// Says that the content is of no use any more.
    public void mayTake(long address, long bytes) {
        try {
            advise(MemorySegment.ofAddress(address), bytes, MAY_TAKE);
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    public void free(long address) {
        try {
            free.invokeExact(MemorySegment.ofAddress(address));
        } catch (Throwable e) {
            throw NativeCall.failure(e);
        }
    }

    /// Advice that is not taken costs speed and nothing else.
    private void advise(MemorySegment memory, long bytes, int advice) throws Throwable {
        int ignored = (int) advise.invokeExact(memory, bytes, advice);
    }
}
