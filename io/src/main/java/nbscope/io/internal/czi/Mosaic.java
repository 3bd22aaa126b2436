package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import nbscope.io.UnsupportedDataException;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziLevel;
import nbscope.io.czi.CziMask;
import nbscope.io.czi.CziPixelType;
import nbscope.io.czi.CziPlane;
import nbscope.io.internal.czi.Counters.Phase;
import nbscope.io.internal.czi.codec.TilePixels;
import nbscope.io.internal.czi.codec.TileShape;
import org.jspecify.annotations.Nullable;

/// Puts a region of a plane together. Order of painting, as in libCZI: scenes ascending, in a scene by
/// zoom, then by M with missing ones first, then as in the directory; later ones lie on top.
final class Mosaic {
    private final String name;
    private final Directory directory;
    private final TileReader reader;
    private final Counters counters;
    private final ScratchPool scratch;
    private final CziBox region;
    private final double zoom;
    private final int width;
    private final int height;
    private final CziPixelType type;
    private final Placing[] placings;

    private Mosaic(
            String name,
            Directory directory,
            TileReader reader,
            Counters counters,
            ScratchPool scratch,
            CziBox region,
            double zoom,
            TileShape output,
            Placing[] placings) {
        this.name = name;
        this.directory = directory;
        this.reader = reader;
        this.counters = counters;
        this.scratch = scratch;
        this.region = region;
        this.zoom = zoom;
        this.width = output.width();
        this.height = output.height();
        this.type = output.type();
        this.placings = placings;
    }

    /// Finds the tiles of a region.
    ///
    /// @param output size and type of what will be painted
    static Mosaic plan(
            String name,
            Directory directory,
            Planes planes,
            TileReader reader,
            Counters counters,
            ScratchPool scratch,
            CziBox region,
            double zoom,
            CziPlane plane,
            TileShape output) {
        int level = planes.level(zoom);
        List<CziLevel> levels = planes.levels();
        double exact = !levels.isEmpty() && Math.abs(levels.get(level).zoom() / zoom - 1) < 1e-3
                ? levels.get(level).zoom()
                : zoom;
        IntList found = planes.find(level, plane, region);
        List<Integer> rows = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            rows.add(found.get(i));
        }
        rows.sort(paintingOrder(directory));
        Placing[] placings = rows.stream()
                .map(row -> Placing.of(directory, row, region, exact, output.width(), output.height()))
                .toArray(Placing[]::new);
        return new Mosaic(name, directory, reader, counters, scratch, region, exact, output, placings);
    }

    private static Comparator<Integer> paintingOrder(Directory d) {
        return Comparator.<Integer>comparingInt(row -> d.start(Directory.S, row))
                .thenComparingDouble(d::zoom)
                .thenComparingInt(row -> d.start(Directory.M, row))
                .thenComparingInt(row -> row);
    }

    /// The work of painting, tile by tile.
    ///
    /// @param file that this is a mosaic of
    /// @param out  has the size of the output
    Painting painting(OpenCzi file, MemorySegment out) {
        VisibleParts parts = parts();
        List<Integer> order = inFileOrder(parts);
        checkTypes(order);
        return new Painting(file, this, placings, order, parts, new Raster(out, width, type.bytes()));
    }

    /// The rows of the directory that have pixels in the region, in the order of the file.
    int[] needed() {
        return inFileOrder(parts()).stream()
                .mapToInt(row -> placings[row].row())
                .toArray();
    }

    private VisibleParts parts() {
        Part[] tiles = new Part[placings.length];
        for (int i = 0; i < tiles.length; i++) {
            tiles[i] = placings[i].part();
        }
        return new VisibleParts(tiles, width, height);
    }

    private List<Integer> inFileOrder(VisibleParts parts) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < placings.length; i++) {
            if (!parts.visible.get(i).isEmpty()) {
                order.add(i);
            }
        }
        order.sort(Comparator.<Integer>comparingInt(i -> directory.part[placings[i].row()])
                .thenComparingLong(i -> directory.position[placings[i].row()]));
        return order;
    }

    /// Paints everything into `out`, which has the size of the output.
    ///
    /// @param threads that work on it at most
    void paint(MemorySegment out, int threads) {
        long from = System.nanoTime();
        VisibleParts parts = parts();
        List<Integer> order = inFileOrder(parts);
        List<Part> gaps = parts.gaps();
        checkTypes(order);
        counters.needed(order.size());
        counters.end(Phase.STITCH, from, -1, 0);
        Raster raster = new Raster(out, width, type.bytes());
        scratch.run(order.size() + gaps.size(), threads, (i, mine) -> {
            if (i < order.size()) {
                int tile = order.get(i);
                paint(placings[tile], parts.visible.get(tile), raster, mine);
            } else {
                long begin = System.nanoTime();
                raster.clear(gaps.get(i - order.size()));
                counters.end(Phase.STITCH, begin, -1, 0);
            }
        });
    }

    /// As [#paint(MemorySegment, int)], on this thread alone, with tiles that are kept.
    void paint(MemorySegment out, TileCache cache) {
        VisibleParts parts = parts();
        List<Integer> order = inFileOrder(parts);
        checkTypes(order);
        Raster raster = new Raster(out, width, type.bytes());
        parts.gaps().forEach(raster::clear);
        scratch.run(order.size(), 1, (i, mine) -> {
            int tile = order.get(i);
            kept(placings[tile], parts.visible.get(tile), raster, cache, mine);
        });
    }

    private void kept(Placing placing, List<Part> visible, Raster raster, TileCache cache, Scratch mine) {
        int row = placing.row();
        TileShape shape = reader.shape(row);
        boolean lent = cache.lend(
                row,
                shape.bytes(),
                pixels -> {
                    counters.needed(1);
                    reader.read(reader.sound(row, mine), pixels, mine);
                },
                pixels -> copy(placing, shape, pixels, visible, raster));
        if (!lent) {
            paint(placing, visible, raster, mine);
        }
    }

    /// What can be seen of one tile, on this thread.
    void paint(Placing placing, List<Part> visible, Raster raster) {
        Scratch mine = scratch.borrow();
        paint(placing, visible, raster, mine);
        scratch.giveBack(mine);
    }

    private void paint(Placing placing, List<Part> visible, Raster raster, Scratch mine) {
        int row = placing.row();
        SubBlock block = reader.sound(row, mine);
        TileShape shape = reader.shape(row);
        Part whole = placing.whole();
        boolean straight = placing.exact()
                && whole.left() == 0
                && shape.width() == width
                && whole.equals(placing.part())
                && visible.size() == 1
                && visible.getFirst().equals(whole);
        if (straight) {
            reader.read(block, raster.out().asSlice(raster.at(0, whole.top()), shape.bytes()), mine);
            return;
        }
        if (placing.exact() && raster.out().isNative()) {
            copy(placing, shape, reader.parts(block, mine), visible, raster);
        } else {
            copy(placing, shape, reader.pixels(block, mine), visible, raster);
        }
    }

    /// The visible parts of a decoded tile.
    private void copy(Placing placing, TileShape shape, MemorySegment tile, List<Part> visible, Raster raster) {
        if (placing.exact()) {
            copy(placing, shape, TilePixels.of(tile), visible, raster);
            return;
        }
        long from = System.nanoTime();
        for (Part part : visible) {
            raster.pick(
                    tile,
                    shape.width(),
                    placing.columns(directory, region, zoom, part.left(), part.right()),
                    placing.rows(directory, region, zoom, part.top(), part.bottom()),
                    part);
        }
        counters.end(Phase.STITCH, from, placing.row(), 0);
    }

    /// The same, pixel for pixel, perhaps straight from what the codec gave.
    private void copy(Placing placing, TileShape shape, TilePixels tile, List<Part> visible, Raster raster) {
        long from = System.nanoTime();
        Part whole = placing.whole();
        for (Part part : visible) {
            raster.copy(tile, shape.width(), -(long) whole.left(), -(long) whole.top(), part);
        }
        counters.end(tile.packed() ? Phase.UNPACK : Phase.STITCH, from, placing.row(), 0);
    }

    /// As [#paint(MemorySegment, int)], but pixels that are not valid let those below them show: tile
    /// after tile.
    void paintMasked(MemorySegment out, MaskReader masks) {
        Raster raster = new Raster(out, width, type.bytes());
        raster.clear(new Part(0, 0, width, height));
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < placings.length; i++) {
            if (!placings[i].part().isEmpty()) {
                all.add(i);
            }
        }
        checkTypes(all);
        counters.needed(all.size());
        scratch.run(1, 1, (ignored, mine) -> {
            for (int i : all) {
                masked(placings[i], raster, masks, mine);
            }
        });
    }

    private void masked(Placing placing, Raster raster, MaskReader masks, Scratch mine) {
        int row = placing.row();
        SubBlock block = reader.sound(row, mine);
        TileShape shape = reader.shape(row);
        @Nullable CziMask mask = masks.read(block, mine);
        MemorySegment tile = reader.pixels(block, mine);
        long from = System.nanoTime();
        Part part = placing.part();
        int[] columns = placing.columns(directory, region, zoom, part.left(), part.right());
        int[] lines = placing.rows(directory, region, zoom, part.top(), part.bottom());
        for (int y = 0; y < lines.length; y++) {
            for (int x = 0; x < columns.length; x++) {
                if (mask == null || mask.valid(columns[x], lines[y])) {
                    long at = ((long) lines[y] * shape.width() + columns[x]) * type.bytes();
                    raster.move(tile, at, raster.at(part.left() + x, part.top() + y));
                }
            }
        }
        counters.end(Phase.STITCH, from, row, 0);
    }

    private void checkTypes(List<Integer> tiles) {
        for (int tile : tiles) {
            CziPixelType found = reader.shape(placings[tile].row()).type();
            if (found != type) {
                throw new UnsupportedDataException(
                        name,
                        "the plane has tiles of type " + type + " and of type " + found
                                + ", which make no single picture; read its tiles one by one");
            }
        }
    }
}
