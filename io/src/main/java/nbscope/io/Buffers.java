package nbscope.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import nbscope.io.internal.bytes.PageMemory;
import org.jspecify.annotations.Nullable;

/// Memory for data that is about to be read: not set to zero first, in huge pages where the system has them, and kept
/// for the next read when its arena closes. The system may take what is kept whenever it is short of memory, and
/// [#flush()] gives it back at once.
///
/// Safe from any thread. Small buffers, and all of them where the JVM may not call native code, are ordinary
/// allocations of the arena.
public final class Buffers {
    /// What is kept at most.
    static final long KEPT = 512 << 20;

    private static final long CACHE_LINE = 64;

    private static final @Nullable PageMemory PAGES = PageMemory.find().orElse(null);

    /// Kept memory, the one that was used last first.
    private static final Deque<Block> IDLE = new ArrayDeque<>();

    private record Block(long address, long bytes) {}

    private Buffers() {}

    /// A buffer with any content, which the arena owns.
    ///
    /// @throws OutOfMemoryError when the system has no memory for it
    public static MemorySegment allocate(long bytes, Arena arena) {
        if (PAGES == null || bytes < PageMemory.HUGE_PAGE) {
            return arena.allocate(bytes, CACHE_LINE);
        }
        long rounded = Math.ceilDiv(bytes, PageMemory.HUGE_PAGE) * PageMemory.HUGE_PAGE;
        Block block = take(PAGES, rounded);
        return MemorySegment.ofAddress(block.address).reinterpret(bytes, arena, ended -> keep(PAGES, block));
    }

    /// Bytes that are kept for the next read.
    public static long idle() {
        synchronized (IDLE) {
            return IDLE.stream().mapToLong(Block::bytes).sum();
        }
    }

    /// Gives back what is kept.
    ///
    /// @return bytes given back
    public static long flush() {
        synchronized (IDLE) {
            long bytes = idle();
            if (PAGES != null) {
                IDLE.forEach(block -> PAGES.free(block.address));
            }
            IDLE.clear();
            return bytes;
        }
    }

    private static Block take(PageMemory pages, long bytes) {
        synchronized (IDLE) {
            for (Iterator<Block> each = IDLE.iterator(); each.hasNext(); ) {
                Block block = each.next();
                if (block.bytes >= bytes && block.bytes <= bytes + bytes / 4) {
                    each.remove();
                    return block;
                }
            }
        }
        long address = pages.allocate(bytes);
        if (address == 0 && flush() > 0) {
            address = pages.allocate(bytes);
        }
        if (address == 0) {
            throw new OutOfMemoryError("the system has no memory for a buffer of " + bytes + " bytes");
        }
        return new Block(address, bytes);
    }

    private static void keep(PageMemory pages, Block block) {
        if (block.bytes > KEPT) {
            pages.free(block.address);
            return;
        }
        pages.mayTake(block.address, block.bytes);
        synchronized (IDLE) {
            IDLE.addFirst(block);
            while (idle() > KEPT) {
                pages.free(IDLE.removeLast().address);
            }
        }
    }
}
