package nbscope.compute.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The rows of the benchmark, printed as they come and written as JSON at the end.
final class Table {
    /// One line. Null where there is nothing to say.
    ///
    /// @param ours       median
    /// @param ratio      how many times ours is better
    /// @param spread     half of all runs of ours lie within it, as a part of the median
    /// @param peerSpread as `spread`
    /// @param limit      GB/s that a plain read reached between the runs
    /// @param ofLimit    the part of it that ours reached with the bytes it touched
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

    /// Milliseconds of one peer and of ours, beside the limit.
    ///
    /// @param read    bytes that each run of the limit read
    /// @param touched bytes that each run of ours touched, 0 where that is not known
    void add(
            String name,
            Turns turns,
            int peer,
            String peerName,
            long read,
            long touched,
            @Nullable String note,
            Goal goal) {
        double ours = median(turns.ours());
        double[] theirs = turns.peers().get(peer);
        double limit = read / median(turns.limit()) / 1e9;
        add(new Row(
                name,
                "ms",
                1e3 * ours,
                1e3 * median(theirs),
                median(theirs) / ours,
                spread(turns.ours()),
                turns.ours().length,
                peerName,
                spread(theirs),
                limit,
                touched == 0 ? null : touched / ours / 1e9 / limit,
                load(),
                note,
                goal.text(),
                goal.met(1e3 * ours, median(theirs) / ours, touched == 0 ? null : touched / ours / 1e9 / limit)));
    }

    /// A figure of ours that has no peer.
    void add(String name, String unit, double[] ours, @Nullable String note, Goal goal) {
        add(name, unit, ours, null, null, note, goal);
    }

    /// A figure of ours beside one of a peer that was not measured in turn with it.
    void add(
            String name,
            String unit,
            double[] ours,
            double @Nullable [] peer,
            @Nullable String peerName,
            @Nullable String note,
            Goal goal) {
        Double ratio = peer == null ? null : median(peer) / median(ours);
        add(new Row(
                name,
                unit,
                median(ours),
                peer == null ? null : median(peer),
                ratio,
                unit.equals("%") ? quartiles(ours) / 100 : spread(ours),
                ours.length,
                peerName,
                peer == null ? null : spread(peer),
                null,
                null,
                load(),
                note,
                goal.text(),
                goal.met(median(ours), ratio, null)));
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
        if (row.limit != null) {
            line.append(String.format(Locale.ROOT, ", limit %.1f GB/s", row.limit));
        }
        if (row.ofLimit != null) {
            line.append(String.format(Locale.ROOT, ", %.2f of it", row.ofLimit));
        }
        line.append(String.format(Locale.ROOT, ", load %.1f", row.load));
        if (row.note != null) {
            line.append(", ").append(row.note);
        }
        if (row.goal != null) {
            line.append(row.met ? "; goal " : "; MISSES the goal ").append(row.goal);
        }
        System.out.println(line);
    }

    void write(Path file) throws IOException {
        new ObjectMapper().writeValue(file.toFile(), rows);
    }

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static double median(double[] values) {
        return quantile(values, 0.5);
    }

    static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, q * sorted.length)];
    }

    private static double spread(double[] values) {
        double middle = Math.abs(median(values));
        return middle == 0 ? 0 : quartiles(values) / middle;
    }

    private static double quartiles(double[] values) {
        return quantile(values, 0.75) - quantile(values, 0.25);
    }
}
