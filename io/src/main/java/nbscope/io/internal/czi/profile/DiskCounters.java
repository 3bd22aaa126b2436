package nbscope.io.internal.czi.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nbscope.io.czi.profile.DiskUse;
import org.jspecify.annotations.Nullable;

/// A look at Linux's counters of the device under a file (`/proc/diskstats`; fields by the kernel's
/// Documentation/admin-guide/iostats) and of this process (`/proc/self/io`).
final class DiskCounters {
    private static final int SECTOR = 512;

    private record Look(long nanos, long reads, long sectors, long readMillis, long busyMillis, long physical) {}

    private final @Nullable String device;
    private final long major;
    private final long minor;
    private final Look begin;

    private DiskCounters(Path file) {
        long number = number(file);
        major = number < 0 ? -1 : (number >> 8) & 0xfff;
        minor = number < 0 ? -1 : (number & 0xff) | ((number >> 12) & 0xfff00);
        String[] line = line();
        device = line == null ? null : line[2];
        begin = look();
    }

    static DiskCounters begin(Path file) {
        return new DiskCounters(file);
    }

    /// What happened since the beginning.
    DiskUse end() {
        Look end = look();
        long physical = end.physical < 0 || begin.physical < 0 ? -1 : end.physical - begin.physical;
        if (device == null) {
            return new DiskUse("unknown", Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, physical);
        }
        double seconds = Math.max(1e-9, (end.nanos - begin.nanos) / 1e9);
        long reads = end.reads - begin.reads;
        return new DiskUse(
                device,
                Math.min(100, (end.busyMillis - begin.busyMillis) / seconds / 10),
                reads == 0 ? 0 : (double) (end.readMillis - begin.readMillis) / reads,
                reads / seconds,
                (end.sectors - begin.sectors) * (double) SECTOR / seconds,
                reads,
                physical);
    }

    private Look look() {
        String[] line = device == null ? null : line();
        long physical = physical();
        return line == null
                ? new Look(System.nanoTime(), 0, 0, 0, 0, physical)
                : new Look(
                        System.nanoTime(),
                        Long.parseLong(line[3]),
                        Long.parseLong(line[5]),
                        Long.parseLong(line[6]),
                        Long.parseLong(line[12]),
                        physical);
    }

    private static long number(Path file) {
        try {
            return Files.getAttribute(file, "unix:dev") instanceof Long number ? number : -1;
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    private String @Nullable [] line() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/diskstats"))) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 12
                        && fields[0].equals(Long.toString(major))
                        && fields[1].equals(Long.toString(minor))) {
                    return fields;
                }
            }
        } catch (IOException e) {
            // Another system.
        }
        return null;
    }

    private static long physical() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
                if (line.startsWith("read_bytes:")) {
                    return Long.parseLong(line.substring("read_bytes:".length()).strip());
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Another system.
        }
        return -1;
    }
}
