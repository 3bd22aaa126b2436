package nbscope.kernel.tables;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import nbscope.compute.MemoryReport;
import nbscope.io.ChunkLayout;
import nbscope.io.LayoutAdvisor;
import nbscope.io.LayoutRequest;
import nbscope.io.LayoutStrategy;
import nbscope.io.PatchCost;
import nbscope.kernel.internal.display.Rendered;
import nbscope.widgets.WidgetHost;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Tables of what nbscope measures and knows, and showing tables and plots in the middle of a cell.
public final class Tables {
    private Tables() {}

    /// What a patch costs in each layout, one row for each entry.
    ///
    /// @param costs name to cost, in the order of the rows
    public static Table costs(Map<String, PatchCost> costs) {
        StringColumn name = StringColumn.create("layout");
        LongColumn chunks = LongColumn.create("chunks");
        LongColumn blocks = LongColumn.create("blocks");
        DoubleColumn aligned = DoubleColumn.create("decoded / asked at origin");
        DoubleColumn random = DoubleColumn.create("decoded / asked on average");
        LongColumn workingSet = LongColumn.create("working set (bytes)");
        StringColumn fits = StringColumn.create("fits");
        costs.forEach((label, cost) -> {
            name.append(label);
            chunks.append(cost.chunksTouched());
            blocks.append(cost.blocksTouched());
            aligned.append(cost.amplificationAligned());
            random.append(cost.amplificationRandom());
            workingSet.append(cost.workingSetBytes());
            fits.append(cost.fits());
        });
        return Table.create("cost of a patch", name, chunks, blocks, aligned, random, workingSet, fits);
    }

    /// The memory of each device: one row per pool, in MB; missing where nobody knows.
    public static Table pools(MemoryReport report) {
        StringColumn name = StringColumn.create("memory");
        DoubleColumn allocated = DoubleColumn.create("allocated (MB)");
        DoubleColumn cached = DoubleColumn.create("cached (MB)");
        DoubleColumn peak = DoubleColumn.create("peak (MB)");
        DoubleColumn driver = DoubleColumn.create("driver free (MB)");
        DoubleColumn budget = DoubleColumn.create("budget (MB)");
        for (MemoryReport.Pool pool : report.pools()) {
            name.append(pool.name());
            allocated.append(megabytes(pool.allocated()));
            cached.append(megabytes(pool.cached()));
            peak.append(megabytes(pool.peak()));
            driver.append(megabytes(pool.driver()));
            budget.append(megabytes(pool.budget()));
        }
        String caption = report.resident() < 0
                ? "memory"
                : String.format(Locale.ROOT, "memory; the process has %.0f MB", report.resident() / 1e6);
        return Table.create(caption, name, allocated, cached, peak, driver, budget);
    }

    /// Negative sizes are unknown ones, NaN a missing value.
    private static double megabytes(long bytes) {
        return bytes < 0 ? Double.NaN : Math.rint(bytes / 1e4) / 100;
    }

    /// What the library holds: one row per allocation.
    public static Table memory(MemoryReport report) {
        StringColumn owner = StringColumn.create("owner");
        StringColumn what = StringColumn.create("what");
        StringColumn where = StringColumn.create("where");
        StringColumn dtype = StringColumn.create("type");
        DoubleColumn size = DoubleColumn.create("MB");
        StringColumn cache = StringColumn.create("cache");
        for (MemoryReport.Line line : report.lines()) {
            owner.append(line.owner());
            what.append(line.what());
            where.append(line.where());
            dtype.append(line.dtype().wireName());
            size.append(megabytes(line.bytes()));
            cache.append(line.cache() ? "yes" : "");
        }
        return Table.create("who holds it", owner, what, where, dtype, size, cache);
    }

    /// The layouts of all strategies that have one for this request, and what its patch costs in them.
    public static Table layouts(LayoutRequest request) {
        Map<String, PatchCost> costs = new LinkedHashMap<>();
        StringColumn chunks = StringColumn.create("chunk");
        StringColumn blocks = StringColumn.create("block");
        for (LayoutStrategy strategy : LayoutStrategy.values()) {
            ChunkLayout layout;
            try {
                layout = strategy.layout(request);
            } catch (IllegalArgumentException none) {
                continue;
            }
            costs.put(strategy.label(), LayoutAdvisor.explain(layout, request.caches(), request.box()));
            chunks.append(lengths(layout.chunks()));
            blocks.append(lengths(layout.blocks()));
        }
        return costs(costs).addColumns(chunks, blocks).setName("layouts");
    }

    /// Shows a table, a plot or any other value below the cell that runs.
    ///
    /// @throws IllegalStateException outside a notebook
    public static void show(Object value) {
        WidgetHost.current().display(Rendered.of(value).orElseGet(() -> Map.of("text/plain", String.valueOf(value))));
    }

    private static String lengths(int[] box) {
        return Arrays.stream(box).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
    }
}
