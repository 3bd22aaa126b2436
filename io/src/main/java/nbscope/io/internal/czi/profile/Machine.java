package nbscope.io.internal.czi.profile;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nbscope.io.czi.profile.SystemInfo;
import nbscope.io.internal.bytes.FileSystemKind;
import nbscope.io.internal.czi.OpenCzi;

/// The machine, as far as Java and Linux tell.
final class Machine {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private Machine() {}

    static SystemInfo describe(Path path, OpenCzi file) {
        String type = FileSystemKind.type(path);
        return new SystemInfo(
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.version() + ", " + System.getProperty("java.vm.name"),
                Runtime.getRuntime().availableProcessors(),
                totalBytes(),
                freeBytes(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                type,
                FileSystemKind.isNetwork(path),
                file.access().name());
    }

    static long totalBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
                ? bean.getTotalMemorySize()
                : -1;
    }

    /// What programs could still have, -1 where that is not known.
    static long freeBytes() {
        return kibibytes(MEMORY, "MemAvailable:");
    }

    /// What this process held at its peak since [#resetPeak], -1 where that is not known.
    static long peakBytes() {
        return kibibytes(STATUS, "VmHWM:");
    }

    /// What this process holds now, 0 where that is not known.
    static long residentBytes() {
        return Math.max(0, kibibytes(STATUS, "VmRSS:"));
    }

    /// Lets the peak begin anew, where the system can.
    static void resetPeak() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            // Then the peak is that of everything so far.
        }
    }

    /// Room for a mosaic: half of what is free.
    static long mosaicBytes() {
        long free = freeBytes();
        return free < 0 ? 1L << 30 : free / 2;
    }

    private static long kibibytes(Path file, String name) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.substring(name.length())
                                    .replace("kB", "")
                                    .strip())
                            << 10;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Another system.
        }
        return -1;
    }
}
