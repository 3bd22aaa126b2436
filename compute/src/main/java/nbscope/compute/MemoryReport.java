package nbscope.compute;

import java.util.List;
import java.util.Locale;
import nbscope.compute.internal.memory.Bytes;
import nbscope.io.DType;

/// What the library holds at one moment. All sizes in bytes.
///
/// @param used     held in plain memory, data and caches
/// @param budget   what may be held there
/// @param peak     the most that was ever held
/// @param resident resident memory of the whole process, -1 where the system does not say
/// @param lines    one entry per allocation, oldest first
public record MemoryReport(long used, long budget, long peak, long resident, List<Line> lines) {
    /// One allocation.
    ///
    /// @param owner the stack's name
    /// @param what  which part of it
    /// @param where the device's name
    /// @param cache can be dropped and made again
    public record Line(String owner, String what, DType dtype, String where, long bytes, boolean cache) {}

    public MemoryReport {
        lines = List.copyOf(lines);
    }

    /// All bytes of all devices.
    public long total() {
        return lines.stream().mapToLong(Line::bytes).sum();
    }

    /// Bytes that [Memory#flushCache()] would give back.
    public long cached() {
        return lines.stream().filter(Line::cache).mapToLong(Line::bytes).sum();
    }

    /// A table for people.
    @Override
    public String toString() {
        var text = new StringBuilder();
        text.append(Bytes.text(total()))
                .append(" held (")
                .append(Bytes.text(cached()))
                .append(" of it cache), budget ")
                .append(Bytes.text(budget))
                .append(", peak ")
                .append(Bytes.text(peak));
        if (resident >= 0) {
            text.append(", process ").append(Bytes.text(resident));
        }
        for (Line line : lines) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n  %12s  %-4s %-24s %-18s %s",
                    Bytes.text(line.bytes),
                    line.dtype.wireName(),
                    line.owner,
                    line.what + (line.cache ? " (cache)" : ""),
                    line.where));
        }
        return text.toString();
    }
}
