package nbscope.io.internal.czi.profile;

import static nbscope.io.internal.czi.profile.Diagnosing.time;
import static nbscope.io.internal.czi.profile.Diagnosing.times;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.Finding;
import nbscope.io.czi.profile.ImageInfo;

/// What rows of a benchmark say beside each other.
final class RowFindings {
    private RowFindings() {}

    static List<Finding> of(List<BenchmarkRow> rows, ImageInfo image) {
        List<Finding> found = new ArrayList<>();
        processes(rows).ifPresent(found::add);
        memory(rows, image).ifPresent(found::add);
        return found;
    }

    private static Optional<Finding> processes(List<BenchmarkRow> rows) {
        List<BenchmarkRow> several =
                rows.stream().filter(row -> row.configuration().processes() > 1).toList();
        double threads = rows.stream()
                .filter(row -> row.measured() && row.configuration().group().equals("threads"))
                .mapToDouble(BenchmarkRow::seconds)
                .min()
                .orElse(Double.NaN);
        if (several.isEmpty() || several.stream().anyMatch(row -> row.measured() && row.seconds() <= threads)) {
            return Optional.empty();
        }
        StringBuilder evidence = new StringBuilder("the fastest threads take " + time(threads));
        for (BenchmarkRow row : several) {
            evidence.append("; ")
                    .append(row.configuration().name())
                    .append(row.measured() ? " take " + time(row.seconds()) : ": " + row.note());
        }
        return Optional.of(new Finding(
                "processes fail or do not pay",
                evidence.toString(),
                List.of(
                        "each process starts a Java and opens the file for itself",
                        "pixels would have to travel from process to process",
                        "a file handle cannot be handed to another process"),
                List.of(
                        "threads: they share the open file here without a lock",
                        "if processes must be, large batches for each (50 to 100 tiles and more)")));
    }

    private static Optional<Finding> memory(List<BenchmarkRow> rows, ImageInfo image) {
        double mosaic = (double) image.width() * image.height() * 8;
        long most = rows.stream()
                .filter(row -> row.configuration().processes() == 1)
                .mapToLong(BenchmarkRow::peakBytes)
                .max()
                .orElse(-1);
        return most < 2 * mosaic + (2L << 30)
                ? Optional.empty()
                : Optional.of(new Finding(
                        "memory",
                        String.format(Locale.ROOT, "the process held %.1f GB at most", most / 1e9),
                        List.of("many threads, each with its tile", "large batches", "a mosaic larger than memory"),
                        List.of(
                                "2 to 4 threads instead of 8",
                                "batches of 10 to 25 tiles instead of 50",
                                "smaller parts: --max-tiles")));
    }

    /// Names the configuration, what it gains and what the whole will take; then what copies and smaller pictures
    /// would bring.
    static String recommendation(
            BenchmarkRow best, List<BenchmarkRow> rows, double expected, BenchmarkRow first, ImageInfo image) {
        StringBuilder text = new StringBuilder("Read with "
                + best.configuration().name() + ": "
                + time(best.seconds()) + " for these tiles, " + times(best.speedUp()) + " as fast as "
                + first.configuration().name() + " (" + time(first.seconds()) + "); the plane of " + image.tiles()
                + " tiles will take about " + time(expected) + ".");
        rows.stream()
                .filter(row -> row.measured() && row.seconds() < best.seconds() / 1.05)
                .filter(row -> row.configuration().group().equals("copy")
                        || row.configuration().group().equals("downsampling"))
                .sorted(Comparator.comparingDouble(BenchmarkRow::seconds))
                .limit(2)
                .forEach(row -> text.append(" With ")
                        .append(row.configuration().name())
                        .append(" it would be ")
                        .append(time(row.seconds()))
                        .append(row.sameAreaPixels() ? ". " + row.note() : ", with fewer pixels."));
        return text.toString();
    }
}
