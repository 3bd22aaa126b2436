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

    /// Calls of the first look that come after its number was made: the end of the pseudo file.
    private static final int OWN_CALLS = 2;

    private record Look(long nanos, long reads, long sectors, long readMillis, long busyMillis) {}

    /// Of this process, -1 where it is not known.
    private record Own(long calls, long bytes) {}

    private final @Nullable String device;
    private final long major;
    private final long minor;
    private final Look begin;
    private final Own before;

    private DiskCounters(Path file) {
        long number = number(file);
        major = number < 0 ? -1 : (number >> 8) & 0xfff;
        minor = number < 0 ? -1 : (number & 0xff) | ((number >> 12) & 0xfff00);
        String[] line = line();
        device = line == null ? null : line[2];
        begin = look();
        before = own();
    }

    static DiskCounters begin(Path file) {
        return new DiskCounters(file);
    }

    /// What happened since the beginning.
    DiskUse end() {
        // First the process, whose calls those for the device would be, too.
        Own own = own();
        Look end = look();
        long physical = own.bytes < 0 || before.bytes < 0 ? -1 : own.bytes - before.bytes;
        long calls = own.calls < 0 || before.calls < 0 ? -1 : Math.max(0, own.calls - before.calls - OWN_CALLS);
        if (device == null) {
            return new DiskUse("unknown", Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, physical, calls);
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
                physical,
                calls);
    }

    private Look look() {
        String[] line = device == null ? null : line();
        return line == null
                ? new Look(System.nanoTime(), 0, 0, 0, 0)
                : new Look(
                        System.nanoTime(),
                        Long.parseLong(line[3]),
                        Long.parseLong(line[5]),
                        Long.parseLong(line[6]),
                        Long.parseLong(line[12]));
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

    private static Own own() {
        long calls = -1;
        long bytes = -1;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
                String[] words = line.split(": *", 2);
                switch (words[0]) {
                    case "syscr" -> calls = Long.parseLong(words[1].strip());
                    case "read_bytes" -> bytes = Long.parseLong(words[1].strip());
                    default -> {}
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Another system.
        }
        return new Own(calls, bytes);
    }
}
