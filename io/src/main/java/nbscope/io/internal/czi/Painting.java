package nbscope.io.internal.czi;

import java.util.List;

/// A mosaic that is painted tile by tile, in any order and by any threads, with the pixels that
/// painting it at once has: each tile writes what can be seen of it.
public final class Painting {
    private final Mosaic mosaic;
    private final Placing[] placings;
    private final List<Integer> order;
    private final VisibleParts parts;
    private final Raster raster;

    Painting(Mosaic mosaic, Placing[] placings, List<Integer> order, VisibleParts parts, Raster raster) {
        this.mosaic = mosaic;
        this.placings = placings;
        this.order = order;
        this.parts = parts;
        this.raster = raster;
    }

    /// The rows of the directory, in the order of the file.
    public int[] tiles() {
        return order.stream().mapToInt(i -> placings[i].row()).toArray();
    }

    /// @param tile place in [#tiles]
    void paint(int tile, Scratch mine) {
        int i = order.get(tile);
        mosaic.paint(placings[i], parts.visible.get(i), raster, mine);
    }
}
