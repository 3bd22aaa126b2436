package nbscope.widgets.internal;

import java.util.Arrays;
import nbscope.widgets.Display;
import nbscope.widgets.Display.Scale;

/// From values to colours: the pixel rule of `widgets-js/protocol/IMAGE.md`, the same as the front end's.
///
/// @param low  data value of the first colour
/// @param high data value of the last colour
record Transfer(String lut, Scale scale, double gamma, double low, double high, boolean invert) {
    private static final int LAST = 255;
    private static final int OPAQUE = 0xff000000;
    private static final int BAD_ON_GRAY = 0xffff00ff;
    private static final int BAD = 0xff808080;

    /// The settings of a panel for one picture: percentiles become values, an unknown bound the data's.
    static Transfer of(Display display, double[] values) {
        double[] finite =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        double low = display.isAuto() ? percentile(finite, display.autoLow()) : display.low();
        double high = display.isAuto() ? percentile(finite, display.autoHigh()) : display.high();
        return new Transfer(
                display.lut(),
                display.scale(),
                display.gamma(),
                Double.isNaN(low) ? percentile(finite, 0) : low,
                Double.isNaN(high) ? percentile(finite, 100) : high,
                display.inverted());
    }

    /// NumPy's default percentile of ascending values, linear between neighbours; NaN when there are none.
    static double percentile(double[] ascending, double percent) {
        if (ascending.length == 0) {
            return Double.NaN;
        }
        int last = ascending.length - 1;
        double rank = percent / 100 * last;
        int below = (int) Math.min(last, Math.max(0, Math.floor(rank)));
        double a = ascending[below];
        double b = ascending[Math.min(last, below + 1)];
        double t = rank - below;
        // From the nearer end, as NumPy does it, so that the last bit agrees.
        return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
    }

    /// One opaque ARGB pixel per value.
    int[] paint(double[] values) {
        int[] colours = new int[LAST + 1];
        byte[] table = Luts.table(lut);
        for (int i = 0; i <= LAST; i++) {
            int entry = 3 * (invert ? LAST - i : i);
            colours[i] =
                    OPAQUE | (table[entry] & 0xff) << 16 | (table[entry + 1] & 0xff) << 8 | (table[entry + 2] & 0xff);
        }
        int bad = lut.equals("gray") ? BAD_ON_GRAY : BAD;
        int[] out = new int[values.length];
        double start = curve(low);
        double span = curve(high) - start;
        boolean step = !(high > low && span > 0 && span < Double.POSITIVE_INFINITY);
        for (int i = 0; i < values.length; i++) {
            double v = values[i];
            if (Double.isNaN(v)) {
                out[i] = bad;
            } else if (step) {
                out[i] = colours[v >= low ? LAST : 0];
            } else {
                double index = Math.floor(256 * ((curve(v) - start) / span));
                out[i] = colours[(int) Math.min(LAST, Math.max(0, index))];
            }
        }
        return out;
    }

    private double curve(double v) {
        return switch (scale) {
            case LINEAR -> v;
            case LOG -> Math.log(1 + Math.max(v - Math.min(low, 0), 0));
            case SQRT -> Math.sqrt(Math.max(v, 0));
            case POWER -> Math.pow(Math.max(v, 0), gamma);
        };
    }
}
