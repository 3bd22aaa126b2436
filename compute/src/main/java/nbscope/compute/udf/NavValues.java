package nbscope.compute.udf;

import java.lang.foreign.MemorySegment;
import nbscope.compute.Image;
import nbscope.compute.internal.sums.Sums;
import nbscope.compute.internal.udf.PlainArray;
import nbscope.io.DType;
import nbscope.io.Pixels;

/// One or more values per computed scan position: as images of the scan, NaN where nothing was computed, or
/// compact, in the order of the ROI's positions. Changes no more once handed out, and may be kept.
public final class NavValues {
    private final UdfMeta meta;
    private final DType dtype;
    private final int extra;
    private final Object array;
    private final boolean[] valid;

    NavValues(UdfMeta meta, DType dtype, int extra, Object array, boolean[] valid) {
        this.meta = meta;
        this.dtype = dtype;
        this.extra = extra;
        this.array = array;
        this.valid = valid;
    }

    /// Rows of the scan.
    public int scanRows() {
        return meta.scanRows();
    }

    /// Columns of the scan.
    public int scanCols() {
        return meta.scanCols();
    }

    /// Values per position.
    public int channels() {
        return extra;
    }

    /// Computed positions.
    public int size() {
        return meta.navSize();
    }

    /// The flat scan position of a computed one.
    int position(int index) {
        return meta.position(index);
    }

    /// A value, rounded to the nearest double where it does not fit.
    ///
    /// @param index   number of the computed position
    /// @param channel which of its values
    public double value(int index, int channel) {
        return Pixels.value(dtype, PlainArray.segment(array), 0, at(index, channel));
    }

    /// A value of an integer buffer, exact.
    public long exact(int index, int channel) {
        return ((long[]) array)[at(index, channel)];
    }

    /// The only channel as an image of the scan.
    public Image image() {
        return image(0);
    }

    /// A channel as an image of the scan. Exact integers (U32 where all fit, else I64) while every position
    /// was computed; with a ROI or in an unfinished run F64, NaN where nothing was computed.
    public Image image(int channel) {
        boolean all = meta.roi() == null;
        for (boolean v : valid) {
            all &= v;
        }
        if (all && array instanceof long[] longs) {
            long[] values = new long[size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = longs[at(i, channel)];
            }
            return Sums.image(meta.scanRows(), meta.scanCols(), values);
        }
        double[] values = filled(channel);
        return Image.of(meta.scanRows(), meta.scanCols(), DType.F64, MemorySegment.ofArray(values));
    }

    /// A channel over the whole scan, NaN where nothing was computed.
    public double[] filled(int channel) {
        double[] values = new double[meta.positions()];
        java.util.Arrays.fill(values, Double.NaN);
        for (int i = 0; i < size(); i++) {
            if (valid[i]) {
                values[meta.position(i)] = value(i, channel);
            }
        }
        return values;
    }

    /// A channel of the computed positions only, in their order; NaN where an unfinished run has not been
    /// yet.
    public double[] compact(int channel) {
        double[] values = new double[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = valid[i] ? value(i, channel) : Double.NaN;
        }
        return values;
    }

    private int at(int index, int channel) {
        if (channel < 0 || channel >= extra) {
            throw new IndexOutOfBoundsException("channel " + channel + " of " + extra + " does not exist");
        }
        return index * extra + channel;
    }
}
