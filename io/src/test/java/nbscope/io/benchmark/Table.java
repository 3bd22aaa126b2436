package nbscope.io.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rows of the benchmark, printed as they come and written as JSON at the end.
public final class Table {
    /// Another side of a row, measured in turn with ours.
    public record Beside(String name, double[] runs) {}

    /// A plain read of the same payloads.
    ///
    /// @param bytes that each run read
    public record Limit(double[] seconds, long bytes) {}

    /// One line. Null where there is nothing to say.
    ///
    /// @param ours       median
    /// @param ratio      how many times ours is better
    /// @param spread     half of all runs of ours lie within it, as a part of the median
    /// @param peerSpread as `spread`
    /// @param limit      GB/s at which the payloads can be read without doing anything with them
    /// @param ofLimit    the part of it that ours reached
    /// @param load       load average of the machine
    /// @param goal       what the row should reach
    record Row(
            String name,
            String unit,
            double ours,
            @Nullable Double peer,
            @Nullable Double ratio,
            double spread,
            int runs,
            @Nullable String peerName,
            @Nullable Double peerSpread,
            @Nullable Double limit,
            @Nullable Double ofLimit,
            double load,
            @Nullable String note,
            @Nullable String goal,
            boolean met) {}

    private final List<Row> rows = new ArrayList<>();

    /// Seconds of ours, perhaps beside a peer's, shown as milliseconds.
    public void seconds(String name, double[] ours, @Nullable Beside peer, @Nullable Limit limit, Goal goal) {
        double[] mine = Arrays.stream(ours).map(s -> 1e3 * s).toArray();
        Beside theirs = peer == null
                ? null
                : new Beside(
                        peer.name, Arrays.stream(peer.runs).map(s -> 1e3 * s).toArray());
        String runs = Arrays.stream(mine)
                .mapToObj(ms -> String.format(Locale.ROOT, "%.2f", ms))
                .collect(Collectors.joining(" "));
        add(name, "ms", mine, theirs, limit, "runs " + runs, goal);
    }

    public void add(
            String name,
            String unit,
            double[] ours,
            @Nullable Beside peer,
            @Nullable Limit limit,
            @Nullable String note,
            Goal goal) {
        double mine = median(ours);
        double ratio = peer == null ? Double.NaN : median(peer.runs) / mine;
        double rate = limit == null ? Double.NaN : limit.bytes / median(limit.seconds) / 1e9;
        add(new Row(
                name,
                unit,
                mine,
                peer == null ? null : median(peer.runs),
                known(ratio),
                spread(ours),
                ours.length,
                peer == null ? null : peer.name,
                peer == null ? null : spread(peer.runs),
                known(rate),
                limit == null ? null : limit.bytes / (mine / 1e3) / 1e9 / rate,
                load(),
                note,
                goal.isNone() ? null : goal.text(),
                goal.met(mine, ratio)));
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private void add(Row row) {
        rows.add(row);
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-64s %9.3f %s +-%.0f %%", row.name, row.ours, row.unit, 100 * row.spread));
        if (row.peer != null && row.ratio != null && row.peerSpread != null) {
            line.append(String.format(
                    Locale.ROOT,
                    ", %s %.3f +-%.0f %%, %.2fx",
                    row.peerName,
                    row.peer,
                    100 * row.peerSpread,
                    row.ratio));
        }
        if (row.limit != null && row.ofLimit != null) {
            line.append(String.format(Locale.ROOT, ", limit %.1f GB/s, %.2f of it", row.limit, row.ofLimit));
        }
        line.append(String.format(Locale.ROOT, ", load %.1f", row.load));
        if (row.goal != null) {
            line.append(row.met ? "; goal " : "; MISSES the goal ").append(row.goal);
        }
        if (row.note != null) {
            line.append("; ").append(row.note);
        }
        System.out.println(line);
    }

    public void write(Path file) throws IOException {
        new ObjectMapper().writeValue(file.toFile(), rows);
    }

    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    public static double median(double[] values) {
        return quantile(values, 0.5);
    }

    private static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, q * sorted.length)];
    }

    private static double spread(double[] values) {
        double middle = Math.abs(median(values));
        return middle == 0 ? 0 : (quantile(values, 0.75) - quantile(values, 0.25)) / middle;
    }
}
