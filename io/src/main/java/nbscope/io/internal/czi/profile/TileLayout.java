package nbscope.io.internal.czi.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.CziTile;
import nbscope.io.czi.profile.CziLayout;
import nbscope.io.czi.profile.CziLayout.Place;
import nbscope.io.internal.czi.OpenCzi;
import org.jspecify.annotations.Nullable;

/// Finds columns and rows in the places of tiles, and draws them.
public final class TileLayout {
    private static final int WIDTH = 900;
    private static final int LEGEND = 60;

    /// Dark to light, with equal steps for the eye (matplotlib's viridis at eighths).
    private static final int[] COLOURS = {0x440154, 0x46327e, 0x365c8d, 0x277f8e, 0x1fa187, 0x4ac16d, 0xa0da39, 0xfde725
    };

    /// Columns or rows: how many, and how far the tiles lie from their middle at most.
    private record Lines(int count, long largestShift) {}

    private TileLayout() {}

    /// As [CziLayout#of].
    public static CziLayout of(Path path, int channel, @Nullable Integer scene) {
        CziPlane plane = Profiling.plane(channel, scene);
        try (OpenCzi file = OpenCzi.open(path, CziOptions.defaults())) {
            int[] rows = file.needed(file.bounds(plane, 1), 1, plane);
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                CziTile tile = file.tile(rows[i]);
                places.add(new Place(
                        rows[i],
                        i,
                        tile.offset(),
                        tile.m().isPresent() ? Integer.valueOf(tile.m().getAsInt()) : null,
                        tile.box().x(),
                        tile.box().y(),
                        tile.box().width(),
                        tile.box().height()));
            }
            return layout(
                    path,
                    places,
                    file.bounds(plane, 1).width(),
                    file.bounds(plane, 1).height());
        }
    }

    private static CziLayout layout(Path path, List<Place> places, long width, long height) {
        Lines columns = lines(places, Place::x, Place::width);
        Lines rows = lines(places, Place::y, Place::height);
        long shift = Math.max(columns.largestShift, rows.largestShift);
        long small = places.stream()
                .mapToLong(p -> Math.min(p.width(), p.height()))
                .min()
                .orElse(0);
        boolean grid = shift * 4 <= small && (long) columns.count * rows.count <= 2L * places.size();
        double area = places.stream()
                .mapToDouble(p -> (double) p.width() * p.height())
                .sum();
        double overlap = area == 0 ? 0 : Math.clamp(1 - (double) width * height / area, 0, 1);
        String words = grid
                ? "grid-aligned: " + places.size() + " tiles in " + columns.count + " columns and " + rows.count
                        + " rows; tiles lie up to " + shift + " pixels off their column or row"
                : "scattered: " + places.size() + " tiles that stand in no columns and rows (up to " + shift
                        + " pixels off); reading groups of neighbours pays less here";
        return new CziLayout(
                path.toString(),
                grid,
                grid ? columns.count : 0,
                grid ? rows.count : 0,
                shift,
                overlap,
                words + String.format(Locale.ROOT, "; %.0f %% of the recorded pixels are overlap", 100 * overlap),
                places);
    }

    /// Places closer than a quarter of a tile belong together.
    private static Lines lines(List<Place> places, ToLongFunction<Place> at, ToLongFunction<Place> size) {
        long gap = places.stream().mapToLong(size).min().orElse(0) / 4;
        long[] sorted = places.stream().mapToLong(at).sorted().toArray();
        int count = 0;
        long largest = 0;
        for (int from = 0; from < sorted.length; ) {
            int to = from + 1;
            while (to < sorted.length && sorted[to] - sorted[to - 1] <= gap) {
                to++;
            }
            long[] line = Arrays.copyOfRange(sorted, from, to);
            long middle = line[line.length / 2];
            largest = Math.max(largest, Math.max(middle - line[0], line[line.length - 1] - middle));
            count++;
            from = to;
        }
        return new Lines(count, largest);
    }

    /// As [CziLayout#svg].
    public static String svg(CziLayout layout) {
        List<Place> tiles = layout.tiles();
        long left = tiles.stream().mapToLong(Place::x).min().orElse(0);
        long top = tiles.stream().mapToLong(Place::y).min().orElse(0);
        long right = tiles.stream().mapToLong(t -> t.x() + t.width()).max().orElse(1);
        long bottom = tiles.stream().mapToLong(t -> t.y() + t.height()).max().orElse(1);
        double scale = (double) WIDTH / Math.max(1, right - left);
        double height = (bottom - top) * scale;
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-5 -5 %d %.0f\" font-family=\"sans-serif\" "
                        + "font-size=\"14\">%n",
                WIDTH + 10,
                height + LEGEND + 10));
        StringBuilder path = new StringBuilder();
        for (Place t : tiles) {
            double x = (t.x() - left) * scale;
            double y = (t.y() - top) * scale;
            out.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" fill-opacity=\"0.75\" "
                            + "stroke=\"#222\" stroke-width=\"0.5\"><title>tile %d, number %d in the file, byte %d, M %s, "
                            + "x %d, y %d</title></rect>%n",
                    x,
                    y,
                    t.width() * scale,
                    t.height() * scale,
                    colour(t.order(), tiles.size()),
                    t.index(),
                    t.order(),
                    t.offset(),
                    t.m() == null ? "none" : t.m().toString(),
                    t.x(),
                    t.y()));
            path.append(
                    String.format(Locale.ROOT, "%.1f,%.1f ", x + t.width() * scale / 2, y + t.height() * scale / 2));
        }
        out.append("<polyline points=\"").append(path.toString().strip());
        out.append("\" fill=\"none\" stroke=\"#d22\" stroke-width=\"1\" stroke-opacity=\"0.7\"/>\n");
        legend(out, height, layout);
        return out.append("</svg>\n").toString();
    }

    private static void legend(StringBuilder out, double height, CziLayout layout) {
        for (int i = 0; i < COLOURS.length; i++) {
            out.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%.0f\" width=\"20\" height=\"12\" fill=\"%s\"/>%n",
                    i * 20,
                    height + 10,
                    String.format(Locale.ROOT, "#%06x", COLOURS[i])));
        }
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"170\" y=\"%.0f\">first to last in the file</text>%n<text x=\"0\" y=\"%.0f\">%s</text>%n",
                height + 21,
                height + 44,
                layout.words().replace("&", "&amp;").replace("<", "&lt;")));
    }

    private static String colour(int order, int tiles) {
        double place = tiles < 2 ? 0 : (double) order / (tiles - 1) * (COLOURS.length - 1);
        int low = Math.min((int) place, COLOURS.length - 2);
        double part = place - low;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = (COLOURS[low] >> shift) & 0xff;
            int b = (COLOURS[low + 1] >> shift) & 0xff;
            rgb |= (int) Math.round(a + (b - a) * part) << shift;
        }
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
