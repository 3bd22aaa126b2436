package nbscope.compute.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether both sides' data fit into memory at the same time.
final class Room {
    private static final long MOST = 20L << 30;
    private static final long LEFT_FREE = 1L << 30;

    private Room() {}

    static boolean has(long bytes) {
        return bytes <= Math.min(MOST, available() - LEFT_FREE);
    }

    /// What can be had without swapping; where the system does not say, it is taken for enough.
    private static long available() {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(l -> l.startsWith("MemAvailable:"))
                    .mapToLong(l -> 1024 * Long.parseLong(l.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
