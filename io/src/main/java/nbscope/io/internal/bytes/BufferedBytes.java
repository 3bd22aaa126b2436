package nbscope.io.internal.bytes;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/// Pieces of a file that is read by calls. Small ones come from blocks, of which the last few are kept:
/// what describes a file lies in many small pieces beside each other. Any thread.
final class BufferedBytes {
    private static final int BLOCK = 64 << 10;
    private static final int KEPT = 16;

    private final PositionalFile file;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(KEPT, 0.75f, true);

    BufferedBytes(PositionalFile file) {
        this.file = file;
    }

    /// Bytes that the file holds, as a caller has checked; nobody writes to them.
    MemorySegment read(long offset, long length, String what) {
        long first = offset / BLOCK;
        if (length > BLOCK || first != (offset + Math.max(0, length - 1)) / BLOCK) {
            MemorySegment out = MemorySegment.ofArray(new byte[Math.toIntExact(length)]);
            file.read(offset, out, what);
            return out;
        }
        return MemorySegment.ofArray(block(first, what)).asSlice(offset % BLOCK, length);
    }

    private byte[] block(long number, String what) {
        synchronized (blocks) {
            byte[] known = blocks.get(number);
            if (known != null) {
                return known;
            }
        }
        long from = number * BLOCK;
        byte[] block = new byte[(int) Math.min(BLOCK, Math.max(0, file.size() - from))];
        file.read(from, MemorySegment.ofArray(block), what);
        synchronized (blocks) {
            if (blocks.size() >= KEPT) {
                blocks.remove(blocks.keySet().iterator().next());
            }
            blocks.put(number, block);
        }
        return block;
    }
}
