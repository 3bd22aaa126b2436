package nbscope.io.internal.czi;

import java.util.ArrayList;
import java.util.List;

/// Cuts overlapping rectangles into the parts of each that no later one covers, and what is left of the
/// output into gaps. The parts are disjoint, so threads may paint them in any order and without locks.
///
/// Rectangles are taken from the last, which lies on top, to the first. A grid finds those that may
/// cover one.
final class VisibleParts {
    private static final int MOST_CELLS = 64;
    private static final int CELLS_PER_TILE = 2;

    private final int width;
    private final int height;
    private final int cellWidth;
    private final int cellHeight;
    private final int columns;
    private final IntList[] cells;
    private final IntList large = new IntList();
    private final Part[] tiles;

    /// For each tile its parts, none where it is covered.
    final List<List<Part>> visible;

    /// @param tiles in the order of painting, clipped to the output
    VisibleParts(Part[] tiles, int width, int height) {
        this.tiles = tiles;
        this.width = width;
        this.height = height;
        double widths = 0;
        double heights = 0;
        for (Part tile : tiles) {
            widths += tile.width();
            heights += tile.height();
        }
        int n = Math.max(1, tiles.length);
        double wide = Math.max(1, widths / n);
        double high = Math.max(1, heights / n);
        while (Math.ceil(width / wide) * Math.ceil(height / high) > CELLS_PER_TILE * (double) n + 16) {
            wide *= 2;
            high *= 2;
        }
        cellWidth = (int) Math.min(Integer.MAX_VALUE, wide);
        cellHeight = (int) Math.min(Integer.MAX_VALUE, high);
        columns = Math.ceilDiv(width, cellWidth);
        cells = new IntList[columns * Math.ceilDiv(height, cellHeight)];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = new IntList(4);
        }
        visible = new ArrayList<>(tiles.length);
        for (int i = 0; i < tiles.length; i++) {
            visible.add(List.of());
        }
        for (int i = tiles.length - 1; i >= 0; i--) {
            List<Part> parts = tiles[i].isEmpty() ? List.of() : uncovered(tiles[i]);
            if (!parts.isEmpty()) {
                visible.set(i, parts);
                // What covers a hidden tile covers what that would.
                enter(i);
            }
        }
    }

    private void enter(int tile) {
        Part t = tiles[tile];
        int c0 = t.left() / cellWidth;
        int c1 = (t.right() - 1) / cellWidth;
        int r0 = t.top() / cellHeight;
        int r1 = (t.bottom() - 1) / cellHeight;
        if ((long) (c1 - c0 + 1) * (r1 - r0 + 1) > MOST_CELLS) {
            large.add(tile);
            return;
        }
        for (int r = r0; r <= r1; r++) {
            for (int c = c0; c <= c1; c++) {
                cells[r * columns + c].add(tile);
            }
        }
    }

    /// What the tiles entered so far leave of a rectangle.
    private List<Part> uncovered(Part part) {
        List<Part> rest = subtract(List.of(part), large);
        int c1 = (part.right() - 1) / cellWidth;
        int r1 = (part.bottom() - 1) / cellHeight;
        for (int r = part.top() / cellHeight; r <= r1 && !rest.isEmpty(); r++) {
            for (int c = part.left() / cellWidth; c <= c1 && !rest.isEmpty(); c++) {
                rest = subtract(rest, cells[r * columns + c]);
            }
        }
        return rest;
    }

    private List<Part> subtract(List<Part> parts, IntList upper) {
        List<Part> rest = parts;
        for (int i = 0; i < upper.size() && !rest.isEmpty(); i++) {
            List<Part> next = new ArrayList<>(rest.size() + 3);
            for (Part part : rest) {
                part.without(tiles[upper.get(i)], next);
            }
            rest = next;
        }
        return rest;
    }

    /// The parts of the output that no tile covers.
    List<Part> gaps() {
        long covered = 0;
        for (List<Part> parts : visible) {
            for (Part part : parts) {
                covered += (long) part.width() * part.height();
            }
        }
        if (covered == (long) width * height) {
            return List.of();
        }
        List<Part> gaps = new ArrayList<>();
        for (int top = 0; top < height; top += Math.min(cellHeight, height - top)) {
            for (int left = 0; left < width; left += Math.min(cellWidth, width - left)) {
                int right = left + Math.min(cellWidth, width - left);
                int bottom = top + Math.min(cellHeight, height - top);
                gaps.addAll(uncovered(new Part(left, top, right, bottom)));
            }
        }
        return gaps;
    }
}
