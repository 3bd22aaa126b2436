package nbscope.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import nbscope.io.CacheSizes;
import nbscope.io.ChunkLayout;
import nbscope.io.LayoutAdvisor;
import nbscope.io.LayoutRequest;
import nbscope.io.LayoutStrategy;
import nbscope.io.PatchCost;

/// `nbscope layout`: the chunks and blocks that a strategy chooses, and what patches cost in them.
final class LayoutCommand {
    private LayoutCommand() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        LayoutArguments asked = LayoutArguments.parse(arguments);
        try {
            ChunkLayout layout = asked.strategy().layout(asked.request());
            if (asked.json()) {
                out.println(Json.text(json(asked, layout)));
            } else {
                print(asked, layout, out);
            }
            return ExitStatus.GOOD;
        } catch (IllegalArgumentException misuse) {
            throw new UsageException(String.valueOf(misuse.getMessage()));
        } catch (ArithmeticException overflow) {
            throw new UsageException("an array of shape "
                    + Arrays.toString(asked.request().shape()) + " is too large for this strategy; take another");
        }
    }

    private static Map<String, Object> json(LayoutArguments asked, ChunkLayout layout) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("strategy", layout.strategy());
        answer.put("chunks", layout.chunks());
        answer.put("blocks", layout.blocks());
        if (asked.explain()) {
            PatchCost cost = cost(layout, asked.request());
            Map<String, Object> explain = new LinkedHashMap<>();
            explain.put("chunksTouched", cost.chunksTouched());
            explain.put("blocksTouched", cost.blocksTouched());
            explain.put("amplificationAligned", cost.amplificationAligned());
            explain.put("amplificationRandom", cost.amplificationRandom());
            explain.put("workingSetBytes", cost.workingSetBytes());
            answer.put("explain", explain);
        }
        return answer;
    }

    private static PatchCost cost(ChunkLayout layout, LayoutRequest request) {
        long[] box = Arrays.stream(request.box()).map(n -> Math.max(n, 1)).toArray();
        return LayoutAdvisor.explain(layout, request.caches(), box);
    }

    private static void print(LayoutArguments asked, ChunkLayout layout, PrintStream out) {
        LayoutRequest request = asked.request();
        row(out, "strategy", layout.strategy());
        row(out, "array", lengths(layout.shape()) + " of " + asked.dtype());
        row(out, "chunks", lengths(layout.chunks()) + "  (" + size(layout.chunkBytes()) + ")");
        row(out, "blocks", lengths(layout.blocks()) + "  (" + size(layout.blockBytes()) + ")");
        if (!asked.explain()) {
            return;
        }
        PatchCost cost = cost(layout, request);
        CacheSizes caches = request.caches();
        row(out, "patch", lengths(request.box()) + "  (" + size(cost.patchBytes()) + ")");
        row(
                out,
                "working set",
                size(cost.workingSetBytes()) + ", fits " + cost.fits() + "  (L1 " + size(caches.l1()) + ", L2 "
                        + size(caches.l2()) + ", L3 " + size(caches.l3()) + ")");
        out.println();
        out.println("Bytes decoded per byte asked: for the patch at the origin, and the mean over all positions");
        out.printf("%-17s %8s %8s %9s %9s  %s%n", "", "chunks", "blocks", "origin", "mean", "chunk / block");
        for (LayoutStrategy strategy : LayoutStrategy.values()) {
            compare(strategy, asked.strategy() == strategy, request, out);
        }
    }

    private static void compare(LayoutStrategy strategy, boolean chosen, LayoutRequest request, PrintStream out) {
        String name = (chosen ? "* " : "  ") + strategy.label();
        ChunkLayout layout;
        try {
            layout = strategy.layout(request);
        } catch (IllegalArgumentException | ArithmeticException none) {
            out.printf("%-19s has no layout for this array and patch%n", name);
            return;
        }
        PatchCost cost = cost(layout, request);
        out.printf(
                Locale.ROOT,
                "%-19s %6d %8d %9.3f %9.3f  %s / %s%n",
                name,
                cost.chunksTouched(),
                cost.blocksTouched(),
                cost.amplificationAligned(),
                cost.amplificationRandom(),
                lengths(layout.chunks()),
                lengths(layout.blocks()));
    }

    private static void row(PrintStream out, String name, String value) {
        out.printf("%-12s %s%n", name, value);
    }

    private static String lengths(long[] box) {
        return Arrays.stream(box).mapToObj(Long::toString).collect(Collectors.joining(" x "));
    }

    private static String lengths(int[] box) {
        return lengths(Arrays.stream(box).asLongStream().toArray());
    }

    private static String size(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " bytes";
        }
        String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB"};
        double size = bytes;
        int unit = -1;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
    }
}
