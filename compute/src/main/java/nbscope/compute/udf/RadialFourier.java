package nbscope.compute.udf;

import java.util.ArrayList;
import java.util.List;
import nbscope.compute.internal.udf.MaskedSums;
import nbscope.compute.internal.udf.WeightedSums;
import nbscope.compute.internal.udf.Weights;
import nbscope.io.DType;
import nbscope.io.TilingPreferences;

/// Fourier coefficients of rings around a centre, per scan position, as LiberTEM's radial Fourier analysis
/// defines them: `c(bin, order) = sum of pixel * ring(r) * exp(i * order * phi)` with `phi = atan2(dy,
/// dx)`. Rings overlap linearly over one pixel, so that neighbours add up to 1.
///
/// @param row    row of the centre; NaN for `rows / 2`
/// @param col    column of the centre; NaN for `cols / 2`
/// @param inner  where the first ring begins, in pixels
/// @param outer  where the last ring ends; NaN for the whole frame
/// @param bins   number of rings
/// @param orders highest order
public record RadialFourier(double row, double col, double inner, double outer, int bins, int orders)
        implements Udf<RadialFourierResult> {
    private static final long serialVersionUID = 1L;
    private static final int MOST_ORDERS = 3;

    public RadialFourier {
        if (bins < 1 || orders < 0 || inner < 0 || inner >= outer) {
            throw new IllegalArgumentException("at least one ring, from a smaller to a larger radius, and order 0 are"
                    + " needed; found " + bins + " rings from " + inner + " to " + outer + ", highest order " + orders);
        }
    }

    /// Rings around the middle, up to the whole frame.
    public RadialFourier(int bins, int orders) {
        this(Double.NaN, Double.NaN, 0, Double.NaN, bins, orders);
    }

    @Override
    public TilingPreferences tiling() {
        return TilingPreferences.frames();
    }

    @Override
    public List<BufferSpec> buffers(UdfMeta meta) {
        return List.of(BufferSpec.nav(MaskedSums.VALUES, DType.F64, bins, orders + 1, 2));
    }

    @Override
    public TileProcessor prepare(UdfMeta meta) {
        return new WeightedSums(Weights.of(masks(meta), meta));
    }

    @Override
    public RadialFourierResult results(ResultBuffers merged) {
        return new RadialFourierResult(bins, orders, merged.nav(MaskedSums.VALUES));
    }

    /// Real and imaginary part of each order, order by order, ring by ring.
    private List<Mask> masks(UdfMeta meta) {
        int rows = meta.detRows();
        int cols = meta.detCols();
        double cy = Double.isNaN(row) ? rows / 2.0 : row;
        double cx = Double.isNaN(col) ? cols / 2.0 : col;
        double reach = Math.hypot(Math.max(cy, rows - cy), Math.max(cx, cols - cx));
        double ro = Double.isNaN(outer) ? Math.ceil(reach) + 1 : outer;
        double width = (ro - inner) / bins;
        List<Mask> masks = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            double[] ring = ring(rows, cols, cy, cx, inner + (bin + 0.5) * width, width);
            if (bin == 0 && inner < 0.5) {
                fillCentre(ring, rows, cols, cy, cx);
            }
            for (int order = 0; order <= orders; order++) {
                double[] re = new double[rows * cols];
                double[] im = new double[rows * cols];
                for (int p = 0; p < ring.length; p++) {
                    double phi = order * Math.atan2(Math.floorDiv(p, cols) - cy, p % cols - cx);
                    re[p] = ring[p] * Math.cos(phi);
                    im[p] = ring[p] * Math.sin(phi);
                }
                masks.add(new Mask.Dense(re));
                masks.add(new Mask.Dense(im));
            }
        }
        return masks;
    }

    private static double[] ring(int rows, int cols, double cy, double cx, double r0, double width) {
        double[] ring = new double[rows * cols];
        for (int p = 0; p < ring.length; p++) {
            double r = Math.hypot(Math.floorDiv(p, cols) - cy, p % cols - cx);
            ring[p] = Math.clamp(width / 2 + 0.5 - Math.abs(r - r0), 0, 1);
        }
        return ring;
    }

    /// A ring that begins at 0 would miss half of the pixel in the middle.
    private void fillCentre(double[] ring, int rows, int cols, double cy, double cx) {
        int y = (int) Math.rint(cy);
        int x = (int) Math.rint(cx);
        if (y >= 0 && y < rows && x >= 0 && x < cols) {
            ring[y * cols + x] = 1 - inner;
        }
    }

    /// How strong the symmetries of the outermost ring are.
    @Override
    public List<Picture> pictures(ResultBuffers merged) {
        RadialFourierResult result = results(merged);
        List<Picture> all = new ArrayList<>();
        for (int order = 0; order <= Math.min(orders, MOST_ORDERS); order++) {
            String name = "order " + order + " of the outermost ring";
            all.add(new Picture(name, Picture.Plane.SCAN, result.absolute(bins - 1, order)));
        }
        return all;
    }
}
