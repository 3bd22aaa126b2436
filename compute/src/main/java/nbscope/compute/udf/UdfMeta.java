package nbscope.compute.udf;

import java.io.Serializable;
import nbscope.io.DType;
import nbscope.io.dataset.Roi;
import org.jspecify.annotations.Nullable;

/// What a UDF may know about the data it is run on.
///
/// @param scanRows  rows of the scan (navigation, "nav")
/// @param scanCols  columns of the scan
/// @param detRows   rows of the detector (signal, "sig")
/// @param detCols   columns of the detector
/// @param dataType  type of the pixels as they are stored
/// @param inputType type of the pixels in the tiles that this UDF gets: the stored one, or a float after
///                  corrections or a conversion
/// @param roi       scan positions that are computed, null for all
public record UdfMeta(
        int scanRows,
        int scanCols,
        int detRows,
        int detCols,
        DType dataType,
        DType inputType,
        @Nullable Roi roi) implements Serializable {
    private static final long serialVersionUID = 1L;

    /// Scan positions, with or without a ROI.
    public int positions() {
        return scanRows * scanCols;
    }

    /// Pixels of a frame.
    public int pixels() {
        return detRows * detCols;
    }

    /// Positions that are computed: all of them, or those of the ROI.
    public int navSize() {
        return roi == null ? positions() : roi.size();
    }

    /// The flat scan position of the `index`-th computed one.
    public int position(int index) {
        return roi == null ? index : roi.position(index);
    }
}
