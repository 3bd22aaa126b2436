package nbscope.io.internal.czi;

import nbscope.io.czi.CziBox;

/// Where a tile lies in the output, and which of its pixels belongs to which of the output's.
///
/// @param row   in the directory
/// @param whole the tile in the output's pixels, perhaps partly outside
/// @param part  of it that lies inside
/// @param exact whether pixels are copied one for one; else the nearest one is taken
record Placing(int row, Part whole, Part part, boolean exact) {
    /// How near the zoom of a tile is to the one that is wanted, for its pixels to be copied as they
    /// are.
    private static final double SAME = 1e-3;

    /// @param zoom   pixels of the output per pixel of the full resolution
    /// @param width  of the output
    /// @param height of the output
    static Placing of(Directory d, int row, CziBox region, double zoom, int width, int height) {
        double across = (double) d.storedW[row] / d.w[row] / zoom;
        double down = (double) d.storedH[row] / d.h[row] / zoom;
        // At the edges of a level the stored size is rounded up: less than a pixel is no scaling.
        boolean exact = same(across, d.storedW[row]) && same(down, d.storedH[row]);
        Part whole = exact
                ? shifted(d, row, region, zoom)
                : new Part(
                        first(d.x[row] - region.x(), zoom),
                        first(d.y[row] - region.y(), zoom),
                        first((long) d.x[row] + d.w[row] - region.x(), zoom),
                        first((long) d.y[row] + d.h[row] - region.y(), zoom));
        return new Placing(row, whole, whole.clip(width, height), exact);
    }

    private static boolean same(double ratio, int stored) {
        return Math.abs(ratio - 1) < SAME || Math.abs(ratio - 1) * stored < 1;
    }

    /// libCZI rounds the place of a tile towards the corner of the region.
    private static Part shifted(Directory d, int row, CziBox region, double zoom) {
        long left = (long) ((d.x[row] - region.x()) * zoom);
        long top = (long) ((d.y[row] - region.y()) * zoom);
        return new Part(clamp(left), clamp(top), clamp(left + d.storedW[row]), clamp(top + d.storedH[row]));
    }

    /// The first pixel of the output whose centre lies at or behind a place of the full resolution.
    private static int first(long place, double zoom) {
        return clamp((long) Math.ceil(place * zoom - 0.5));
    }

    private static int clamp(long value) {
        return Math.clamp(value, Integer.MIN_VALUE / 2, Integer.MAX_VALUE);
    }

    /// For each column of the output from `from` to `to` the column of the tile under its centre.
    int[] columns(Directory d, CziBox region, double zoom, int from, int to) {
        return picks(d.x[row] - region.x(), d.w[row], d.storedW[row], zoom, from, to, whole.left());
    }

    int[] rows(Directory d, CziBox region, double zoom, int from, int to) {
        return picks(d.y[row] - region.y(), d.h[row], d.storedH[row], zoom, from, to, whole.top());
    }

    private int[] picks(long start, int size, int stored, double zoom, int from, int to, int origin) {
        int[] picks = new int[to - from];
        for (int i = 0; i < picks.length; i++) {
            double place = ((from + i + 0.5) / zoom - start) * stored / size;
            picks[i] = exact ? from + i - origin : Math.clamp((long) Math.floor(place), 0, stored - 1);
        }
        return picks;
    }
}
