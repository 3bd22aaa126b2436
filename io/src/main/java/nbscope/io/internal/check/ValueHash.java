package nbscope.io.internal.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.StoredOrder;

/// SHA-256 of values in C order, in the byte order of their type. While a piece is hashed the next one is
/// read.
public final class ValueHash {
    private static final int HASH_BYTES = 1 << 16;

    private ValueHash() {}

    public static String of(NdArray array, Region region, LongConsumer progress) {
        MessageDigest digest = sha256();
        ElementType type = array.elementType();
        Slabs slabs = new Slabs(array, region);
        try (Arena arena = Arena.ofShared()) {
            long bytes = Math.max(1, region.elements() == 0 ? 0 : slabs.most() * type.bytes());
            MemorySegment now = arena.allocate(bytes, 64);
            MemorySegment other = arena.allocate(slabs.hasNext() ? bytes : 1, 64);
            CompletableFuture<Void> hashed = CompletableFuture.completedFuture(null);
            long done = 0;
            try {
                while (slabs.hasNext()) {
                    Region slab = slabs.next();
                    MemorySegment piece = now.asSlice(0, slab.elements() * type.bytes());
                    array.read(slab, piece);
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("the read was interrupted");
                    }
                    hashed.join();
                    done += piece.byteSize();
                    progress.accept(done);
                    hashed = CompletableFuture.runAsync(() -> update(digest, piece, type));
                    MemorySegment swap = now;
                    now = other;
                    other = swap;
                }
                hashed.join();
            } catch (CompletionException e) {
                throw new IllegalStateException("the values cannot be hashed", e);
            } finally {
                // The arena must not go while a piece of it is being hashed.
                hashed.exceptionally(failed -> null).join();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, MemorySegment values, ElementType type) {
        byte[] bytes = new byte[HASH_BYTES];
        for (long at = 0; at < values.byteSize(); at += HASH_BYTES) {
            int length = (int) Math.min(HASH_BYTES, values.byteSize() - at);
            MemorySegment.copy(values, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
            StoredOrder.restore(bytes, length, type);
            digest.update(bytes, 0, length);
        }
    }
}
