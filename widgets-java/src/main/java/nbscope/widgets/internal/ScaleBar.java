package nbscope.widgets.internal;

import java.util.Locale;
import java.util.Map;

/// A bar of a round length with its label, burnt into the lower left corner of a picture.
///
/// The letters are a small fixed set of dots, so that the same picture comes out on a machine without fonts.
///
/// @param pixels length in image pixels
/// @param label  length with its unit
record ScaleBar(double pixels, String label) {
    private static final int WHITE = 0xffffffff;
    private static final int BLACK = 0xff000000;
    private static final int GLYPH_ROWS = 7;
    private static final double SHARE = 0.3;

    private static final int[] BLANK = new int[GLYPH_ROWS];

    /// 5 × 7 dots, one row per number, the highest bit at the left.
    private static final Map<Character, int[]> GLYPHS = Map.ofEntries(
            Map.entry('0', new int[] {14, 17, 19, 21, 25, 17, 14}),
            Map.entry('1', new int[] {4, 12, 4, 4, 4, 4, 14}),
            Map.entry('2', new int[] {14, 17, 1, 2, 4, 8, 31}),
            Map.entry('5', new int[] {31, 16, 30, 1, 1, 17, 14}),
            Map.entry('.', new int[] {0, 0, 0, 0, 0, 12, 12}),
            Map.entry('Å', new int[] {4, 10, 4, 10, 17, 31, 17}),
            Map.entry('µ', new int[] {0, 0, 17, 17, 19, 29, 16}),
            Map.entry('n', new int[] {0, 0, 22, 25, 17, 17, 17}),
            Map.entry('m', new int[] {0, 0, 26, 21, 21, 21, 21}),
            Map.entry('r', new int[] {0, 0, 22, 25, 16, 16, 16}),
            Map.entry('a', new int[] {0, 0, 14, 1, 15, 17, 15}),
            Map.entry('d', new int[] {1, 1, 13, 19, 17, 19, 13}),
            Map.entry('p', new int[] {0, 0, 30, 17, 30, 16, 16}),
            Map.entry('x', new int[] {0, 0, 17, 10, 4, 10, 17}));

    /// For a picture `columns` wide: the longest of 1, 2, 5 times a power of ten below 30 % of its width.
    ///
    /// @param step value of one pixel, NaN where it is not known
    static ScaleBar of(int columns, double step, String unit) {
        boolean known = step > 0 && Double.isFinite(step);
        double perPixel = known ? step : 1;
        double length = round(SHARE * columns * perPixel);
        return new ScaleBar(length / perPixel, label(length, known ? unit : "px"));
    }

    private static double round(double atMost) {
        double ten = Math.pow(10, Math.floor(Math.log10(atMost)));
        double[] steps = {5, 2, 1};
        for (double step : steps) {
            if (step * ten <= atMost * (1 + 1e-9)) {
                return step * ten;
            }
        }
        return ten;
    }

    private static String label(double length, String unit) {
        if (unit.equals("Å") && length >= 10_000) {
            return number(length / 10_000) + " µm";
        }
        return unit.equals("Å") && length >= 10 ? number(length / 10) + " nm" : number(length) + " " + unit;
    }

    private static String number(double value) {
        return value >= 1
                ? String.format(Locale.ROOT, "%.0f", value)
                : new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(1))
                        .toPlainString();
    }

    /// Draws it into an enlarged picture.
    void draw(Raster raster, int enlarged) {
        int dot = Math.max(1, Math.round(raster.width() / 256f));
        int left = 8 * dot;
        int bottom = raster.height() - 8 * dot;
        int length = (int) Math.round(pixels * enlarged);
        raster.fill(left - dot, bottom - 4 * dot, length + 2 * dot, 5 * dot, BLACK);
        raster.fill(left, bottom - 3 * dot, length, 3 * dot, WHITE);
        int top = bottom - 7 * dot - GLYPH_ROWS * dot;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                text(raster, left + dx * dot, top + dy * dot, dot, BLACK);
            }
        }
        text(raster, left, top, dot, WHITE);
    }

    private void text(Raster raster, int left, int top, int dot, int colour) {
        for (int i = 0; i < label.length(); i++) {
            int[] glyph = GLYPHS.getOrDefault(label.charAt(i), BLANK);
            for (int y = 0; y < GLYPH_ROWS; y++) {
                for (int x = 0; x < 5; x++) {
                    if ((glyph[y] >> (4 - x) & 1) == 1) {
                        raster.fill(left + (6 * i + x) * dot, top + y * dot, dot, dot, colour);
                    }
                }
            }
        }
    }
}
