package nbscope.compute.internal.memory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the machine has and what this process may take of it. A container's limit (cgroup v2 and v1) counts.
public final class MachineMemory {
    /// Leaves room for the heap, the operating system and the browser beside the kernel.
    private static final double SHARE = 0.6;

    private static final long UNLIMITED = Long.MAX_VALUE;

    private MachineMemory() {}

    /// The budget of plain memory where the user sets none: 0.6 of the RAM, and never above 0.8 of a container's limit.
    public static long defaultBudget() {
        return defaultBudget(Path.of("/"), physicalBytes());
    }

    /// @param root where `proc` and `sys` lie
    public static long defaultBudget(Path root, long physical) {
        long limit = Math.min(lowestV2(root), number(root.resolve("sys/fs/cgroup/memory/memory.limit_in_bytes")));
        long share = (long) (SHARE * physical);
        return limit >= physical ? share : Math.min(share, (long) (0.8 * limit));
    }

    /// Resident bytes of this process, -1 where the system does not say.
    public static long residentBytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(l -> l.startsWith("VmRSS:"))
                    .map(l -> l.replaceAll("[^0-9]", ""))
                    .filter(l -> !l.isEmpty())
                    .mapToLong(l -> 1024 * Long.parseLong(l))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    private static long physicalBytes() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os) {
            return os.getTotalMemorySize();
        }
        return Runtime.getRuntime().maxMemory() * 4;
    }

    /// A limit set on any group above ours binds us too.
    private static long lowestV2(Path root) {
        Path base = root.resolve("sys/fs/cgroup");
        long lowest = number(base.resolve("memory.max"));
        try {
            for (String line : Files.readAllLines(root.resolve("proc/self/cgroup"))) {
                if (line.startsWith("0::/")) {
                    Path group = base.resolve(line.substring(4)).normalize();
                    while (group != null && group.startsWith(base) && !group.equals(base)) {
                        lowest = Math.min(lowest, number(group.resolve("memory.max")));
                        group = group.getParent();
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            return lowest;
        }
        return lowest;
    }

    private static long number(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.equals("max") ? UNLIMITED : Long.parseLong(text);
        } catch (IOException | RuntimeException e) {
            return UNLIMITED;
        }
    }
}
