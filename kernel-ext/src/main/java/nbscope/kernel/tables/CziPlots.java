package nbscope.kernel.tables;

import nbscope.io.czi.profile.CziBenchmark;
import nbscope.io.czi.profile.CziComparison;
import nbscope.io.czi.profile.CziLayout;
import nbscope.io.czi.profile.CziProfile;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Pictures of what the CZI tools measure.
public final class CziPlots {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 280;
    private static final int BINS = 30;

    private CziPlots() {}

    /// The configurations of a benchmark, fastest on top.
    public static VegaLite ranking(CziBenchmark benchmark) {
        return VegaLite.bar(CziTables.ranking(benchmark))
                .y("configuration")
                .asListed()
                .x("seconds")
                .color("what varies")
                .title("Time for " + benchmark.tiles() + " tiles");
    }

    /// How many tiles took how long, those of the first pass.
    public static VegaLite tileTimes(CziProfile profile) {
        return VegaLite.histogram(CziTables.tiles(profile.tiles()), "read (ms)", BINS)
                .title("Read time of a tile, first pass")
                .size(WIDTH, HEIGHT);
    }

    /// Whether the place in the file matters: seeks would show as a trend or as steps.
    public static VegaLite timeAgainstOffset(CziProfile profile) {
        return VegaLite.point(CziTables.tiles(profile.tiles()))
                .x("offset")
                .y("read (ms)")
                .title("Read time of a tile by its place in the file")
                .size(WIDTH, HEIGHT);
    }

    /// What each thread did when. Gaps are waiting; bars that never overlap are a lock.
    public static VegaLite threads(CziProfile profile) {
        return VegaLite.bar(CziTables.tiles(profile.timeline()))
                .y("thread")
                .x("begin (ms)")
                .x2("end (ms)")
                .color("decode (ms)")
                .title("Threads: one bar for each tile")
                .size(WIDTH, HEIGHT / 2);
    }

    /// Where the tiles lie; the colour is their order in the file.
    public static VegaLite layout(CziLayout layout) {
        return VegaLite.box(CziTables.layout(layout))
                .x("x")
                .x2("right")
                .y("y")
                .y2("bottom")
                .downwards()
                .color("order in the file")
                .title("Tiles, by their order in the file")
                .size(HEIGHT + HEIGHT / 2, HEIGHT + HEIGHT / 2);
    }

    /// Two results beside each other.
    public static VegaLite beforeAndAfter(CziComparison comparison) {
        StringColumn what = StringColumn.create("what");
        StringColumn when = StringColumn.create("when");
        DoubleColumn seconds = DoubleColumn.create("seconds");
        comparison.timings().forEach(timing -> {
            what.append(timing.name());
            when.append("before");
            seconds.append(timing.before());
            what.append(timing.name());
            when.append("after");
            seconds.append(timing.after());
        });
        return VegaLite.bar(Table.create("before and after", what, when, seconds))
                .x("what")
                .y("seconds")
                .beside("when")
                .color("when")
                .title("Before and after");
    }
}
