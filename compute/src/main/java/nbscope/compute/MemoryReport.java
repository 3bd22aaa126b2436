package nbscope.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nbscope.compute.internal.memory.Bytes;
import nbscope.io.DType;

/// What the library holds at one moment. All sizes in bytes.
///
/// @param pools    plain memory first, then each device with memory of its own that was used
/// @param resident resident memory of the whole process, -1 where the system does not say
/// @param lines    one entry per allocation, oldest first
public record MemoryReport(List<Pool> pools, long resident, List<Line> lines) {
    /// Memory with a budget of its own.
    ///
    /// @param name      `host`, or the device's name
    /// @param allocated held there, data and caches
    /// @param cached    the caches among it, which [Memory#flushCache()] gives back
    /// @param peak      the most that was ever held there
    /// @param driver    what the device's driver says is free, -1 where it does not say
    /// @param budget    what may be held there, -1 where nothing limits it
    public record Pool(String name, long allocated, long cached, long peak, long driver, long budget) {}

    /// One allocation.
    ///
    /// @param owner the stack's name
    /// @param what  which part of it
    /// @param where the device's name
    /// @param cache can be dropped and made again
    public record Line(String owner, String what, DType dtype, String where, long bytes, boolean cache) {}

    public MemoryReport {
        pools = List.copyOf(pools);
        lines = List.copyOf(lines);
    }

    /// Held in plain memory, data and caches.
    public long used() {
        return pools.getFirst().allocated();
    }

    /// What may be held in plain memory.
    public long budget() {
        return pools.getFirst().budget();
    }

    /// The most that was ever held, the pools' peaks added up.
    public long peak() {
        return pools.stream().mapToLong(Pool::peak).sum();
    }

    /// All bytes of all devices.
    public long total() {
        return lines.stream().mapToLong(Line::bytes).sum();
    }

    /// Bytes that [Memory#flushCache()] would give back.
    public long cached() {
        return lines.stream().filter(Line::cache).mapToLong(Line::bytes).sum();
    }

    /// Two tables for people: the pools, then who holds what.
    @Override
    public String toString() {
        var text = new StringBuilder(row(
                "%-32s %12s %12s %12s %12s %12s", "memory", "allocated", "cached", "peak", "driver free", "budget"));
        for (Pool pool : pools) {
            text.append(row(
                    "%n%-32s %12s %12s %12s %12s %12s",
                    pool.name,
                    Bytes.text(pool.allocated),
                    Bytes.text(pool.cached),
                    Bytes.text(pool.peak),
                    known(pool.driver),
                    known(pool.budget)));
        }
        text.append(row("%nprocess: %s resident", known(resident)));
        if (!lines.isEmpty()) {
            text.append(row("%n%n%-32s %-24s %-5s %12s  %-5s  %s", "who", "what", "type", "bytes", "kind", "where"));
        }
        for (Line line : lines) {
            text.append(row(
                    "%n%-32s %-24s %-5s %12s  %-5s  %s",
                    line.owner,
                    line.what,
                    line.dtype.wireName(),
                    Bytes.text(line.bytes),
                    line.cache ? "cache" : "data",
                    line.where));
        }
        return text.toString();
    }

    private static String known(long bytes) {
        return bytes < 0 ? "-" : Bytes.text(bytes);
    }

    /// The same with memory that reading keeps for its next buffers.
    MemoryReport kept(long bytes) {
        if (bytes == 0) {
            return this;
        }
        List<Pool> more = new ArrayList<>(pools);
        more.add(new Pool("kept for the next read", bytes, bytes, bytes, -1, -1));
        List<Line> all = new ArrayList<>(lines);
        all.add(new Line("reading", "kept buffers", DType.U8, "plain memory", bytes, true));
        return new MemoryReport(more, resident, all);
    }

    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells);
    }
}
