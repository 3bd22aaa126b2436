package nbscope.io;

import nbscope.io.internal.layout.SystemCaches;

/// Sizes of the data caches that one core sees, in bytes. Layouts that depend on them are the same on every
/// machine when the sizes are given: `new CacheSizes(32768, 1 << 20, 32 << 20)`.
public record CacheSizes(long l1, long l2, long l3) {
    /// What is taken for a level that the system does not name: 32 KiB, 256 KiB and 1 MiB.
    public static final CacheSizes USUAL = new CacheSizes(32 << 10, 256 << 10, 1 << 20);

    public CacheSizes {
        if (l1 <= 0 || l2 <= 0 || l3 <= 0) {
            throw new IllegalArgumentException(
                    "cache sizes are positive numbers of bytes, found L1 " + l1 + ", L2 " + l2 + ", L3 " + l3);
        }
    }

    /// The caches of this machine: from sysfs on Linux, from the C library on macOS; `USUAL` for what is
    /// not named there. Read once.
    public static CacheSizes ofMachine() {
        return SystemCaches.SIZES;
    }
}
