package nbscope.io.internal.layout;

import java.util.Arrays;
import java.util.Locale;
import nbscope.io.CacheSizes;
import nbscope.io.ChunkLayout;
import nbscope.io.LayoutRequest;

/// What python-blosc2 4.14.1 chooses when it is given neither chunks nor blocks, which is also what mlarray
/// gets for `patch_size=None`: bytes from the caches of the machine, shared out from the last axis to the
/// first. The codec, its level and its filters play no part.
///
/// Source: `compute_chunks_blocks`, `compute_partition` and `get_chunksize` of python-blosc2 4.14.1
/// (BSD-3-Clause).
public final class Blosc2AutoLayout {
    private static final long MAX_CHUNK_BYTES = Integer.MAX_VALUE - 32;
    private static final long MAX_BLOCK_BYTES = 536866816;
    private static final long MIN_CHUNK_BYTES = 4 << 20;

    /// The machines that the rule tells apart.
    enum Machine {
        X86_64,
        APPLE_SILICON,
        MAC_X86_64,
        OTHER;

        static final Machine THIS = of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));

        static Machine of(String system, String processor) {
            String arch = processor.toLowerCase(Locale.ROOT);
            boolean mac = system.startsWith("Mac");
            // Python's name for the processor is AMD64 on Windows, which the rule does not look for.
            if (!system.startsWith("Windows") && (arch.equals("amd64") || arch.equals("x86_64"))) {
                return mac ? MAC_X86_64 : X86_64;
            }
            return mac ? APPLE_SILICON : OTHER;
        }

        boolean mac() {
            return this == APPLE_SILICON || this == MAC_X86_64;
        }

        boolean x86() {
            return this == X86_64 || this == MAC_X86_64;
        }
    }

    private Blosc2AutoLayout() {}

    public static ChunkLayout of(LayoutRequest request) {
        return of(request, Machine.THIS);
    }

    static ChunkLayout of(LayoutRequest request, Machine machine) {
        long[] shape = request.shape();
        int item = request.itemBytes();
        if (Arrays.stream(shape).anyMatch(n -> n == 0)) {
            int[] whole = ints(shape);
            return new ChunkLayout("blosc2-auto", shape, item, whole, whole);
        }
        CacheSizes caches = request.caches();
        long blockBytes = Math.max(blockBytes(caches, machine), item);
        if (blockBytes > MAX_BLOCK_BYTES) {
            throw new IllegalArgumentException("a block of " + blockBytes + " bytes is more than the " + MAX_BLOCK_BYTES
                    + " that Blosc2 allows; give chunks and blocks");
        }
        long[] ones = new long[shape.length];
        Arrays.fill(ones, 1);
        long[] block = partition(blockBytes / item, shape, ones);
        blockBytes = product(block) * item;
        long chunkBytes = chunkBytes(blockBytes, caches, machine) / blockBytes * blockBytes;
        long[] chunk = partition(chunkBytes / item, shape, block);
        for (int i = 0; i < chunk.length; i++) {
            // Whole blocks, but never longer than the array.
            chunk[i] = Math.min(shape[i], (chunk[i] + block[i] - 1) / block[i] * block[i]);
        }
        return new ChunkLayout("blosc2-auto", shape, item, ints(chunk), ints(block));
    }

    private static long blockBytes(CacheSizes caches, Machine machine) {
        long least = caches.l1();
        if (machine.x86()) {
            least = caches.l2() >= 2 << 20 ? caches.l1() * 4 : caches.l2() / 4;
        }
        return Math.max(32 << 10, least);
    }

    private static long chunkBytes(long blockBytes, CacheSizes caches, Machine machine) {
        long bytes = caches.l3() > caches.l2() ? caches.l3() : blockBytes * 32 < 1 << 26 ? blockBytes * 32 : blockBytes;
        bytes /= 4;
        if (caches.l2() > bytes) {
            bytes = machine.mac() ? caches.l2() : Math.max(caches.l2() / 4, bytes);
        }
        bytes = Math.min(Math.max(bytes, MIN_CHUNK_BYTES), MAX_CHUNK_BYTES);
        return Math.max(bytes, blockBytes);
    }

    /// Shares `elements` out over the axes, the last one first, preferring lengths that divide the axis.
    private static long[] partition(long elements, long[] shape, long[] least) {
        long[] part = new long[shape.length];
        Arrays.fill(part, 1);
        for (int i = shape.length - 1; i >= 0 && elements > 1; i--) {
            long length = Math.max(shape[i], least[i]);
            if (length <= elements) {
                length = nearestDivisor(shape[i], length);
            } else {
                length = Math.max(elements, least[i]);
                long below = divisorBelow(shape[i], length);
                length = length / 2 < below && below < length * 2 ? below : length;
            }
            part[i] = length;
            elements /= length;
        }
        return part;
    }

    /// The divisor of `n` nearest to `wanted`; of a large `n`, the next one below.
    private static long nearestDivisor(long n, long wanted) {
        if (n % wanted == 0) {
            return wanted;
        }
        if (n > 100_000) {
            return divisorBelow(n, wanted);
        }
        long closest = 1;
        long least = n;
        for (long i = 1; i * i <= n; i++) {
            if (n % i == 0) {
                for (long divisor : new long[] {i, n / i}) {
                    long apart = Math.abs(divisor - wanted);
                    if (apart < least) {
                        least = apart;
                        closest = divisor;
                    }
                }
            }
        }
        return closest;
    }

    private static long divisorBelow(long n, long wanted) {
        long divisor = wanted;
        while (n % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    private static long product(long[] box) {
        long n = 1;
        for (long length : box) {
            n = Math.multiplyExact(n, length);
        }
        return n;
    }

    private static int[] ints(long[] box) {
        return Arrays.stream(box).mapToInt(Math::toIntExact).toArray();
    }
}
