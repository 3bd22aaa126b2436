package nbscope.io.internal.czi;

import nbscope.io.czi.CziBox;

/// Finds the rectangles of one plane and level that touch a box, in time that goes with what is found:
/// a grid whose cells are about as large as a tile lists what touches each cell. Immutable.
final class GridIndex {
    /// A rectangle that touches more cells than this is kept apart and looked at in every query.
    private static final int MOST_CELLS = 16;

    private static final int CELLS_PER_TILE = 2;

    private static final double TILES_PER_CELL_SIDE = 2;

    private final Directory directory;
    private final CziBox bounds;
    private final long left;
    private final long top;
    private final double perColumn;
    private final double perLine;
    private final int columns;
    private final int rows;
    /// Where the list of each cell begins in `members`.
    private final int[] first;
    private final int[] members;
    private final int[] large;

    /// @param from first of the rows in `order`
    /// @param to   behind the last
    GridIndex(Directory directory, int[] order, int from, int to) {
        this.directory = directory;
        long x = Long.MAX_VALUE;
        long y = Long.MAX_VALUE;
        long right = Long.MIN_VALUE;
        long bottom = Long.MIN_VALUE;
        double widths = 0;
        double heights = 0;
        for (int i = from; i < to; i++) {
            int row = order[i];
            x = Math.min(x, directory.x[row]);
            y = Math.min(y, directory.y[row]);
            right = Math.max(right, (long) directory.x[row] + directory.w[row]);
            bottom = Math.max(bottom, (long) directory.y[row] + directory.h[row]);
            widths += directory.w[row];
            heights += directory.h[row];
        }
        int n = to - from;
        left = x;
        top = y;
        bounds = new CziBox(x, y, right - x, bottom - y);
        double wide = Math.max(1, TILES_PER_CELL_SIDE * widths / n);
        double high = Math.max(1, TILES_PER_CELL_SIDE * heights / n);
        // Far apart tiles would make a grid of nothing but empty cells.
        while (cells(bounds.width(), wide) * cells(bounds.height(), high) > CELLS_PER_TILE * (double) n + 16) {
            wide *= 2;
            high *= 2;
        }
        // Divisions of integers would take most of the time of making the grid.
        perColumn = 1 / wide;
        perLine = 1 / high;
        columns = (int) cells(bounds.width(), wide);
        rows = (int) cells(bounds.height(), high);
        first = new int[columns * rows + 1];
        IntList apart = new IntList();
        for (int i = from; i < to; i++) {
            count(order[i], apart);
        }
        large = apart.toArray();
        for (int c = 0; c < columns * rows; c++) {
            first[c + 1] += first[c];
        }
        members = new int[first[columns * rows]];
        // From behind, so that `first` ends where it should begin, and each list keeps the order.
        for (int i = to - 1; i >= from; i--) {
            fill(order[i]);
        }
    }

    private static double cells(long length, double cell) {
        return Math.max(1, Math.ceil(length / cell));
    }

    CziBox bounds() {
        return bounds;
    }

    private int column(long x) {
        return Math.clamp((long) ((x - left) * perColumn), 0, columns - 1);
    }

    private int line(long y) {
        return Math.clamp((long) ((y - top) * perLine), 0, rows - 1);
    }

    private void count(int row, IntList apart) {
        int c0 = column(directory.x[row]);
        int c1 = column((long) directory.x[row] + directory.w[row] - 1);
        int r0 = line(directory.y[row]);
        int r1 = line((long) directory.y[row] + directory.h[row] - 1);
        if ((long) (c1 - c0 + 1) * (r1 - r0 + 1) > MOST_CELLS) {
            apart.add(row);
            return;
        }
        for (int r = r0; r <= r1; r++) {
            for (int c = c0; c <= c1; c++) {
                first[r * columns + c]++;
            }
        }
    }

    private void fill(int row) {
        int c0 = column(directory.x[row]);
        int c1 = column((long) directory.x[row] + directory.w[row] - 1);
        int r0 = line(directory.y[row]);
        int r1 = line((long) directory.y[row] + directory.h[row] - 1);
        if ((long) (c1 - c0 + 1) * (r1 - r0 + 1) > MOST_CELLS) {
            return;
        }
        for (int r = r0; r <= r1; r++) {
            for (int c = c0; c <= c1; c++) {
                members[--first[r * columns + c]] = row;
            }
        }
    }

    /// Adds the rows whose boxes touch `box`, in no order, each once.
    void find(CziBox box, IntList found) {
        if (!bounds.intersects(box)) {
            return;
        }
        int c0 = column(box.x());
        int c1 = column(box.right() - 1);
        int r0 = line(box.y());
        int r1 = line(box.bottom() - 1);
        for (int r = r0; r <= r1; r++) {
            for (int c = c0; c <= c1; c++) {
                int cell = r * columns + c;
                for (int i = first[cell]; i < first[cell + 1]; i++) {
                    int row = members[i];
                    // The first of the cells that the tile shares with the box reports it.
                    boolean reports =
                            c == Math.max(c0, column(directory.x[row])) && r == Math.max(r0, line(directory.y[row]));
                    if (reports && touches(row, box)) {
                        found.add(row);
                    }
                }
            }
        }
        for (int row : large) {
            if (touches(row, box)) {
                found.add(row);
            }
        }
    }

    private boolean touches(int row, CziBox box) {
        long x = directory.x[row];
        long y = directory.y[row];
        return x < box.right() && box.x() < x + directory.w[row] && y < box.bottom() && box.y() < y + directory.h[row];
    }
}
