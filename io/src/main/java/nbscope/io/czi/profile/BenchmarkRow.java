package nbscope.io.czi.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a configuration gave.
///
/// @param configuration       what was measured
/// @param rank                1 for the fastest; 0 where it was not measured
/// @param seconds             for all tiles, the page cache emptied of the file before where the system does
///                            that; NaN where it was not measured
/// @param warmSeconds         again, with the file in memory; NaN where that was not measured
/// @param speedUp             of `sequential` over this
/// @param megapixelsPerSecond of the full resolution
/// @param peakBytes           that the process held at most; of all processes together where there are more; -1
///                            where that is not known
/// @param sameAreaPixels      whether it gives every pixel that `sequential` gives
/// @param preparationSeconds  that were needed before: copying, converting, estimated for the whole file
/// @param breakEvenReads      so many times must a file be read until the preparation has paid; 0 where there was
///                            none, -1 where it never pays
/// @param note                a sentence: what is special, or why it was not measured
/// @param pass                the figures of the cold pass; null where there are none
/// @param tiles               every timing of the cold pass
public record BenchmarkRow(
        Configuration configuration,
        int rank,
        double seconds,
        double warmSeconds,
        double speedUp,
        double megapixelsPerSecond,
        long peakBytes,
        boolean sameAreaPixels,
        double preparationSeconds,
        long breakEvenReads,
        @Nullable String note,
        @Nullable Pass pass,
        List<TileTiming> tiles) {
    public BenchmarkRow {
        tiles = List.copyOf(tiles);
    }

    /// Whether there is a time.
    public boolean measured() {
        return !Double.isNaN(seconds);
    }

    /// With its place among others.
    public BenchmarkRow ranked(int place, double faster) {
        return new BenchmarkRow(
                configuration,
                place,
                seconds,
                warmSeconds,
                faster,
                megapixelsPerSecond,
                peakBytes,
                sameAreaPixels,
                preparationSeconds,
                breakEvenReads,
                note,
                pass,
                tiles);
    }
}
