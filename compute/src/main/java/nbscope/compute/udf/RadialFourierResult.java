package nbscope.compute.udf;

import java.lang.foreign.MemorySegment;
import java.util.function.DoubleBinaryOperator;
import nbscope.compute.Image;
import nbscope.io.DType;

/// Fourier coefficients of rings, over the scan; NaN where nothing was computed.
///
/// @param bins   number of rings
/// @param orders highest order
/// @param values real and imaginary parts: channel `2 * (bin * (orders + 1) + order)` and the one after it
public record RadialFourierResult(int bins, int orders, NavValues values) {
    /// Real part of a coefficient.
    public Image real(int bin, int order) {
        return values.image(channel(bin, order));
    }

    /// Imaginary part of a coefficient.
    public Image imaginary(int bin, int order) {
        return values.image(channel(bin, order) + 1);
    }

    /// Absolute value of a coefficient.
    public Image absolute(int bin, int order) {
        return map(bin, order, Math::hypot);
    }

    /// Angle of a coefficient, in radians.
    public Image phase(int bin, int order) {
        return map(bin, order, (re, im) -> Math.atan2(im, re));
    }

    /// The order, from 1 on, with the largest coefficient, which is the symmetry of the ring; 0 where all
    /// are below a fifth of the largest one of the whole scan.
    public Image dominant(int bin) {
        double[][] absolute = new double[orders + 1][];
        double largest = 0;
        for (int order = 1; order <= orders; order++) {
            absolute[order] = combined(bin, order, Math::hypot);
            for (double v : absolute[order]) {
                largest = Math.max(largest, Double.isNaN(v) ? 0 : v);
            }
        }
        double[] found = values.filled(channel(bin, 0));
        for (int p = 0; p < found.length; p++) {
            if (!Double.isNaN(found[p])) {
                double best = 0;
                found[p] = 0;
                for (int order = 1; order <= orders; order++) {
                    if (absolute[order][p] > best) {
                        best = absolute[order][p];
                        found[p] = order;
                    }
                }
                found[p] = best < 0.2 * largest ? 0 : found[p];
            }
        }
        return image(found);
    }

    private Image map(int bin, int order, DoubleBinaryOperator f) {
        return image(combined(bin, order, f));
    }

    private double[] combined(int bin, int order, DoubleBinaryOperator f) {
        double[] re = values.filled(channel(bin, order));
        double[] im = values.filled(channel(bin, order) + 1);
        for (int p = 0; p < re.length; p++) {
            re[p] = f.applyAsDouble(re[p], im[p]);
        }
        return re;
    }

    private Image image(double[] v) {
        return Image.of(values.scanRows(), values.scanCols(), DType.F64, MemorySegment.ofArray(v));
    }

    private int channel(int bin, int order) {
        if (bin < 0 || bin >= bins || order < 0 || order > orders) {
            throw new IndexOutOfBoundsException("ring " + bin + ", order " + order + " does not exist; there are "
                    + bins + " rings and orders 0 to " + orders);
        }
        return 2 * (bin * (orders + 1) + order);
    }
}
