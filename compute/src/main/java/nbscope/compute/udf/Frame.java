package nbscope.compute.udf;

import nbscope.io.dataset.DataTile;

/// One whole frame of a tile, for functions that look at single pixels. Valid only inside the call that
/// got it.
public final class Frame {
    private final DataTile tile;
    private final int index;
    private final UdfMeta meta;
    private double @org.jspecify.annotations.Nullable [] values;

    Frame(DataTile tile, int index, UdfMeta meta) {
        this.tile = tile;
        this.index = index;
        this.meta = meta;
    }

    /// Detector rows.
    public int rows() {
        return meta.detRows();
    }

    /// Detector columns.
    public int cols() {
        return meta.detCols();
    }

    /// The scan row of this frame.
    public int scanRow() {
        return tile.position(index) / meta.scanCols();
    }

    /// The scan column of this frame.
    public int scanCol() {
        return tile.position(index) % meta.scanCols();
    }

    /// The value of a pixel.
    public double get(int row, int col) {
        if (row < 0 || row >= rows() || col < 0 || col >= cols()) {
            throw new IndexOutOfBoundsException(
                    "pixel " + row + ", " + col + " lies outside a frame of " + rows() + " x " + cols());
        }
        return tile.value(index, row * cols() + col);
    }

    /// All pixels, row by row; faster than [#get] when most of them are needed. The array is the caller's.
    public double[] values() {
        double[] known = values;
        if (known == null) {
            known = tile.values(index);
            values = known;
        }
        return known;
    }

    /// The sum of all pixels.
    public double sum() {
        double sum = 0;
        for (double v : values()) {
            sum += v;
        }
        return sum;
    }
}
