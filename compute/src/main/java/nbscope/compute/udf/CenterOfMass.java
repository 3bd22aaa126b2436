package nbscope.compute.udf;

import java.util.List;
import nbscope.compute.internal.udf.Moments;
import nbscope.io.DType;
import nbscope.io.TilingPreferences;

/// Centre of mass of each frame, in pixels, with the results of LiberTEM's `CoMUDF`: NaN where the sum of a
/// frame is 0. Sums of integers are exact before the division.
///
/// @param row          row of the reference and of the centre of the ring; NaN for `rows / 2`, rounded down
/// @param col          column of it; NaN for `cols / 2`, rounded down
/// @param inner        pixels nearer to the centre do not count; those at this very distance do
/// @param outer        pixels at this distance and beyond do not count; infinity for all
/// @param scanRotation degrees by which shifts are turned to match the scan; positive is clockwise
/// @param flipY        whether the detector's rows run the other way
/// @param regression   what is subtracted from the field
public record CenterOfMass(
        double row, double col, double inner, double outer, double scanRotation, boolean flipY, Regression regression)
        implements Udf<CenterOfMassResult> {
    private static final long serialVersionUID = 1L;

    /// What is subtracted from the field.
    public enum Regression {
        NONE,
        /// Its mean: a centre that is off.
        MEAN,
        /// Its mean and slopes: descan too.
        LINEAR
    }

    public CenterOfMass {
        if (!(inner < outer) || inner < 0) {
            throw new IllegalArgumentException(
                    "the inner radius is at least 0 and smaller than the outer one, found " + inner + " and " + outer);
        }
    }

    /// Of whole frames, from the middle of the detector.
    public CenterOfMass() {
        this(Double.NaN, Double.NaN, 0, Double.POSITIVE_INFINITY, 0, false, Regression.NONE);
    }

    /// From this centre.
    public CenterOfMass centre(double row, double col) {
        return new CenterOfMass(row, col, inner, outer, scanRotation, flipY, regression);
    }

    /// Of the pixels with `inner <= r < outer` about the centre.
    public CenterOfMass ring(double inner, double outer) {
        return new CenterOfMass(row, col, inner, outer, scanRotation, flipY, regression);
    }

    public CenterOfMass scanRotation(double degrees) {
        return new CenterOfMass(row, col, inner, outer, degrees, flipY, regression);
    }

    public CenterOfMass flipY(boolean flip) {
        return new CenterOfMass(row, col, inner, outer, scanRotation, flip, regression);
    }

    public CenterOfMass regression(Regression subtracted) {
        return new CenterOfMass(row, col, inner, outer, scanRotation, flipY, subtracted);
    }

    double centreRow(UdfMeta meta) {
        return Double.isNaN(row) ? Math.floorDiv(meta.detRows(), 2) : row;
    }

    double centreCol(UdfMeta meta) {
        return Double.isNaN(col) ? Math.floorDiv(meta.detCols(), 2) : col;
    }

    @Override
    public TilingPreferences tiling() {
        return TilingPreferences.frames();
    }

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        return List.of(BufferSpec.nav(Moments.MOMENTS, meta.inputType().isInteger() ? DType.I64 : DType.F64, 3));
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        return Double.isInfinite(outer) && inner == 0
                ? Moments.whole(meta)
                : Moments.ring(meta, centreRow(meta), centreCol(meta), inner, outer);
    }

    @Override
    public CenterOfMassResult results(ResultBuffers merged) {
        return CenterOfMassResult.of(this, merged.meta(), merged.nav(Moments.MOMENTS));
    }

    @Override
    public List<Picture> pictures(ResultBuffers merged) {
        CenterOfMassResult result = results(merged);
        return List.of(
                new Picture("shift in rows", Picture.Plane.SCAN, result.fieldY()),
                new Picture("shift in columns", Picture.Plane.SCAN, result.fieldX()),
                new Picture("length of the shift", Picture.Plane.SCAN, result.magnitude()));
    }
}
