package nbscope.io.internal.czi;

import java.lang.foreign.MemorySegment;
import java.util.List;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziPlane;

/// A mosaic that is painted tile by tile, in any order and by any threads, with the pixels that
/// painting it at once has: each tile writes what can be seen of it.
public final class Painting {
    private final OpenCzi file;
    private final Mosaic mosaic;
    private final Placing[] placings;
    private final List<Integer> order;
    private final VisibleParts parts;
    private final Raster raster;

    Painting(OpenCzi file, Mosaic mosaic, Placing[] placings, List<Integer> order, VisibleParts parts, Raster raster) {
        this.file = file;
        this.mosaic = mosaic;
        this.placings = placings;
        this.order = order;
        this.parts = parts;
        this.raster = raster;
    }

    /// @param out gets the mosaic; what no tile covers is left as it is
    public static Painting of(OpenCzi file, CziBox region, double zoom, CziPlane plane, MemorySegment out) {
        return file.plan(region, zoom, plane, file.shape(region, zoom, plane)).painting(file, out);
    }

    /// The rows of the directory, in the order of the file.
    public int[] tiles() {
        return order.stream().mapToInt(i -> placings[i].row()).toArray();
    }

    /// Paints one tile, on the calling thread.
    ///
    /// @param tile place in [#tiles]
    public void paint(int tile) {
        int i = order.get(tile);
        file.reading(() -> {
            mosaic.paint(placings[i], parts.visible.get(i), raster);
            return true;
        });
    }
}
