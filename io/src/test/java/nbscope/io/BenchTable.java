package nbscope.io;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The rows of a benchmark: ours and the peer's, measured in turn.
final class BenchTable {
    /// One line: medians of ours and of the peer, how many times ours is better, the spread of ours (half of all runs
    /// lie within it, as a part of the median).
    record Row(
            String name,
            String unit,
            double ours,
            double peer,
            double ratio,
            double spread,
            int runs,
            String peerName) {}

    private final List<Row> rows = new ArrayList<>();

    /// @param ours seconds of each run
    /// @param peer as `ours`
    void seconds(String name, double[] ours, double[] peer, String peerName) {
        add(name, "ms", 1e3, ours, peer, peerName);
    }

    void add(String name, String unit, double scale, double[] ours, double[] peer, String peerName) {
        double[] sorted = sorted(ours);
        double mine = median(ours);
        double spread = (sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4]) / mine;
        double theirs = median(peer);
        Row row = new Row(name, unit, scale * mine, scale * theirs, theirs / mine, spread, ours.length, peerName);
        rows.add(row);
        System.out.printf(
                Locale.ROOT,
                "%-62s %9.2f %s, peer %9.2f, %5.2fx (best %.2f, %.2f)%n",
                name,
                row.ours,
                unit,
                row.peer,
                row.ratio,
                scale * sorted[0],
                scale * sorted(peer)[0]);
    }

    void write(Path file) throws IOException {
        new ObjectMapper().writeValue(file.toFile(), rows);
    }

    static double median(double[] values) {
        return sorted(values)[values.length / 2];
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
